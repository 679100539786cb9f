using System.Buffers.Binary;
using System.Security.Cryptography;

namespace NetGen.Samples.Playground;

/// <summary>A network that learns a set of points, epoch by epoch.</summary>
public sealed class Lesson : IDisposable
{
    /// <summary>The epoch after which the parameters are compared with those of a server.</summary>
    public const int CheckedEpoch = 100;

    private const int MiniBatchSize = 10;

    private readonly ITrainableNetwork<float> _network;
    private readonly DataSet<float> _data;
    private readonly Trainer<float> _trainer;
    private readonly List<double> _costs = [];
    private TimeSpan _elapsed;
    private string? _checkedHash;

    /// <summary>Starts anew.</summary>
    /// <param name="points">What to learn.</param>
    /// <param name="choice">The network.</param>
    /// <param name="learningRate">Adam's learning rate.</param>
    /// <param name="seed">Decides the first parameters and the order of the points.</param>
    public Lesson(PointSet points, NetworkChoice choice, double learningRate, long seed)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(choice);
        Points = points;
        _network = choice.Create(seed);
        _data = points.ToDataSet();
        var options = new TrainingOptions
        {
            // Nothing is sized by it: the lesson goes on until it is stopped.
            Epochs = int.MaxValue, MiniBatchSize = MiniBatchSize, Optimizer = Optimizer.Adam(learningRate), Seed = seed,
        };
        _trainer = new Trainer<float>(_network, _data, options);
    }

    /// <summary>What is learned.</summary>
    public PointSet Points { get; }

    /// <summary>The epochs that were done.</summary>
    public int Epoch => _trainer.Epoch;

    /// <summary>The training cost of each epoch.</summary>
    public IReadOnlyList<double> Costs => _costs;

    /// <summary>What an epoch took, the mean of all; null before the first.</summary>
    public TimeSpan? EpochTime => Epoch == 0 ? null : _elapsed / Epoch;

    /// <summary>The part of the points that the network gets right.</summary>
    public double Accuracy => _network.Evaluate(_data).Accuracy ?? 0;

    /// <summary>SHA-256 of the parameters after <see cref="CheckedEpoch"/> epochs, in hexadecimal digits; null before.</summary>
    public string? CheckedHash => _checkedHash;

    /// <summary>SHA-256 of the parameters as they are, in hexadecimal digits.</summary>
    public string Hash()
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (ParameterBlock block in _network.Topology.ParameterBlocks)
        {
            var values = new float[block.Count];
            _network.Parameters.CopyTo(block.Name, values);
            foreach (float value in values)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
                sha.AppendData(bytes);
            }
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    /// <summary>Goes through all points once.</summary>
    public void RunEpoch()
    {
        EpochResult epoch = _trainer.RunEpoch()!;
        _costs.Add(epoch.TrainingCost);
        _elapsed += epoch.Elapsed;
        if (Epoch == CheckedEpoch)
        {
            _checkedHash = Hash();
        }
    }

    /// <summary>The probability of class 1 on a grid over the square from -1 to 1, row by row from the top.</summary>
    /// <param name="side">Points along each side.</param>
    /// <param name="probabilities">Where to, <c>[side, side]</c>.</param>
    public void Surface(int side, Span<float> probabilities)
    {
        var inputs = new float[2 * side * side];
        for (int i = 0; i < side * side; i++)
        {
            inputs[2 * i] = (((i % side) + 0.5f) / side * 2) - 1;
            inputs[(2 * i) + 1] = 1 - (((i / side) + 0.5f) / side * 2);
        }

        _network.FeedForwardBatch(inputs, probabilities);
    }

    /// <summary>Gives the training up.</summary>
    public void Dispose() => _trainer.Dispose();
}
