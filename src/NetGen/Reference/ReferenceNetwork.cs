using System.Numerics;
using NetGen.CompilerServices;
using NetGen.Numerics;
using NetGen.Reference;

namespace NetGen;

/// <summary>
/// A network of any topology, made at run time: plain loops over canonical arrays, slow and easy to check. It keeps the numerics
/// contract, so a generated network with the same parameters gives the same bits in every operation.
/// </summary>
/// <remarks>
/// The equations are those of M. Nielsen, "Neural Networks and Deep Learning", chapter 2: a = σ(w a + b) layer by layer, the output error
/// δ = ∂C/∂a ⊙ σ′(z), the error δ = wᵀ δ ⊙ σ′(z) of each layer before, and the gradients ∂C/∂b = δ and ∂C/∂w = δ aᵀ.
/// Inference and <see cref="Backprop"/> may run on many threads at once; what changes parameters must be alone.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class ReferenceNetwork<T> : INetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReferenceLayer<T>[] _layers;

    /// <summary>Makes a network whose parameters are all zero.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="topology"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="topology"/> is of another numeric type than <typeparamref name="T"/>.</exception>
    public ReferenceNetwork(NetworkTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentChecks.NumericTypeIs<T>(topology);
        Topology = topology;
        _layers = [.. topology.Layers.Select(layer => new ReferenceLayer<T>(layer))];
    }

    /// <inheritdoc/>
    public NetworkTopology Topology { get; }

    private ReferenceLayer<T> Last => _layers[^1];

    /// <summary>Makes a network with initial parameters drawn from a seed: the same as a generated network of this topology.</summary>
    /// <param name="topology">The network's layers, cost and numeric type.</param>
    /// <param name="seed">Any number; equal seeds give equal networks.</param>
    /// <param name="initializer">How to draw; <see cref="Initializer.Default"/> if null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="topology"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="topology"/> is of another numeric type than <typeparamref name="T"/>.</exception>
    public static ReferenceNetwork<T> Create(NetworkTopology topology, long seed, Initializer? initializer = null)
    {
        var network = new ReferenceNetwork<T>(topology);
        var parameters = new ParameterBuffer<T>(topology);
        (initializer ?? Initializer.Default).Initialize(parameters, seed);
        foreach (ReferenceLayer<T> layer in network._layers)
        {
            parameters.GetWeights(layer.Topology.Index, layer.Weights);
            parameters.GetBiases(layer.Topology.Index, layer.Biases);
        }

        return network;
    }

    /// <summary>Makes a network with the parameters of another one of any kind.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    public static ReferenceNetwork<T> CopyOf(INetwork<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var network = new ReferenceNetwork<T>(source.Topology);
        foreach (ReferenceLayer<T> layer in network._layers)
        {
            source.GetWeights(layer.Topology.Index, layer.Weights);
            source.GetBiases(layer.Topology.Index, layer.Biases);
        }

        return network;
    }

    /// <inheritdoc/>
    public void FeedForward(ReadOnlySpan<T> input, Span<T> output)
    {
        Kernel.CheckSample(input.Length, Topology.InputSize, output.Length, Topology.OutputSize);
        Activations(input)[^1].CopyTo(output);
    }

    /// <inheritdoc/>
    public void FeedForwardBatch(ReadOnlySpan<T> inputs, Span<T> outputs)
    {
        int count = (int)Kernel.CheckBatch(inputs, Topology.InputSize, outputs, Topology.OutputSize);
        for (int sample = 0; sample < count; sample++)
        {
            Activations(InputOf(inputs, sample))[^1].CopyTo(TargetOf(outputs, sample));
        }
    }

    /// <inheritdoc/>
    public int Classify(ReadOnlySpan<T> input)
    {
        Kernel.CheckInput(input.Length, Topology.InputSize);
        return ArgMax.Of<T>(Activations(input)[^1]);
    }

    /// <inheritdoc/>
    public T Cost(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets)
    {
        int count = (int)Kernel.CheckSamples(inputs.Length, Topology.InputSize, targets.Length, Topology.OutputSize);
        T sum = T.Zero;
        for (int sample = 0; sample < count; sample++)
        {
            sum += CostOf(Activations(InputOf(inputs, sample))[^1], TargetOf(targets, sample));
        }

        return sum / T.CreateChecked(count);
    }

    /// <inheritdoc/>
    public T Backprop(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ParameterBuffer<T> gradient)
    {
        int count = (int)Kernel.CheckSamples(inputs.Length, Topology.InputSize, targets.Length, Topology.OutputSize);
        Kernel.CheckGradient(gradient, Topology);
        T cost = T.Zero;
        for (int sample = 0; sample < count; sample++)
        {
            cost += BackpropSample(InputOf(inputs, sample), TargetOf(targets, sample), gradient);
        }

        return cost;
    }

    /// <inheritdoc/>
    /// <remarks>The reference takes the workers, but works on the calling thread alone.</remarks>
    public T TrainMiniBatch(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, T learningRate, WorkerTeam? workers = null)
    {
        T count = T.CreateChecked(
            (int)Kernel.CheckSamples(inputs.Length, Topology.InputSize, targets.Length, Topology.OutputSize));
        Kernel.CheckFinite(learningRate, nameof(learningRate));
        workers?.Take();
        try
        {
            var gradient = new ParameterBuffer<T>(Topology);
            T cost = Backprop(inputs, targets, gradient);
            ApplyGradient(gradient, learningRate / count);
            return cost / count;
        }
        finally
        {
            workers?.End();
        }
    }

    /// <inheritdoc/>
    public void ApplyGradient(ParameterBuffer<T> gradient, T step)
    {
        Kernel.CheckGradient(gradient, Topology);
        Kernel.CheckFinite(step, nameof(step));
        foreach (ReferenceLayer<T> layer in _layers)
        {
            layer.ApplyGradient(gradient, step);
        }
    }

    /// <inheritdoc/>
    public void GetWeights(int layer, Span<T> destination) =>
        Copy(WeightsOf(layer, destination.Length, nameof(destination)), destination);

    /// <inheritdoc/>
    public void SetWeights(int layer, ReadOnlySpan<T> source) => Copy(source, WeightsOf(layer, source.Length, nameof(source)));

    /// <inheritdoc/>
    public void GetBiases(int layer, Span<T> destination) => Copy(BiasesOf(layer, destination.Length, nameof(destination)), destination);

    /// <inheritdoc/>
    public void SetBiases(int layer, ReadOnlySpan<T> source) => Copy(source, BiasesOf(layer, source.Length, nameof(source)));

    private static void Copy(ReadOnlySpan<T> source, Span<T> destination) => source.CopyTo(destination);

    private ReadOnlySpan<T> InputOf(ReadOnlySpan<T> inputs, int sample) =>
        inputs.Slice(sample * Topology.InputSize, Topology.InputSize);

    private ReadOnlySpan<T> TargetOf(ReadOnlySpan<T> targets, int sample) =>
        targets.Slice(sample * Topology.OutputSize, Topology.OutputSize);

    private Span<T> TargetOf(Span<T> targets, int sample) => targets.Slice(sample * Topology.OutputSize, Topology.OutputSize);

    private T[][] Activations(ReadOnlySpan<T> input)
    {
        var activations = new T[_layers.Length][];
        for (int i = 0; i < _layers.Length; i++)
        {
            activations[i] = new T[_layers[i].Topology.OutputSize];
            _layers[i].FeedForward(i == 0 ? input : activations[i - 1], activations[i]);
        }

        return activations;
    }

    private T CostOf(ReadOnlySpan<T> output, ReadOnlySpan<T> target)
    {
        Span<T> lanes = stackalloc T[Last.Topology.Layout.VirtualLanes];
        lanes.Clear();
        for (int unit = 0; unit < output.Length; unit++)
        {
            lanes[unit % lanes.Length] += Costs.Value(Topology.Cost, output[unit], target[unit]);
        }

        return ReferenceLayer<T>.HalvingTree(lanes);
    }

    private T BackpropSample(ReadOnlySpan<T> input, ReadOnlySpan<T> target, ParameterBuffer<T> gradient)
    {
        T[][] activations = Activations(input);
        T[] output = activations[^1];
        var error = new T[output.Length];
        for (int unit = 0; unit < error.Length; unit++)
        {
            error[unit] = Costs.OutputError(Topology.Cost, Last.Topology.Activation, output[unit], target[unit]);
        }

        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            _layers[i].AddGradient(i == 0 ? input : activations[i - 1], error, gradient);
            if (i > 0)
            {
                var previousError = new T[activations[i - 1].Length];
                _layers[i].PropagateError(error, _layers[i - 1].Topology.Activation, activations[i - 1], previousError);
                error = previousError;
            }
        }

        return CostOf(output, target);
    }

    private Span<T> WeightsOf(int layer, int length, string parameterName)
    {
        ArgumentChecks.WeightsLength(Topology, layer, length, parameterName);
        return _layers[layer].Weights;
    }

    private Span<T> BiasesOf(int layer, int length, string parameterName)
    {
        ArgumentChecks.BiasesLength(Topology, layer, length, parameterName);
        return _layers[layer].Biases;
    }
}
