using BenchmarkDotNet.Attributes;
using NetGen.CompilerServices;

namespace NetGen.Benchmarks.Micro;

/// <summary>The vector kernels of the activations, a thousand elements at a time.</summary>
[MemoryDiagnoser]
[DisassemblyDiagnoser(maxDepth: 2)]
public class ActivationBenchmarks
{
    private const int Length = 1024;

    private readonly float[] _buffer = new float[Length];
    private readonly double[] _doubles = new double[Length];

    [Benchmark(OperationsPerInvoke = Length)]
    public void Sigmoid() => Activate.ApplyInPlace(default(Sigmoid), _buffer.AsSpan());

    [Benchmark(OperationsPerInvoke = Length)]
    public void Tanh() => Activate.ApplyInPlace(default(Tanh), _buffer.AsSpan());

    [Benchmark(OperationsPerInvoke = Length)]
    public void ReLU() => Activate.ApplyInPlace(default(ReLU), _buffer.AsSpan());

    [Benchmark(OperationsPerInvoke = Length)]
    public void GELU() => Activate.ApplyInPlace(default(GELU), _buffer.AsSpan());

    [Benchmark(OperationsPerInvoke = Length)]
    public void SigmoidDouble() => Activate.ApplyInPlace(default(Sigmoid), _doubles.AsSpan());

    [Benchmark(OperationsPerInvoke = Length)]
    public void TanhDouble() => Activate.ApplyInPlace(default(Tanh), _doubles.AsSpan());
}
