using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Peers;

namespace NetGen.Benchmarks.Compare;

/// <summary>Computes outputs from inputs; a delegate, so that all peers are called at the same small cost.</summary>
internal delegate void Forward<T>(ReadOnlySpan<T> inputs, Span<T> outputs);

/// <summary>A step of training, or a gradient.</summary>
internal delegate void Learn<T>(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets);

/// <summary>Computes the outputs of one set of samples after the other.</summary>
internal sealed class ForwardContender<T>(string name, Forward<T> forward, SampleSets<T> samples) : Contender(name)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] _output = new T[samples.TargetLength];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int repetitions)
    {
        ReadOnlySpan<T> inputs = samples.Inputs;
        int offset = 0;
        for (int i = 0; i < repetitions; i++)
        {
            forward(inputs.Slice(offset, samples.InputLength), _output);
            offset += samples.InputLength;
            if (offset == inputs.Length)
            {
                offset = 0;
            }
        }
    }
}

/// <summary>Runs ONNX Runtime on one set of samples after the other.</summary>
internal sealed class OnnxContender<T> : Contender, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly OnnxSession<T> _session;
    private readonly SampleSets<T> _samples;
    private readonly T[] _output;

    public OnnxContender(string name, byte[] model, SampleSets<T> samples)
        : base(name)
    {
        _session = new OnnxSession<T>(model);
        _samples = samples;
        _output = GC.AllocateArray<T>(samples.TargetLength, pinned: true);
        for (int set = 0; set < samples.Count; set++)
        {
            _session.Bind(samples.Inputs.AsMemory(set * samples.InputLength, samples.InputLength), _output, samples.Batch);
        }
    }

    public void Forward(int set, Span<T> outputs)
    {
        _session.Run(set);
        _output.CopyTo(outputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int repetitions)
    {
        int set = 0;
        for (int i = 0; i < repetitions; i++)
        {
            _session.Run(set);
            set = set + 1 == _samples.Count ? 0 : set + 1;
        }
    }

    public void Dispose() => _session.Dispose();
}

/// <summary>Something that goes through the sets of samples by itself.</summary>
internal sealed class LoopContender(string name, Action<int> run) : Contender(name)
{
    public override void Run(int repetitions) => run(repetitions);
}

/// <summary>Learns from one set of samples after the other.</summary>
internal sealed class LearnContender<T>(string name, Learn<T> learn, SampleSets<T> samples) : Contender(name)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int repetitions)
    {
        int set = 0;
        for (int i = 0; i < repetitions; i++)
        {
            learn(
                samples.Inputs.AsSpan(set * samples.InputLength, samples.InputLength),
                samples.Targets.AsSpan(set * samples.TargetLength, samples.TargetLength));
            set = set + 1 == samples.Count ? 0 : set + 1;
        }
    }
}
