using NetGen.Layout;
using NetGen.Machine;

namespace NetGen.Layers;

/// <summary>
/// Where the rows of all layers lie in the scratch of a block of samples: the activations of all, then the errors of all, then weighted
/// inputs that are kept, then what layers have in training alone.
/// </summary>
internal sealed class BlockPlan
{
    private BlockPlan(LayerPlace[] places, int rows)
    {
        Rows = rows;
        InferenceScratch = Sum(places, place => place.ActivationLength);
        int errors = Sum(places, place => place.ErrorLength);
        int weightedInputs = Sum(places, KeptLength);
        TrainingScratch = checked(InferenceScratch + errors + weightedInputs + Sum(places, place => place.TrainingLength));
        int activationAt = 0;
        int errorAt = InferenceScratch;
        int weightedInputAt = InferenceScratch + errors;
        int trainingAt = weightedInputAt + weightedInputs;
        for (int i = 0; i < places.Length; i++)
        {
            LayerPlace place = places[i];
            bool isOnlyInTraining = place.TrainingLength > 0;
            places[i] = place with
            {
                ActivationOffset = isOnlyInTraining ? trainingAt : activationAt,

                // The errors of a layer that is there in training alone take the place of those of the layer before.
                ErrorOffset = isOnlyInTraining && i > 0 ? places[i - 1].ErrorOffset : errorAt,
                WeightedInputOffset = weightedInputAt,
            };
            activationAt += place.ActivationLength;
            errorAt += place.ErrorLength;
            weightedInputAt += KeptLength(place);
            trainingAt += place.TrainingLength;
        }

        Places = places;
    }

    /// <summary>The places of the layers.</summary>
    public IReadOnlyList<LayerPlace> Places { get; }

    /// <summary>The most samples of a block.</summary>
    public int Rows { get; }

    /// <summary>Elements of scratch in inference.</summary>
    public int InferenceScratch { get; }

    /// <summary>Elements of scratch in training.</summary>
    public int TrainingScratch { get; }

    /// <summary>Plans the blocks of a network.</summary>
    /// <exception cref="OverflowException">The scratch does not fit into one array.</exception>
    public static BlockPlan Of(NetworkTopology topology)
    {
        IReadOnlyList<LayerLayout> layouts = NetworkLayout.Of(topology).Layers;
        int[] strides = StridesOf(topology, layouts);
        int rows = BlockRows(topology, strides);
        int elementSize = topology.NumericType == NumericType.Single ? sizeof(float) : sizeof(double);
        var places = new LayerPlace[layouts.Count];
        for (int i = 0; i < places.Length; i++)
        {
            LayerTopology layer = topology.Layers[i];
            LayerLayout layout = layouts[i];
            bool isLast = i == places.Length - 1;
            int length = RoundUp(MachineModel.BlockScratch(rows, strides[i], elementSize), layout.LaneCount);
            places[i] = new LayerPlace
            {
                IsLast = isLast,
                ReadsInput = ReadsInput(topology, i),
                InputStride = i == 0 ? topology.InputSize : strides[i - 1],
                Stride = strides[i],
                ActivationLength = layer.IsOnlyInTraining ? 0 : length,
                ErrorLength = layer.IsTrained ? length : 0,
                TrainingLength = layer.IsOnlyInTraining ? length : 0,
                KeepsWeightedInputs = !isLast && ActivationTraits.DifferentiatesWeightedInput(layer.Activation),
            };
        }

        return new BlockPlan(places, rows);
    }

    private static int KeptLength(LayerPlace place) => place.KeepsWeightedInputs ? place.ActivationLength : 0;

    private static int[] StridesOf(NetworkTopology topology, IReadOnlyList<LayerLayout> layouts)
    {
        var strides = new int[layouts.Count];
        for (int i = 0; i < strides.Length; i++)
        {
            strides[i] = layouts[i] switch
            {
                DenseLayout dense => MachineModel.Stride(dense),
                DropoutLayout => i == 0 ? topology.InputSize : strides[i - 1],
                LayerLayout other => other.Lanes,
            };
        }

        return strides;
    }

    // Rows that a layer has in training alone are no longer than those of the layer before, which are counted; the input has none.
    private static int BlockRows(NetworkTopology topology, int[] strides)
    {
        long elements = 0;
        for (int i = 0; i < strides.Length; i++)
        {
            elements += topology.Layers[i].IsOnlyInTraining && !ReadsInput(topology, i) ? 0 : strides[i];
        }

        return MachineModel.BlockRows(elements);
    }

    private static bool ReadsInput(NetworkTopology topology, int layer)
    {
        for (int i = 0; i < layer; i++)
        {
            if (!topology.Layers[i].IsOnlyInTraining)
            {
                return false;
            }
        }

        return true;
    }

    private static int Sum(LayerPlace[] places, Func<LayerPlace, int> length)
    {
        int sum = 0;
        foreach (LayerPlace place in places)
        {
            sum = checked(sum + length(place));
        }

        return sum;
    }

    private static int RoundUp(int elements, int laneCount) => checked((elements + laneCount - 1) / laneCount * laneCount);
}
