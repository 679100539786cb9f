using BenchmarkDotNet.Attributes;
using NetGen.Numerics;

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
    public void Sigmoid() => Activate.ApplyInPlace<Sigmoid>(ref _buffer[0], Length);

    [Benchmark(OperationsPerInvoke = Length)]
    public void Tanh() => Activate.ApplyInPlace<Tanh>(ref _buffer[0], Length);

    [Benchmark(OperationsPerInvoke = Length)]
    public void ReLU() => Activate.ApplyInPlace<ReLU>(ref _buffer[0], Length);

    [Benchmark(OperationsPerInvoke = Length)]
    public void SigmoidDouble() => Activate.ApplyInPlace<Sigmoid>(ref _doubles[0], Length);

    [Benchmark(OperationsPerInvoke = Length)]
    public void TanhDouble() => Activate.ApplyInPlace<Tanh>(ref _doubles[0], Length);
}
