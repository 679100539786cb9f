using System.Numerics;
using System.Reflection;
using System.Runtime.InteropServices;
using NetGen.CompilerServices;
using NetGen.Layout;

namespace NetGen.Tests;

/// <summary>A network that computes by the kernels it is told to, whatever the machine has.</summary>
internal sealed class KernelNetwork<T> : ITrainableNetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly NetworkKernels<T> _kernels;
    private readonly SampleKernel? _sampleKernel;
    private ParameterBuffer<T>? _gradient;

    /// <summary>Makes a network of the kernels that were generated for another, and of its parameters.</summary>
    /// <param name="network">The generated network.</param>
    /// <param name="kernels">The kernels; not those of the machine.</param>
    public KernelNetwork(ITrainableNetwork<T> network, KernelSet kernels)
    {
        Parameters = network.Parameters;
        Type dispatch = KernelsOf(network.GetType());
        if (kernels == KernelSet.Portable)
        {
            var head = (OutputHead<T>)dispatch.GetField("Head", Statics)!.GetValue(null)!;
            _kernels = new PortableKernels<T>(Topology, head, minParallelRows: 1);
            return;
        }

        Type width = dispatch.GetNestedType(kernels.ToString(), BindingFlags.NonPublic)
            ?? throw new ArgumentException($"{dispatch.Name} has no kernels {kernels}.", nameof(kernels));
        _kernels = (NetworkKernels<T>)Activator.CreateInstance(width, nonPublic: true)!;
        Type reference = typeof(T).MakeByRefType();
        _sampleKernel = width.GetMethod("FeedForward", Statics, [reference, reference, reference, reference])!
            .CreateDelegate<SampleKernel>();
    }

    // What generated classes call for one sample, rather than a member of the kernels.
    private delegate void SampleKernel(ref T parameters, ref T input, ref T output, ref T scratch);

    public NetworkTopology Topology => Parameters.Topology;

    public ParameterBuffer<T> Parameters { get; }

    IReadOnlyParameters<T> INetwork<T>.Parameters => Parameters;

    public IReadOnlyList<string>? ClassNames { get; set; }

    public void FeedForward(ReadOnlySpan<T> input, Span<T> output)
    {
        if (_sampleKernel is null)
        {
            _kernels.FeedForward(Parameters, input, output);
            return;
        }

        NetworkArguments.CheckSample(input.Length, Topology.InputSize, output.Length, Topology.OutputSize);
        int scratch = NetworkLayout.Of(Topology).Layers.Sum(layer => Math.Max(layer.Lanes, layer.LaneCount));
        _sampleKernel(
            ref MemoryMarshal.GetReference(Parameters.Packed),
            ref MemoryMarshal.GetReference(input),
            ref MemoryMarshal.GetReference(output),
            ref MemoryMarshal.GetReference(Scratch.OfThread<T>(scratch)));
    }

    public void FeedForwardBatch(ReadOnlySpan<T> inputs, Span<T> outputs) => _kernels.FeedForwardBatch(Parameters, inputs, outputs);

    public void FeedForwardBatch(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, Span<T> outputs, Span<T> costs) =>
        _kernels.FeedForwardBatch(Parameters, inputs, targets, outputs, costs);

    public int Classify(ReadOnlySpan<T> input)
    {
        var output = new T[Topology.OutputSize];
        FeedForward(input, output);
        return Classification.ClassOf<T>(output, Topology);
    }

    public T Cost(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets) => _kernels.Cost(Parameters, inputs, targets);

    public T Backprop(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ParameterBuffer<T> gradient, DropoutKey? dropout = null) =>
        _kernels.Backprop(Parameters, inputs, targets, gradient, dropout);

    public T Backprop(
        BackpropFrom from,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> values,
        ParameterBuffer<T>? gradient,
        Span<T> inputGradients,
        DropoutKey? dropout = null) =>
        _kernels.Backprop(Parameters, from, inputs, values, gradient, inputGradients, dropout);

    public T TrainMiniBatch(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, T learningRate, WorkerTeam? workers = null, DropoutKey? dropout = null) =>
        _kernels.TrainMiniBatch(Parameters, ref _gradient, inputs, targets, learningRate, workers, dropout);

    public T TrainMiniBatch(
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        OptimizerState<T> optimizer,
        WorkerTeam? workers = null,
        DropoutKey? dropout = null) =>
        _kernels.TrainMiniBatch(Parameters, ref _gradient, inputs, targets, optimizer, workers, dropout);

    public T Backprop(
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        ReadOnlySpan<T> sampleWeights,
        ParameterBuffer<T> gradient,
        DropoutKey? dropout = null) =>
        _kernels.Backprop(Parameters, inputs, targets, sampleWeights, gradient, dropout);

    public T TrainMiniBatch(
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        ReadOnlySpan<T> sampleWeights,
        T learningRate,
        WorkerTeam? workers = null,
        DropoutKey? dropout = null) =>
        _kernels.TrainMiniBatch(Parameters, ref _gradient, inputs, targets, sampleWeights, learningRate, workers, dropout);

    public T TrainMiniBatch(
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        ReadOnlySpan<T> sampleWeights,
        OptimizerState<T> optimizer,
        WorkerTeam? workers = null,
        DropoutKey? dropout = null) =>
        _kernels.TrainMiniBatch(Parameters, ref _gradient, inputs, targets, sampleWeights, optimizer, workers, dropout);

    public void ApplyGradient(ParameterBuffer<T> gradient, int count, OptimizerState<T> optimizer) =>
        _kernels.ApplyGradient(Parameters, gradient, count, optimizer);

    public void ApplyGradient(ParameterBuffer<T> gradient, T step) => _kernels.ApplyGradient(Parameters, gradient, step);

    // Their class is named after the network's, with a hash.
    private static Type KernelsOf(Type network) => network.Assembly.GetTypes().Single(type =>
        type.Namespace == "NetGen.Generated" && !type.IsNested
        && type.Name.StartsWith(network.Name + "_", StringComparison.Ordinal)
        && type.Name.EndsWith("_Kernels", StringComparison.Ordinal));
}
