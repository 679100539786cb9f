using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.Benchmarks.Compare;

namespace NetGen.Benchmarks.Peers;

/// <summary>
/// A network in C++. For a single sample it is called without a transition of the garbage collector, so that a call costs what it costs in
/// C++; longer calls must not hold up the runtime.
/// </summary>
internal sealed unsafe class CppModel<T> : IPeerModel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly nint _network;
    private readonly delegate* unmanaged[SuppressGCTransition]<nint, T*, T*, nint, nint, nint, void> _forwardOne;
    private readonly delegate* unmanaged<nint, T*, T*, nint, nint, nint, void> _forward;
    private readonly delegate* unmanaged<nint, T*, T*, nint, nint, nint, float, void> _trainSingle;
    private readonly delegate* unmanaged<nint, T*, T*, nint, nint, nint, double, void> _trainDouble;
    private readonly delegate* unmanaged<nint, void> _destroy;
    private readonly SampleSets<T> _samples;
    private readonly T[] _inputs;
    private readonly T[] _targets;
    private readonly T[] _output;
    private readonly int _inputSize;
    private readonly int _outputSize;
    private readonly double _learningRate;

    public CppModel(INetwork<T> network, SampleSets<T> samples, double learningRate)
    {
        NetworkTopology topology = network.Topology;
        nint library = CppCompiler.Load(topology);
        var create = (delegate* unmanaged<T*, nint>)NativeLibrary.GetExport(library, "create");
        nint forward = NativeLibrary.GetExport(library, "forward");
        nint train = NativeLibrary.GetExport(library, "train");
        _forwardOne = (delegate* unmanaged[SuppressGCTransition]<nint, T*, T*, nint, nint, nint, void>)forward;
        _forward = (delegate* unmanaged<nint, T*, T*, nint, nint, nint, void>)forward;
        _trainSingle = (delegate* unmanaged<nint, T*, T*, nint, nint, nint, float, void>)train;
        _trainDouble = (delegate* unmanaged<nint, T*, T*, nint, nint, nint, double, void>)train;
        _destroy = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "destroy");
        _samples = samples;
        _inputs = Pinned(samples.Inputs);
        _targets = Pinned(samples.Targets);
        _output = GC.AllocateArray<T>(samples.TargetLength, pinned: true);
        _inputSize = topology.InputSize;
        _outputSize = topology.OutputSize;
        _learningRate = learningRate;
        fixed (T* parameters = ParametersOf(network))
        {
            _network = create(parameters);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Forward(int repetitions)
    {
        int set = 0;
        for (int i = 0; i < repetitions; i++)
        {
            Forward(set, _output);
            set = set + 1 == _samples.Count ? 0 : set + 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Train(int repetitions)
    {
        int set = 0;
        for (int i = 0; i < repetitions; i++)
        {
            T* inputs = Address(_inputs, set * _samples.InputLength);
            T* targets = Address(_targets, set * _samples.TargetLength);
            if (typeof(T) == typeof(float))
            {
                _trainSingle(_network, inputs, targets, _samples.Batch, _inputSize, _outputSize, (float)_learningRate);
            }
            else
            {
                _trainDouble(_network, inputs, targets, _samples.Batch, _inputSize, _outputSize, _learningRate);
            }

            set = set + 1 == _samples.Count ? 0 : set + 1;
        }
    }

    public void CopyOutputs(int set, Span<T> outputs)
    {
        Forward(set, _output);
        _output.CopyTo(outputs);
    }

    public void Dispose() => _destroy(_network);

    private void Forward(int set, T[] output)
    {
        T* inputs = Address(_inputs, set * _samples.InputLength);
        if (_samples.Batch == 1)
        {
            _forwardOne(_network, inputs, Address(output, 0), 1, _inputSize, _outputSize);
        }
        else
        {
            _forward(_network, inputs, Address(output, 0), _samples.Batch, _inputSize, _outputSize);
        }
    }

    // Of an array that does not move.
    private static T* Address(T[] array, int index) =>
        (T*)Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), index));

    private static T[] Pinned(T[] values)
    {
        T[] copy = GC.AllocateUninitializedArray<T>(values.Length, pinned: true);
        values.CopyTo(copy, 0);
        return copy;
    }

    // For each layer its biases, then its weights.
    private static T[] ParametersOf(INetwork<T> network)
    {
        var parameters = new List<T>();
        foreach (LayerTopology layer in network.Topology.Layers)
        {
            var biases = new T[layer.OutputSize];
            var weights = new T[layer.OutputSize * layer.InputSize];
            network.GetBiases(layer.Index, biases);
            network.GetWeights(layer.Index, weights);
            parameters.AddRange([.. biases, .. weights]);
        }

        return [.. parameters];
    }
}
