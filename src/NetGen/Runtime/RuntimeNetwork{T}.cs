using System.Buffers;
using System.Diagnostics;
using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen;

#pragma warning disable RS0026 // The overloads differ in the type of a required parameter.

/// <summary>
/// A network whose layers are known only at run time, computed by the vector kernels of the library: for languages without source
/// generators, notebooks, files, and searches over layer sizes. It gives the same bits as a generated network of the same topology.
/// </summary>
/// <remarks>
/// Inference and backpropagation may run on many threads at once; what changes parameters must be alone. Where the layers are known when
/// the program is compiled, a generated network is faster, above all a small one.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[DebuggerDisplay("RuntimeNetwork {Topology}")]
public sealed partial class RuntimeNetwork<T> : ITrainableNetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Outputs of one sample up to this number lie on the stack.
    private const int MaxStackOutputs = 128;

    // Without state: clones share it.
    private readonly NetworkKernels<T> _kernels;

    // Used where a mini-batch goes through the layers in several blocks; made when first needed.
    private ParameterBuffer<T>? _gradient;

    private RuntimeNetwork(NetworkTopology topology, NetworkKernels<T>? kernels = null)
    {
        ArgumentNullException.ThrowIfNull(topology);
        Parameters = new ParameterBuffer<T>(topology);
        Parameters.SetInitialValues();
        _kernels = kernels ?? RuntimeKernels<T>.Create(topology, skipsZeros: true);
    }

    /// <inheritdoc/>
    public NetworkTopology Topology => Parameters.Topology;

    /// <inheritdoc/>
    public ParameterBuffer<T> Parameters { get; }

    IReadOnlyParameters<T> INetwork<T>.Parameters => Parameters;

    /// <inheritdoc/>
    public IReadOnlyList<string>? ClassNames
    {
        get;
        set => field = NetGen.ClassNames.Checked(value, Topology);
    }

    /// <summary>Makes a network with initial parameters drawn from a seed: the same as a generated network of this topology.</summary>
    /// <param name="topology">The network's layers, cost and numeric type.</param>
    /// <param name="seed">Any number; equal seeds give equal networks.</param>
    /// <param name="initializer">How to draw; <see cref="Initializer.Default"/> if null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="topology"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="topology"/> is of another numeric type than <typeparamref name="T"/>, or its parameters do not fit into one array.
    /// </exception>
    public static RuntimeNetwork<T> Create(NetworkTopology topology, long seed, Initializer? initializer = null)
    {
        var network = new RuntimeNetwork<T>(topology);
        (initializer ?? Initializer.Default).Initialize(network.Parameters, seed);
        return network;
    }

    /// <summary>Makes the network that a file holds, in any format that <see cref="NetworkModel.Read(string)"/> reads.</summary>
    /// <param name="path">Where the file is.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The content is damaged, not a network that NetGen reads, or one of another type than <typeparamref name="T"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The file does not say the activations; see <see cref="NetworkModel"/> for what to do.
    /// </exception>
    public static RuntimeNetwork<T> Load(string path) => Of(NetworkModel.Read(path));

    /// <summary>Makes the network that a stream holds, in any format that <see cref="NetworkModel.Read(Stream)"/> reads.</summary>
    /// <param name="stream">The content; stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidDataException">As for a path.</exception>
    /// <exception cref="InvalidOperationException">As for a path.</exception>
    public static RuntimeNetwork<T> Load(Stream stream) => Of(NetworkModel.Read(stream));

    /// <summary>Makes the network that a model describes.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="InvalidDataException">
    /// The parameters are of another type than <typeparamref name="T"/>; <see cref="NetworkModel.WithNumericType"/> converts them. Those of
    /// JSON, which says no type, become <typeparamref name="T"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">The model does not say its activations.</exception>
    public static RuntimeNetwork<T> Of(NetworkModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        NetworkModel typed = model.For<T>();
        var network = new RuntimeNetwork<T>(typed.Topology);
        typed.CopyTo(network.Parameters);
        network.ClassNames = model.ClassNames;
        return network;
    }

    /// <summary>Makes a network with the parameters of a file, all of which is checked first.</summary>
    /// <param name="topology">The network's layers, cost and numeric type.</param>
    /// <param name="path">
    /// A file of any format that <see cref="NetworkModel.Read(string)"/> reads, of a network that computes the same.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="topology"/> or <paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="topology"/> is of another numeric type than <typeparamref name="T"/>, or <paramref name="path"/> is empty.
    /// </exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">The content is damaged, or is that of another network.</exception>
    public static RuntimeNetwork<T> Load(NetworkTopology topology, string path)
    {
        var network = new RuntimeNetwork<T>(topology);
        network.LoadParameters(path);
        return network;
    }

    /// <summary>Makes a network with the parameters of a stream, all of which is checked first.</summary>
    /// <param name="topology">The network's layers, cost and numeric type.</param>
    /// <param name="stream">The content of a file as for a path; stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="topology"/> or <paramref name="stream"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="topology"/> is of another numeric type than <typeparamref name="T"/>.
    /// </exception>
    /// <exception cref="InvalidDataException">The content is damaged, or is that of another network.</exception>
    public static RuntimeNetwork<T> Load(NetworkTopology topology, Stream stream)
    {
        var network = new RuntimeNetwork<T>(topology);
        network.LoadParameters(stream);
        return network;
    }

    /// <summary>Makes a network with the topology, parameters and names of another one of any kind.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    public static RuntimeNetwork<T> CopyOf(INetwork<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var network = new RuntimeNetwork<T>(source.Topology);
        network.CopyFrom(source);
        return network;
    }

    /// <summary>Makes another network with the same parameters and names of classes and features.</summary>
    public RuntimeNetwork<T> Clone()
    {
        var network = new RuntimeNetwork<T>(Topology, _kernels);
        network.CopyFrom(this);
        return network;
    }

    /// <summary>Takes over all parameters and names of classes and features of another network of any kind.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="source"/> has other layers or layer sizes, or names of more or fewer classes than this network has.
    /// </exception>
    public void CopyFrom(INetwork<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _ = NetGen.ClassNames.Checked(source.ClassNames, Topology, nameof(source));
        if (source is ITrainableNetwork<T> trainable)
        {
            Parameters.CopyFrom(trainable.Parameters);
        }
        else
        {
            CopyBlocks(source);
        }

        ClassNames = source.ClassNames;
    }

    /// <summary>
    /// Trains in epochs, as <c>NetworkTraining.Train</c> does, which can report its progress as well: for languages that cannot tell the
    /// overloads of that one apart.
    /// </summary>
    /// <param name="training">The samples; of the network's sizes.</param>
    /// <param name="options">How to train; <c>new TrainingOptions()</c> if null.</param>
    /// <param name="validation">What to evaluate the network on after each epoch; null for no evaluation.</param>
    /// <returns>The result of each epoch, and why training ended.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="training"/> is null.</exception>
    /// <exception cref="ArgumentException">The data do not fit the network, or the options the data.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is too large or too small.</exception>
    /// <exception cref="TrainingDivergedException">The cost or a parameter became NaN or infinite.</exception>
    public TrainingHistory Train(DataSet<T> training, TrainingOptions? options = null, DataSet<T>? validation = null) =>
        NetworkTraining.Train(this, training, options, validation);

    /// <summary>
    /// Has the just-in-time compiler compile all that computes outputs, so that the first call takes no longer than others. In code
    /// compiled ahead of time it only costs time.
    /// </summary>
    public void Prepare() => NetworkPreparation.Infer(new RuntimeNetwork<T>(Topology, _kernels));

    /// <summary>As <see cref="Prepare"/>, and all that computes gradients and makes steps of training.</summary>
    /// <param name="optimizer">The optimizer to train by; null for gradient descent alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number of the optimizer is too large or too small for <typeparamref name="T"/>.
    /// </exception>
    public void PrepareTraining(Optimizer? optimizer = null)
    {
        var network = new RuntimeNetwork<T>(Topology, _kernels);
        NetworkPreparation.Infer(network);
        NetworkPreparation.Train(network, optimizer);
    }

    /// <inheritdoc/>
    public void FeedForward(ReadOnlySpan<T> input, Span<T> output) => _kernels.FeedForward(Parameters, input, output);

    /// <inheritdoc/>
    public void FeedForwardBatch(ReadOnlySpan<T> inputs, Span<T> outputs) => _kernels.FeedForwardBatch(Parameters, inputs, outputs);

    /// <inheritdoc/>
    public void FeedForwardBatch(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, Span<T> outputs, Span<T> costs) =>
        _kernels.FeedForwardBatch(Parameters, inputs, targets, outputs, costs);

    /// <inheritdoc/>
    public int Classify(ReadOnlySpan<T> input)
    {
        SampleChecks.Input(input.Length, Topology.InputSize);
        int size = Topology.OutputSize;
        if (size <= MaxStackOutputs)
        {
            Span<T> outputs = stackalloc T[size];
            FeedForward(input, outputs);
            return Classification.ClassOf<T>(outputs, Topology);
        }

        T[] rented = ArrayPool<T>.Shared.Rent(size);
        FeedForward(input, rented.AsSpan(0, size));
        int result = Classification.ClassOf<T>(rented.AsSpan(0, size), Topology);
        ArrayPool<T>.Shared.Return(rented);
        return result;
    }

    /// <inheritdoc/>
    public T Cost(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets) => _kernels.Cost(Parameters, inputs, targets);

    /// <inheritdoc/>
    public T Backprop(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ParameterBuffer<T> gradient, DropoutKey? dropout = null) =>
        _kernels.Backprop(Parameters, inputs, targets, gradient, dropout);

    /// <inheritdoc/>
    public T Backprop(
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        ReadOnlySpan<T> sampleWeights,
        ParameterBuffer<T> gradient,
        DropoutKey? dropout = null) =>
        _kernels.Backprop(Parameters, inputs, targets, sampleWeights, gradient, dropout);

    /// <inheritdoc/>
    public T Backprop(
        BackpropFrom from,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> values,
        ParameterBuffer<T>? gradient,
        Span<T> inputGradients,
        DropoutKey? dropout = null) =>
        _kernels.Backprop(Parameters, from, inputs, values, gradient, inputGradients, dropout);

    /// <inheritdoc/>
    public T TrainMiniBatch(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, T learningRate, WorkerTeam? workers = null, DropoutKey? dropout = null) =>
        _kernels.TrainMiniBatch(Parameters, ref _gradient, inputs, targets, learningRate, workers, dropout);

    /// <inheritdoc/>
    public T TrainMiniBatch(
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        ReadOnlySpan<T> sampleWeights,
        T learningRate,
        WorkerTeam? workers = null,
        DropoutKey? dropout = null) =>
        _kernels.TrainMiniBatch(Parameters, ref _gradient, inputs, targets, sampleWeights, learningRate, workers, dropout);

    /// <inheritdoc/>
    public T TrainMiniBatch(
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        OptimizerState<T> optimizer,
        WorkerTeam? workers = null,
        DropoutKey? dropout = null) =>
        _kernels.TrainMiniBatch(Parameters, ref _gradient, inputs, targets, optimizer, workers, dropout);

    /// <inheritdoc/>
    public T TrainMiniBatch(
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        ReadOnlySpan<T> sampleWeights,
        OptimizerState<T> optimizer,
        WorkerTeam? workers = null,
        DropoutKey? dropout = null) =>
        _kernels.TrainMiniBatch(Parameters, ref _gradient, inputs, targets, sampleWeights, optimizer, workers, dropout);

    /// <inheritdoc/>
    public void ApplyGradient(ParameterBuffer<T> gradient, int count, OptimizerState<T> optimizer) =>
        _kernels.ApplyGradient(Parameters, gradient, count, optimizer);

    /// <inheritdoc/>
    public void ApplyGradient(ParameterBuffer<T> gradient, T step) => _kernels.ApplyGradient(Parameters, gradient, step);

    private void CopyBlocks(INetwork<T> source)
    {
        if (!Layout.NetworkLayout.Of(source.Topology).Equals(Parameters.Layout))
        {
            throw ParameterChecks.OtherSizes(Topology, source.Topology, nameof(source));
        }

        foreach (ParameterBlock block in Topology.ParameterBlocks)
        {
            var values = new T[block.Count];
            source.Parameters.CopyTo(block.Name, values);
            Parameters.Write(block, values);
        }

        Parameters.FeatureNames = source.Parameters.FeatureNames;
    }
}
