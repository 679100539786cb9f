using System.Numerics;
using NetGen.Numerics;
using NetGen.Optimization;
using NetGen.Reference;

namespace NetGen;

#pragma warning disable RS0026 // The overloads of TrainMiniBatch differ in the type of a required parameter: no call is ambiguous.

/// <summary>
/// A network of any topology, made at run time: plain loops over canonical arrays, slow and easy to check. It keeps the numerics
/// contract, so a generated network with the same parameters gives the same bits in every operation.
/// </summary>
/// <remarks>
/// The equations are those of M. Nielsen, "Neural Networks and Deep Learning", chapter 2: a = σ(w a + b) layer by layer, the output error
/// δ = ∂C/∂a ⊙ σ′(z), the error δ = wᵀ δ ⊙ σ′(z) of each layer before, and the gradients ∂C/∂b = δ and ∂C/∂w = δ aᵀ.
/// Inference and backpropagation may run on many threads at once; what changes parameters must be alone.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class ReferenceNetwork<T> : ITrainableNetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReferenceHead<T> _head;
    private readonly ScalarActivation<T>[] _hidden;

    private ReferenceNetwork(NetworkTopology topology)
    {
        Parameters = new ParameterBuffer<T>(topology);
        _head = ReferenceHead<T>.Of(topology);
        _hidden = [.. topology.Layers.SkipLast(1).Select(ActivationRegistry.Find<T>)];
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
    public static ReferenceNetwork<T> Create(NetworkTopology topology, long seed, Initializer? initializer = null)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var network = new ReferenceNetwork<T>(topology);
        network.Parameters.SetInitialValues();
        (initializer ?? Initializer.Default).Initialize(network.Parameters, seed);
        return network;
    }

    /// <summary>Makes a network with the parameters of another one of any kind.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    public static ReferenceNetwork<T> CopyOf(INetwork<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var network = new ReferenceNetwork<T>(source.Topology);
        foreach (ParameterBlock block in source.Topology.ParameterBlocks)
        {
            var values = new T[block.Count];
            source.Parameters.CopyTo(block.Name, values);
            network.Parameters.Write(block, values);
        }

        network.ClassNames = source.ClassNames;
        network.Parameters.FeatureNames = source.Parameters.FeatureNames;
        return network;
    }

    /// <inheritdoc/>
    public void FeedForward(ReadOnlySpan<T> input, Span<T> output)
    {
        SampleChecks.Sample(input.Length, Topology.InputSize, output.Length, Topology.OutputSize);
        Outputs(Layers(), input).CopyTo(output);
    }

    /// <inheritdoc/>
    public void FeedForwardBatch(ReadOnlySpan<T> inputs, Span<T> outputs)
    {
        int count = SampleChecks.Batch(inputs, Topology.InputSize, outputs, Topology.OutputSize);
        ReferenceLayer<T>[] layers = Layers();
        for (int sample = 0; sample < count; sample++)
        {
            Outputs(layers, InputOf(inputs, sample)).CopyTo(OutputOf(outputs, sample));
        }
    }

    /// <inheritdoc/>
    public void FeedForwardBatch(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, Span<T> outputs, Span<T> costs)
    {
        int count = SampleChecks.Batch<T>(Topology, inputs, targets, outputs, costs);
        ReferenceLayer<T>[] layers = Layers();
        var error = new T[Topology.OutputSize];
        for (int sample = 0; sample < count; sample++)
        {
            T[] z = Trace(layers, InputOf(inputs, sample))[^1].WeightedInputs;
            costs[sample] = _head.CostAndError(z, TargetOf(targets, sample), error);
            _head.Activations(z).CopyTo(OutputOf(outputs, sample));
        }
    }

    /// <inheritdoc/>
    public int Classify(ReadOnlySpan<T> input)
    {
        SampleChecks.Input(input.Length, Topology.InputSize);
        return Classification.ClassOf<T>(Outputs(Layers(), input), Topology);
    }

    /// <inheritdoc/>
    public T Cost(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets)
    {
        int count = SampleChecks.Samples(Topology, inputs, targets);
        ReferenceLayer<T>[] layers = Layers();
        var error = new T[Topology.OutputSize];
        T sum = T.Zero;
        for (int sample = 0; sample < count; sample++)
        {
            T[] z = Trace(layers, InputOf(inputs, sample))[^1].WeightedInputs;
            sum += _head.CostAndError(z, TargetOf(targets, sample), error);
        }

        return sum / T.CreateChecked(count);
    }

    /// <inheritdoc/>
    public T Backprop(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ParameterBuffer<T> gradient, DropoutKey? dropout = null) =>
        Backprop(inputs, targets, default, gradient, dropout);

    /// <inheritdoc/>
    public T Backprop(
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        ReadOnlySpan<T> sampleWeights,
        ParameterBuffer<T> gradient,
        DropoutKey? dropout = null)
    {
        int count = SampleChecks.Samples(Topology, inputs, targets);
        SampleChecks.Weights(sampleWeights, count);
        ParameterChecks.SameLayout(Parameters, gradient, nameof(gradient));
        return Backprop(BackpropFrom.Targets, inputs, targets, sampleWeights, gradient, [], dropout);
    }

    /// <inheritdoc/>
    public T Backprop(
        BackpropFrom from,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> values,
        ParameterBuffer<T>? gradient,
        Span<T> inputGradients,
        DropoutKey? dropout = null)
    {
        _ = SampleChecks.Backprop(Topology, from, inputs, values, inputGradients, gradient is not null);
        if (gradient is not null)
        {
            ParameterChecks.SameLayout(Parameters, gradient, nameof(gradient));
        }

        return Backprop(from, inputs, values, default, gradient, inputGradients, dropout);
    }

    /// <inheritdoc/>
    /// <remarks>The reference takes the workers, but works on the calling thread alone.</remarks>
    public T TrainMiniBatch(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, T learningRate, WorkerTeam? workers = null, DropoutKey? dropout = null) =>
        TrainMiniBatch(inputs, targets, default, learningRate, workers, dropout);

    /// <inheritdoc/>
    /// <remarks>The reference takes the workers, but works on the calling thread alone.</remarks>
    public T TrainMiniBatch(
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        ReadOnlySpan<T> sampleWeights,
        T learningRate,
        WorkerTeam? workers = null,
        DropoutKey? dropout = null)
    {
        T count = T.CreateChecked(SampleChecks.Samples(Topology, inputs, targets));
        ParameterChecks.Finite(learningRate, nameof(learningRate));
        workers?.Acquire();
        try
        {
            var gradient = new ParameterBuffer<T>(Topology);
            T cost = Backprop(inputs, targets, sampleWeights, gradient, dropout);
            ApplyGradient(gradient, learningRate / count);
            return cost / count;
        }
        finally
        {
            workers?.Release();
        }
    }

    /// <inheritdoc/>
    /// <remarks>The reference takes the workers, but works on the calling thread alone.</remarks>
    public T TrainMiniBatch(
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        OptimizerState<T> optimizer,
        WorkerTeam? workers = null,
        DropoutKey? dropout = null) =>
        TrainMiniBatch(inputs, targets, default, optimizer, workers, dropout);

    /// <inheritdoc/>
    /// <remarks>The reference takes the workers, but works on the calling thread alone.</remarks>
    public T TrainMiniBatch(
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        ReadOnlySpan<T> sampleWeights,
        OptimizerState<T> optimizer,
        WorkerTeam? workers = null,
        DropoutKey? dropout = null)
    {
        int count = SampleChecks.Samples(Topology, inputs, targets);
        OptimizerChecks.IsFor(optimizer, Topology);
        workers?.Acquire();
        try
        {
            var gradient = new ParameterBuffer<T>(Topology);
            T cost = Backprop(inputs, targets, sampleWeights, gradient, dropout);
            ApplyGradient(gradient, count, optimizer);
            return cost / T.CreateChecked(count);
        }
        finally
        {
            workers?.Release();
        }
    }

    /// <inheritdoc/>
    public void ApplyGradient(ParameterBuffer<T> gradient, int count, OptimizerState<T> optimizer)
    {
        ParameterChecks.SameLayout(Parameters, gradient, nameof(gradient));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        OptimizerChecks.IsFor(optimizer, Topology);
        optimizer.ApplyGradientOneByOne(Parameters, gradient, count);
    }

    /// <inheritdoc/>
    public void ApplyGradient(ParameterBuffer<T> gradient, T step)
    {
        ParameterChecks.SameLayout(Parameters, gradient, nameof(gradient));
        ParameterChecks.Finite(step, nameof(step));
        foreach ((ReferenceLayer<T> layer, ReferenceLayer<T> derivatives) in Layers().Zip(LayersOf(gradient)))
        {
            layer.ApplyGradient(derivatives, step);
            layer.CopyTo(Parameters);
        }
    }

    private static ReferenceLayer<T>[] LayersOf(ParameterBuffer<T> parameters) =>
        [.. parameters.Topology.Layers.Select(layer => ReferenceLayer<T>.Of(parameters, layer))];

    private ReferenceLayer<T>[] Layers() => LayersOf(Parameters);

    private ReadOnlySpan<T> InputOf(ReadOnlySpan<T> inputs, int sample) =>
        inputs.Slice(sample * Topology.InputSize, Topology.InputSize);

    private ReadOnlySpan<T> TargetOf(ReadOnlySpan<T> targets, int sample) =>
        targets.Slice(sample * Topology.OutputSize, Topology.OutputSize);

    private Span<T> OutputOf(Span<T> outputs, int sample) => outputs.Slice(sample * Topology.OutputSize, Topology.OutputSize);

    private T[] Outputs(ReferenceLayer<T>[] layers, ReadOnlySpan<T> input) => _head.Activations(Trace(layers, input)[^1].WeightedInputs);

    // Weighted inputs and activations of each layer; the last one's activations are the head's.
    private (T[] WeightedInputs, T[] Activations)[] Trace(
        ReferenceLayer<T>[] layers, ReadOnlySpan<T> input, DropoutKey? sample = null)
    {
        var trace = new (T[] WeightedInputs, T[] Activations)[layers.Length];
        for (int i = 0; i < layers.Length; i++)
        {
            T[] z = layers[i].WeightedInputs(i == 0 ? input : trace[i - 1].Activations, sample);
            trace[i] = (z, i < _hidden.Length ? Array.ConvertAll(z, _hidden[i].Apply) : []);
        }

        return trace;
    }

    private T Backprop(
        BackpropFrom from,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> values,
        ReadOnlySpan<T> sampleWeights,
        ParameterBuffer<T>? gradient,
        Span<T> inputGradients,
        DropoutKey? dropout)
    {
        int count = inputs.Length / Topology.InputSize;
        ReferenceLayer<T>[] layers = Layers();
        ReferenceLayer<T>[]? gradients = gradient is null ? null : LayersOf(gradient);
        T cost = T.Zero;
        for (int sample = 0; sample < count; sample++)
        {
            DropoutKey? key = dropout is DropoutKey first ? first with { FirstSample = unchecked(first.FirstSample + sample) } : null;
            T? weight = sampleWeights.IsEmpty ? null : sampleWeights[sample];
            Span<T> inputGradient = inputGradients.IsEmpty
                ? []
                : inputGradients.Slice(sample * Topology.InputSize, Topology.InputSize);
            cost += BackpropSample(layers, from, InputOf(inputs, sample), TargetOf(values, sample), weight, gradients, inputGradient, key);
        }

        foreach (ReferenceLayer<T> layer in gradients ?? [])
        {
            layer.FinishGradient();
            layer.CopyTo(gradient!);
        }

        return cost;
    }

    private T BackpropSample(
        ReferenceLayer<T>[] layers,
        BackpropFrom from,
        ReadOnlySpan<T> input,
        ReadOnlySpan<T> values,
        T? weight,
        ReferenceLayer<T>[]? gradients,
        Span<T> inputGradient,
        DropoutKey? sample)
    {
        (T[] WeightedInputs, T[] Activations)[] trace = Trace(layers, input, sample);
        var error = new T[Topology.OutputSize];
        T cost = StartError(from, trace[^1].WeightedInputs, values, error);
        if (weight is T factor)
        {
            cost *= factor;
            error = Array.ConvertAll(error, one => one * factor);
        }

        for (int i = layers.Length - 1; i >= 0; i--)
        {
            gradients?[i].AddGradient(i == 0 ? input : trace[i - 1].Activations, error);
            if (!inputGradient.IsEmpty || layers[..i].Any(layer => layer.Topology.IsTrained))
            {
                error = layers[i].CarryErrorBack(error, sample);
                for (int unit = 0; i > 0 && unit < error.Length; unit++)
                {
                    error[unit] *= _hidden[i - 1].Derivative(trace[i - 1].WeightedInputs[unit], trace[i - 1].Activations[unit]);
                }
            }
        }

        if (!inputGradient.IsEmpty)
        {
            error.CopyTo(inputGradient);
        }

        return cost;
    }

    // Of the output layer; the result is the cost, or 0 without targets.
    private T StartError(BackpropFrom from, ReadOnlySpan<T> z, ReadOnlySpan<T> values, Span<T> error)
    {
        switch (from)
        {
            case BackpropFrom.Targets:
                return _head.CostAndError(z, values, error);
            case BackpropFrom.OutputGradients:
                _head.CarryBack(z, values, error);
                return T.Zero;
            default:
                values.CopyTo(error);
                return T.Zero;
        }
    }
}
