using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;

namespace NetGen.Tests.Seam;

/// <summary>
/// What generated code calls is public, so that any safe code can call it: wrong arguments are exceptions, never wild accesses.
/// </summary>
public class SeamSafetyTests
{
    private static readonly NetworkTopology Small = new([2, 3, 1], new Activation[2]);
    private static readonly NetworkTopology Large = new([2, 300, 1], new Activation[2]);

    [Fact]
    public void Kernels_refuse_the_parameters_of_another_network()
    {
        PortableKernels<float> kernels = KernelsOf(Large);
        var own = new ParameterBuffer<float>(Large);
        var other = new ParameterBuffer<float>(Small);
        ParameterBuffer<float>? none = null;
        ParameterBuffer<float>? otherGradient = other;
        OptimizerState<float> optimizer = Optimizer.Adam().CreateState<float>(Large);
        OptimizerState<float> otherOptimizer = Optimizer.Adam().CreateState<float>(Small);
        float[] x = new float[2000];
        float[] y = new float[1000];
        (string Member, string Parameter, Action Call)[] calls =
        [
            ("FeedForward", "parameters", () => kernels.FeedForward(other, new float[2], new float[1])),
            ("FeedForwardBatch", "parameters", () => kernels.FeedForwardBatch(other, x, new float[1000])),
            ("FeedForwardBatch", "parameters", () => kernels.FeedForwardBatch(other, x, y, new float[1000], new float[1000])),
            ("Cost", "parameters", () => kernels.Cost(other, x, y)),
            ("Backprop", "gradient", () => kernels.Backprop(own, x, y, other, null)),
            ("Backprop", "parameters", () => kernels.Backprop(other, x, y, other, null)),
            ("TrainMiniBatch", "parameters", () => kernels.TrainMiniBatch(other, ref none, x, y, 1, null, null)),
            ("TrainMiniBatch", "gradient", () => kernels.TrainMiniBatch(own, ref otherGradient, x, y, 1, null, null)),
            ("TrainMiniBatch", "parameters", () => kernels.TrainMiniBatch(other, ref none, x, y, optimizer, null, null)),
            ("TrainMiniBatch", "gradient", () => kernels.TrainMiniBatch(own, ref otherGradient, x, y, optimizer, null, null)),
            ("TrainMiniBatch", "optimizer", () => kernels.TrainMiniBatch(own, ref none, x, y, otherOptimizer, null, null)),
            ("ApplyGradient", "parameters", () => kernels.ApplyGradient(other, other, 1, optimizer)),
            ("ApplyGradient", "gradient", () => kernels.ApplyGradient(own, other, 1, optimizer)),
            ("ApplyGradient", "optimizer", () => kernels.ApplyGradient(own, own, 1, otherOptimizer)),
            ("ApplyGradient", "parameters", () => kernels.ApplyGradient(other, other, 1)),
            ("ApplyGradient", "gradient", () => kernels.ApplyGradient(own, other, 1)),
        ];
        foreach ((_, string parameter, Action call) in calls)
        {
            var exception = Assert.Throws<ArgumentException>(parameter, call);
            Assert.Contains("2-300-1", exception.Message, StringComparison.Ordinal);
            Assert.Contains("2-3-1", exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal(-1, other.Packed.IndexOfAnyExcept(0f));
        IEnumerable<string> members = typeof(NetworkKernels<float>)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName)
            .Select(method => method.Name);
        Assert.Equal(members.Distinct().Order(), calls.Select(call => call.Member).Distinct().Order());
    }

    [Fact]
    public void Kernels_refuse_spans_of_other_lengths()
    {
        PortableKernels<float> kernels = KernelsOf(Small);
        var parameters = new ParameterBuffer<float>(Small);
        ParameterBuffer<float>? gradient = null;
        Assert.Throws<ArgumentException>("input", () => kernels.FeedForward(parameters, new float[4], new float[1]));
        Assert.Throws<ArgumentException>("output", () => kernels.FeedForward(parameters, new float[2], new float[2]));
        Assert.Throws<ArgumentException>("outputs", () => kernels.FeedForwardBatch(parameters, new float[6], new float[2]));
        Assert.Throws<ArgumentException>("inputs", () => kernels.FeedForwardBatch(parameters, new float[5], new float[2]));
        Assert.Throws<ArgumentException>(
            "targets", () => kernels.FeedForwardBatch(parameters, new float[6], new float[2], new float[3], new float[3]));
        Assert.Throws<ArgumentException>(
            "costs", () => kernels.FeedForwardBatch(parameters, new float[6], new float[3], new float[3], new float[2]));
        Assert.Throws<ArgumentException>("targets", () => kernels.Cost(parameters, new float[6], new float[2]));
        Assert.Throws<ArgumentException>("inputs", () => kernels.Cost(parameters, [], []));
        Assert.Throws<ArgumentException>(
            "targets", () => kernels.Backprop(parameters, new float[6], new float[2], new ParameterBuffer<float>(Small), null));
        Assert.Throws<ArgumentException>(
            "targets", () => kernels.TrainMiniBatch(parameters, ref gradient, new float[6], new float[2], 1, null, null));
        Assert.Throws<ArgumentOutOfRangeException>(
            "learningRate", () => kernels.TrainMiniBatch(parameters, ref gradient, new float[2], new float[1], float.NaN, null, null));
        OptimizerState<float> optimizer = Optimizer.Momentum(1).CreateState<float>(Small);
        Assert.Throws<ArgumentException>(
            "targets", () => kernels.TrainMiniBatch(parameters, ref gradient, new float[6], new float[2], optimizer, null, null));
        Assert.Throws<ArgumentOutOfRangeException>(
            "count", () => kernels.ApplyGradient(parameters, new ParameterBuffer<float>(Small), 0, optimizer));
        Assert.Equal(0, optimizer.StepCount);
        Assert.Throws<ArgumentOutOfRangeException>(
            "step", () => kernels.ApplyGradient(parameters, new ParameterBuffer<float>(Small), float.PositiveInfinity));
    }

    [Fact]
    public void Kernels_are_made_only_for_a_head_and_sizes_that_fit()
    {
        OutputHead<float> head = OutputHeads.Elementwise<Identity, Quadratic, float>(1, default);
        OutputHead<float> wide = OutputHeads.Elementwise<Identity, Quadratic, float>(2, default);
        Assert.Throws<ArgumentNullException>("topology", () => new PortableKernels<float>(null!, head, 1));
        Assert.Throws<ArgumentNullException>("head", () => new PortableKernels<float>(Small, null!, 1));
        Assert.Throws<ArgumentException>(() => new PortableKernels<float>(Small, wide, 1));

        // Rows of 4 elements: 10 of weighted inputs and 10 of errors.
        var sizes = new KernelSizes
        {
            BlockRows = 10,
            InferenceScratch = 40,
            TrainingScratch = 80,
            OutputOffset = 0,
            ErrorOffset = 40,
            OutputStride = 4,
            FirstErrorOffset = 40,
            FirstErrorStride = 4,
            MinParallelRows = 1,
        };
        _ = new NoKernels(head, sizes);
        _ = new NoKernels(head, sizes with { OutputOffset = 40, ErrorOffset = 0, FirstErrorOffset = 0 });
        foreach (KernelSizes wrong in new[]
        {
            sizes with { BlockRows = 0 },
            sizes with { BlockRows = -1 },
            sizes with { BlockRows = 11 },
            sizes with { BlockRows = int.MaxValue },
            sizes with { OutputStride = 3 },
            sizes with { OutputStride = -4 },
            sizes with { OutputStride = 5 },
            sizes with { OutputOffset = -1 },
            sizes with { OutputOffset = 41 },
            sizes with { ErrorOffset = -1 },
            sizes with { ErrorOffset = 41 },
            sizes with { ErrorOffset = 39 },
            sizes with { OutputOffset = 1 },
            sizes with { FirstErrorOffset = -1 },
            sizes with { FirstErrorOffset = 41 },
            sizes with { FirstErrorStride = 3 },
            sizes with { FirstErrorStride = 5 },
            sizes with { FirstErrorStride = int.MaxValue },
            sizes with { TrainingScratch = 79 },
            sizes with { TrainingScratch = -1 },
        })
        {
            Assert.Throws<ArgumentException>(() => new NoKernels(head, wrong));
        }
    }

    /// <summary>Of 3 samples errors go from 10 units, in 16 lanes, back to 20, in 32; each span has the least length.</summary>
    [Fact]
    public void Narrow_errors_need_all_their_spans()
    {
        Call();
        Assert.Throws<ArgumentException>("weights", () => Call(weights: 319));
        Assert.Throws<ArgumentException>("nextErrors", () => Call(nextErrors: 47));
        Assert.Throws<ArgumentException>("nextErrors", () => Call(nextStride: 17));
        Assert.Throws<ArgumentException>("nextErrors", () => Call(nextStride: -16));
        Assert.Throws<ArgumentException>("nextUnits", () => Call(nextUnits: 33));
        Assert.Throws<ArgumentException>("units", () => Call(nextUnits: 0));
        Assert.Throws<ArgumentException>("units", () => Call(nextUnits: -10));
        Assert.Throws<ArgumentException>("units", () => Call(nextUnits: int.MaxValue));
        Assert.Throws<ArgumentException>("units", () => Call(units: int.MaxValue - 14));
        Assert.Throws<ArgumentException>("weights", () => Call(nextUnits: 17));
        Assert.Throws<ArgumentException>("activations", () => Call(activations: 95));
        Assert.Throws<ArgumentException>("errors", () => Call(errors: 95));
        Assert.Throws<ArgumentException>("activations", () => Call(stride: 33));
        Assert.Throws<ArgumentException>("activations", () => Call(stride: -32));
        Assert.Throws<ArgumentException>("weights", () => Call(units: 21));
        Assert.Throws<ArgumentException>("units", () => Call(units: 0));
        Assert.Throws<ArgumentException>("nextErrors", () => Call(rows: 4));
        Assert.Throws<ArgumentException>("nextErrors", () => Call(rows: nuint.MaxValue));

        static void Call(
            int weights = 320, int nextErrors = 48, int nextStride = 16, int nextUnits = 10, int activations = 96, int errors = 96,
            int stride = 32, int units = 20, nuint rows = 3) =>
            DenseLayer.CarryErrorsBackNarrow(
                default(Tanh),
                Values(weights),
                Values(nextErrors),
                nextStride,
                nextUnits,
                Values(activations),
                Values(errors),
                stride,
                units,
                rows);
    }

    /// <summary>Of 70 inputs, and 20 units in 32 lanes; each span has the least length.</summary>
    [Fact]
    public void Sums_of_inputs_that_are_not_zero_need_all_their_spans()
    {
        Assert.True(Call());
        Assert.Throws<ArgumentException>("biases", () => Call(biases: 31));
        Assert.Throws<ArgumentException>("weights", () => Call(weights: (70 * 32) - 1));
        Assert.Throws<ArgumentException>("weights", () => Call(inputs: 71));
        Assert.Throws<ArgumentException>("x", () => Call(inputs: 0));
        Assert.Throws<ArgumentException>("x", () => Call(inputs: 8193, weights: 8193 * 32));
        Assert.Throws<ArgumentException>("z", () => Call(z: 31));
        Assert.Throws<ArgumentException>("units", () => Call(units: 0));
        Assert.Throws<ArgumentException>("units", () => Call(units: -1));
        Assert.Throws<ArgumentException>("biases", () => Call(units: 33));
        Assert.Throws<ArgumentException>("biases", () => Call(units: int.MaxValue - 100));
        Assert.Throws<ArgumentException>("units", () => Call(units: int.MaxValue - 14));
        Assert.Throws<ArgumentException>("units", () => Call(units: int.MaxValue));

        static bool Call(int biases = 32, int weights = 70 * 32, int inputs = 70, int z = 32, int units = 20) =>
            DenseLayer.TrySumNonZero<float>(Values(biases), Values(weights), Values(inputs), Values(z), units);
    }

    /// <summary>Of 4 samples of 70 inputs, and 20 units in 32 lanes; each span has the least length.</summary>
    [Fact]
    public void Sums_of_many_samples_need_all_their_spans()
    {
        Assert.Equal(4u, Call());
        Assert.Equal(4u, Call(inputStride: 0));
        Assert.Equal(0u, Call(rows: 0, x: 0, z: 0));
        Assert.Throws<ArgumentException>("biases", () => Call(biases: 31));
        Assert.Throws<ArgumentException>("weights", () => Call(weights: (70 * 32) - 1));
        Assert.Throws<ArgumentException>("weights", () => Call(inputs: 71));
        Assert.Throws<ArgumentException>("inputs", () => Call(inputs: 0));
        Assert.Throws<ArgumentException>("inputs", () => Call(inputs: -70));
        Assert.Throws<ArgumentException>("inputs", () => Call(inputs: 8193, weights: 8193 * 32));
        Assert.Throws<ArgumentException>("x", () => Call(x: 279));
        Assert.Throws<ArgumentException>("x", () => Call(inputStride: 71));
        Assert.Throws<ArgumentException>("x", () => Call(inputStride: -70));
        Assert.Throws<ArgumentException>("x", () => Call(inputStride: int.MaxValue));
        Assert.Throws<ArgumentException>("x", () => Call(rows: 5));
        Assert.Throws<ArgumentException>("x", () => Call(rows: nuint.MaxValue));
        Assert.Throws<ArgumentException>("z", () => Call(z: 127));
        Assert.Throws<ArgumentException>("z", () => Call(stride: 33));
        Assert.Throws<ArgumentException>("z", () => Call(stride: -32));
        Assert.Throws<ArgumentException>("z", () => Call(rows: 5, x: 350));
        Assert.Throws<ArgumentException>("units", () => Call(units: 0));
        Assert.Throws<ArgumentException>("units", () => Call(units: -1));
        Assert.Throws<ArgumentException>("biases", () => Call(units: 33));
        Assert.Throws<ArgumentException>("units", () => Call(units: int.MaxValue));

        static nuint Call(
            int biases = 32, int weights = 70 * 32, int x = 4 * 70, int inputs = 70, int inputStride = 70, int z = 4 * 32,
            int stride = 32, int units = 20, nuint rows = 4) =>
            DenseLayer.SumNonZeroRows<float>(
                Values(biases), Values(weights), Values(x), inputs, inputStride, Values(z), stride, units, rows);
    }

    /// <summary>Of 3 samples of 70 inputs, and 20 units in 32 lanes; each span has the least length.</summary>
    [Fact]
    public void Gradients_of_inputs_that_are_not_zero_need_all_their_spans()
    {
        Assert.True(Call());
        Assert.True(Call(worker: 6, workers: 7));
        Assert.True(Call(tile: int.MaxValue));
        Assert.Throws<ArgumentException>("weights", () => Call(weights: (70 * 32) - 1));
        Assert.Throws<ArgumentException>("weights", () => Call(inputs: 71));
        Assert.Throws<ArgumentException>("inputs", () => Call(inputs: 0));
        Assert.Throws<ArgumentException>("inputs", () => Call(inputs: -1));
        Assert.Throws<ArgumentException>("tile", () => Call(tile: 0));
        Assert.Throws<ArgumentException>("tile", () => Call(tile: -6));
        Assert.Throws<ArgumentException>("units", () => Call(units: 0));
        Assert.Throws<ArgumentException>("weights", () => Call(units: 33));
        Assert.Throws<ArgumentException>("units", () => Call(units: int.MaxValue));
        Assert.Throws<ArgumentException>("x", () => Call(x: 209));
        Assert.Throws<ArgumentException>("x", () => Call(inputStride: 71));
        Assert.Throws<ArgumentException>("x", () => Call(inputStride: -70));
        Assert.Throws<ArgumentException>("errors", () => Call(errors: 95));
        Assert.Throws<ArgumentException>("errors", () => Call(errorStride: 33));
        Assert.Throws<ArgumentException>("errors", () => Call(errorStride: -32));
        Assert.Throws<ArgumentException>("x", () => Call(rows: 4));
        Assert.Throws<ArgumentException>("rows", () => Call(rows: 0));
        Assert.Throws<ArgumentException>("rows", () => Call(rows: 129, x: 129 * 70, errors: 129 * 32));
        Assert.Throws<ArgumentException>("rows", () => Call(rows: nuint.MaxValue));
        Assert.Throws<ArgumentException>("worker", () => Call(worker: 1));
        Assert.Throws<ArgumentException>("worker", () => Call(workers: 0));
        Assert.Throws<ArgumentException>("worker", () => Call(worker: nuint.MaxValue));
        Assert.Throws<ArgumentException>("weights", () => DenseLayer.TryAddNonZeroGradient(
            Values(64), 4, 4, 10, Values(4), 4, Values(16), 16, 1, default(BlockUpdate<StateRule, float>), 0, 1));

        static bool Call(
            int weights = 70 * 32, int inputs = 70, int tile = 6, int units = 20, int x = 210, int inputStride = 70, int errors = 96,
            int errorStride = 32, nuint rows = 3, nuint worker = 0, nuint workers = 1) =>
            DenseLayer.TryAddNonZeroGradient(
                Values(weights), inputs, tile, units, Values(x), inputStride, Values(errors), errorStride, rows,
                UpdateStep.Descent(-1f).Weights, worker, workers);
    }

    /// <summary>3 samples of 20 inputs, in 32 lanes; each span has the least length.</summary>
    [Fact]
    public void Dropout_needs_all_its_spans()
    {
        Apply();
        CarryBack();
        Apply(rate: double.NaN, layer: int.MinValue, first: nuint.MaxValue);
        CarryBack(rate: -1e30, layer: -1, first: nuint.MaxValue);
        Apply(rows: 0, x: 0, y: 0);
        foreach ((int units, int stride, nuint rows) in new (int, int, nuint)[]
        {
            (21, 32, 3), (20, 33, 3), (20, 32, 4), (-1, 32, 3), (20, -32, 3), (20, 32, nuint.MaxValue), (int.MaxValue, int.MaxValue, 2),
            (20, int.MaxValue, int.MaxValue), (int.MaxValue, 0, 1),
        })
        {
            Assert.Throws<ArgumentException>("x", () => Apply(units: units, stride: stride, rows: rows));
            Assert.Throws<ArgumentException>("activations", () => CarryBack(units: units, stride: stride, rows: rows));
        }

        Assert.Throws<ArgumentException>("x", () => Apply(x: 83));
        Assert.Throws<ArgumentException>("y", () => Apply(y: 83));
        Assert.Throws<ArgumentException>("activations", () => CarryBack(activations: 83));
        Assert.Throws<ArgumentException>("errors", () => CarryBack(errors: 83));

        static void Apply(
            double rate = 0.5, int layer = 1, int x = 84, int y = 84, int stride = 32, int units = 20, nuint first = 0, nuint rows = 3) =>
            DropoutLayer.Apply<float>(
                new DropoutStep(new DropoutKey(1, 2)), layer, rate, Values(x), Values(y), stride, units, first, rows);

        static void CarryBack(
            double rate = 0.5, int layer = 1, int activations = 84, int errors = 84, int stride = 32, int units = 20, nuint first = 0,
            nuint rows = 3) =>
            DropoutLayer.CarryErrorsBack<Tanh, float>(
                default,
                new DropoutStep(new DropoutKey(1, 2)),
                layer,
                rate,
                Values(activations),
                Values(errors),
                stride,
                units,
                first,
                rows);
    }

    /// <summary>Of 3 samples errors go from 40 units, in 48 lanes, back to 20, in 32.</summary>
    [Fact]
    public void Wide_errors_need_all_their_spans()
    {
        Call();
        Assert.Throws<ArgumentException>("weights", () => Call(weights: 959));
        Assert.Throws<ArgumentException>("nextErrors", () => Call(nextErrors: 143));
        Assert.Throws<ArgumentException>("nextErrors", () => Call(nextStride: 49));
        Assert.Throws<ArgumentException>("nextErrors", () => Call(nextStride: -48));
        Assert.Throws<ArgumentException>("nextUnits", () => Call(nextUnits: 8));
        Assert.Throws<ArgumentException>("units", () => Call(nextUnits: 0));
        Assert.Throws<ArgumentException>("weights", () => Call(nextUnits: 49));
        Assert.Throws<ArgumentException>("activations", () => Call(activations: 95));
        Assert.Throws<ArgumentException>("errors", () => Call(errors: 95));
        Assert.Throws<ArgumentException>("activations", () => Call(stride: 33));
        Assert.Throws<ArgumentException>("activations", () => Call(stride: -32));
        Assert.Throws<ArgumentException>("weights", () => Call(units: 21));
        Assert.Throws<ArgumentException>("nextUnits", () => Call(units: 3));
        Assert.Throws<ArgumentException>("nextErrors", () => Call(rows: 4));
        Assert.Throws<ArgumentException>("nextErrors", () => Call(rows: nuint.MaxValue));

        static void Call(
            int weights = 960, int nextErrors = 144, int nextStride = 48, int nextUnits = 40, int activations = 96, int errors = 96,
            int stride = 32, int units = 20, nuint rows = 3) =>
            DenseLayer.CarryErrorsBackWide(
                default(Tanh),
                Values(weights),
                Values(nextErrors),
                nextStride,
                nextUnits,
                Values(activations),
                Values(errors),
                stride,
                units,
                rows);
    }

    /// <summary>Of 3 samples and a layer from 7 inputs to 20 units, in 32 lanes.</summary>
    [Fact]
    public void Gradients_need_all_their_spans()
    {
        Biases();
        Assert.Throws<ArgumentException>("biases", () => Biases(biases: 31));
        Assert.Throws<ArgumentException>("errors", () => Biases(errors: 95));
        Assert.Throws<ArgumentException>("errors", () => Biases(stride: 33));
        Assert.Throws<ArgumentException>("errors", () => Biases(stride: -32));
        Assert.Throws<ArgumentException>("units", () => Biases(units: 0));
        Assert.Throws<ArgumentException>("biases", () => Biases(units: 33));
        Assert.Throws<ArgumentException>("errors", () => Biases(rows: 4));
        Assert.Throws<ArgumentException>("errors", () => Biases(rows: nuint.MaxValue));

        LastInputs();
        LastInputs(first: 7);
        Assert.Throws<ArgumentException>("weights", () => LastInputs(weights: 223));
        Assert.Throws<ArgumentException>("first", () => LastInputs(first: -1));
        Assert.Throws<ArgumentException>("first", () => LastInputs(first: 8));
        Assert.Throws<ArgumentException>("weights", () => LastInputs(inputs: 8));
        Assert.Throws<ArgumentException>("x", () => LastInputs(x: 20));
        Assert.Throws<ArgumentException>("x", () => LastInputs(inputStride: 8));
        Assert.Throws<ArgumentException>("x", () => LastInputs(inputStride: -7));
        Assert.Throws<ArgumentException>("errors", () => LastInputs(errors: 95));
        Assert.Throws<ArgumentException>("errors", () => LastInputs(stride: -32));
        Assert.Throws<ArgumentException>("x", () => LastInputs(rows: 4));

        static void Biases(int biases = 32, int errors = 96, int stride = 32, int units = 20, nuint rows = 3) =>
            DenseLayer.AddBiasGradient(
                Values(biases), Values(errors), stride, units, rows, default(BlockUpdate<GradientSum<float>, float>));

        static void LastInputs(
            int weights = 224, int first = 4, int inputs = 7, int x = 21, int inputStride = 7, int errors = 96, int stride = 32,
            nuint rows = 3) =>
            DenseLayer.AddLastInputsGradient(
                Values(weights), first, inputs, 20, Values(x), inputStride, Values(errors), stride, rows,
                UpdateStep.Descent(0f).Weights);
    }

    /// <summary>What an optimizer keeps lies at a distance from the parameters it was made for: of others there is nothing there.</summary>
    [Fact]
    public void An_update_with_state_is_for_its_parameters_alone()
    {
        var parameters = new ParameterBuffer<float>(Small);
        var velocity = new ParameterBuffer<float>(Small);
        var update = new BlockUpdate<StateRule, float>(
            default, parameters, velocity, null, GC.AllocateArray<float>(BlockUpdate<StateRule, float>.TileLengthOf(1), pinned: true));
        int length = parameters.Packed.Length;
        Biases(parameters.Packed);
        Biases(parameters.Packed[(length - 16)..]);
        Assert.Throws<ArgumentException>("biases", () => Biases(new float[length]));
        Assert.Throws<ArgumentException>("biases", () => Biases(velocity.Packed));
        Assert.Throws<ArgumentException>(
            "weights",
            () => DenseLayer.AddLastInputsGradient(Values(64), 0, 3, 10, Values(3), 3, Values(16), 16, 1, in update));
        Assert.Equal(24 * 2 * 16, update.TileOf(0).Length);
        Assert.True(Unsafe.AreSame(ref update.TileOf(0)[0], ref Scratch.Align(update.TileOf(0))[0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => update.TileOf(1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => default(BlockUpdate<StateRule, float>).TileOf(0).Length);
        Assert.Throws<ArgumentException>("biases", () => DenseLayer.AddBiasGradient(
            parameters.Packed, Values(16), 16, 10, 1, default(BlockUpdate<StateRule, float>)));
        Assert.Throws<ArgumentException>("biases", () => DenseLayer.AddBiasGradient(
            parameters.Packed,
            Values(16),
            16,
            10,
            1,
            new BlockUpdate<StateRule, float>(default, parameters, null, null, null)));

        update.UpdateTiles(parameters.Packed, new float[32], 2, 16, 16, 16);
        Fails(parameters.Packed[1..], 32, 3, 16, 16, 16);
        Fails(parameters.Packed[..31], 32, 2, 16, 16, 16);
        Fails(parameters.Packed, 31, 2, 16, 16, 16);
        Fails(parameters.Packed, 32, 2, -16, 16, 16);
        Fails(parameters.Packed, 32, 2, int.MaxValue, 16, 16);
        Fails(parameters.Packed, 32, 2, 16, -16, 16);
        Fails(parameters.Packed, 32, 2, 16, int.MaxValue, 16);
        Fails(parameters.Packed, 32, -1, 16, 16, 16);
        Fails(parameters.Packed, 32, 2, 16, 16, 15);
        Fails(velocity.Packed, 32, 2, 16, 16, 16);

        void Fails(Span<float> values, int sums, int rows, int stride, int sumStride, int lanes)
        {
            try
            {
                update.UpdateTiles(values, new float[sums], rows, stride, sumStride, lanes);
            }
            catch (ArgumentException exception)
            {
                Assert.Equal("parameters", exception.ParamName);
                return;
            }

            Assert.Fail("Nothing is thrown.");
        }

        void Biases(Span<float> biases) => DenseLayer.AddBiasGradient(biases, Values(16), 16, 10, 1, in update);
    }

    private readonly struct StateRule : IUpdateRule<float>
    {
        public static bool Updates => true;

        public static int StateCount => 1;

        public RuleConstants<TVector> Spread<TVector>()
            where TVector : struct, ISimd<TVector, float> => default;

        public static TVector Update<TVector>(
            in RuleConstants<TVector> constants, TVector parameters, TVector gradient, ref TVector first, ref TVector second)
            where TVector : struct, ISimd<TVector, float>
        {
            first += gradient;
            return parameters;
        }
    }

    [Fact]
    public void Scratch_memory_is_what_was_asked_for()
    {
        Assert.Equal(100, Scratch.OfThread<float>(100).Length);
        foreach (int length in new[] { -1, int.MinValue, int.MaxValue })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => Scratch.OfThread<float>(length).Length);
        }

        // One element after a multiple of 64 bytes it takes 15 more to the next one.
        float[] memory = GC.AllocateArray<float>(64, pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0);
        int start = (int)((-address & 63) / sizeof(float)) + 1;
        Assert.Equal(1, Scratch.Align(memory.AsSpan(start, 16)).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => Scratch.Align(memory.AsSpan(start, 14)).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => Scratch.Align(memory.AsSpan(start, 0)).Length);
    }

    [Fact]
    public void Partial_vectors_have_from_1_element_to_all()
    {
        foreach (int length in new[] { 0, 17 })
        {
            Assert.Throws<ArgumentException>(() => Lanes.LoadPartial512(Values(length)));
            Assert.Throws<ArgumentException>(() => Lanes.StorePartial(Vector512<float>.Zero, Values(length)));
        }

        foreach (int length in new[] { 0, 9 })
        {
            Assert.Throws<ArgumentException>(() => Lanes.LoadPartial256(Values(length)));
            Assert.Throws<ArgumentException>(() => Lanes.StorePartial(Vector256<float>.Zero, Values(length)));
            Assert.Throws<ArgumentException>(() => Lanes.LoadPartial512(new double[length]));
            Assert.Throws<ArgumentException>(() => Lanes.StorePartial(Vector512<double>.Zero, new double[length]));
        }

        foreach (int length in new[] { 0, 5 })
        {
            Assert.Throws<ArgumentException>(() => Lanes.LoadPartial128(Values(length)));
            Assert.Throws<ArgumentException>(() => Lanes.StorePartial(Vector128<float>.Zero, Values(length)));
            Assert.Throws<ArgumentException>(() => Lanes.LoadPartial256(new double[length]));
            Assert.Throws<ArgumentException>(() => Lanes.StorePartial(Vector256<double>.Zero, new double[length]));
        }

        foreach (int length in new[] { 0, 3 })
        {
            Assert.Throws<ArgumentException>(() => Lanes.LoadPartial128(new double[length]));
            Assert.Throws<ArgumentException>(() => Lanes.StorePartial(Vector128<double>.Zero, new double[length]));
        }
    }

    [Fact]
    public void Activations_go_into_as_many_elements_and_rows_are_whole_vectors()
    {
        Assert.Throws<ArgumentException>("activations", () => Activate.ApplyTo<Tanh, float>(default, Values(16), Values(15)));
        Assert.Throws<ArgumentException>("activations", () => Activate.ApplyTo<Tanh, float>(default, Values(15), Values(16)));
        foreach (int length in new[] { 1, 15, 17 })
        {
            Assert.Throws<ArgumentException>(() => Activate.ApplyRow512(default(Tanh), Values(length).AsSpan()));
            Assert.Throws<ArgumentException>(() => Activate.ApplyRow256(default(Tanh), Values(length).AsSpan()));
            Assert.Throws<ArgumentException>(() => Activate.ApplyRow128(default(Tanh), Values(length).AsSpan()));
        }

        Activate.ApplyRow512(default(Tanh), Span<float>.Empty);
    }

    [Fact]
    public void Outputs_need_room_for_all_rows()
    {
        OutputHead<float> head = OutputHeads.SoftmaxCategoricalCrossEntropy<float>(3);
        Assert.Throws<ArgumentException>("rows", () => head.Activate(Values(15), 4, Values(12), 4));
        Assert.Throws<ArgumentException>("rows", () => head.Activate(Values(16), 3, Values(12), 4));
        Assert.Throws<ArgumentException>("rows", () => head.Activate(Values(16), 4, Values(12), -1));
        Assert.Throws<ArgumentException>("outputs", () => head.Activate(Values(16), 4, Values(11), 4));
        Assert.Throws<ArgumentException>("outputs", () => head.Activate(Values(16), 4, [], 4));
        float[] both = Values(28);
        Assert.Throws<ArgumentException>("outputs", () => head.Activate(both.AsSpan(0, 16), 4, both.AsSpan(15, 12), 4));
        head.Activate(both.AsSpan(0, 16), 4, both.AsSpan(16, 12), 4);
        head.Activate([], 4, [], 0);
    }

    /// <summary>
    /// A reference says nothing about how many elements follow. Only kernels trust one, and only their own class can call them; a prefetch
    /// accesses nothing.
    /// </summary>
    [Fact]
    public void No_public_method_takes_a_reference_or_a_pointer_to_elements()
    {
        const BindingFlags Public = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        Type[] types = [.. typeof(NetworkKernels<>).Assembly.GetExportedTypes()];
        Assert.Contains(types, type => type == typeof(Lanes));
        foreach (MethodInfo method in types.SelectMany(type => type.GetMethods(Public)))
        {
            foreach (ParameterInfo parameter in method.GetParameters())
            {
                Assert.True(
                    IsSafe(parameter) || method.Name == nameof(Scratch.PrefetchLine),
                    $"{method.DeclaringType}.{method.Name} takes {parameter}.");
            }

            Assert.True(IsSafe(method.ReturnParameter), $"{method.DeclaringType}.{method.Name} returns {method.ReturnType}.");
        }
    }

    // Of a class, of what the call sets, of a vector, of an update and of what is dropped there is one.
    private static bool IsSafe(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        return !type.IsPointer && (!type.IsByRef || parameter.IsOut || IsOne(type.GetElementType()!));
    }

    private static bool IsOne(Type type) => type.IsClass
        || type == typeof(DropoutStep)
        || type.IsGenericParameter && type.Name == "TVector"
        || type.IsGenericType && type.GetGenericTypeDefinition() is Type generic
            && (generic == typeof(Vector128<>) || generic == typeof(Vector256<>) || generic == typeof(Vector512<>)
                || generic == typeof(BlockUpdate<,>) || generic == typeof(UpdateStep<,>) || generic == typeof(RuleConstants<>));

    private static float[] Values(int length) => new float[length];

    private static PortableKernels<float> KernelsOf(NetworkTopology topology) =>
        new(topology, OutputHeads.Elementwise<Identity, Quadratic, float>(topology.OutputSize, default), 1);

    /// <summary>Of a network of one output; never called.</summary>
    private sealed class NoKernels(OutputHead<float> head, KernelSizes sizes) : NetworkKernels<float>(Small, head, sizes)
    {
        protected override void FeedForward(
            ref float parameters, ref float inputs, ref float outputs, ref float scratch, nuint rows) => throw new NotSupportedException();

        protected override void WeightedInputs(
            ref float parameters, ref float inputs, ref float scratch, nuint first, nuint rows) => throw new NotSupportedException();

        protected override void Errors(ref float parameters, ref float scratch, nuint first, nuint rows) =>
            throw new NotSupportedException();

        protected override void Update<TRule>(
            ref float parameters, ref float inputs, ref float scratch, nuint rows, in UpdateStep<TRule, float> step, nuint worker,
            nuint workers) =>
            throw new NotSupportedException();

        protected override void Gradients(
            ref float destination,
            ref float inputs,
            ref float scratch,
            nuint rows,
            float negativeStep,
            bool updates,
            nuint worker,
            nuint workers) =>
            throw new NotSupportedException();
    }
}
