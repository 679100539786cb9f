using BenchmarkDotNet.Attributes;
using NetGen.Benchmarks.Compare;
using NetGen.Benchmarks.Networks;
using NetGen.CompilerServices;

namespace NetGen.Benchmarks.Micro;

/// <summary>
/// 2-4-1, which fits into registers: the generated code beside straight-line scalar code for the same parameters, written by hand. The
/// calls depend on each other in one half of the benchmarks, which shows the latency, and not in the other.
/// </summary>
[MemoryDiagnoser]
[DisassemblyDiagnoser(maxDepth: 2)]
public class TinyBenchmarks
{
    private const int Calls = 100;

    private readonly Xor _network = Xor.Create(1);
    private readonly float[] _parameters = new float[17];
    private readonly float[] _inputs = new float[2 * Calls];
    private readonly float[] _output = new float[1];

    [GlobalSetup]
    public void Prepare()
    {
        _network.GetWeights(0, _parameters.AsSpan(0, 8));
        _network.GetBiases(0, _parameters.AsSpan(8, 4));
        _network.GetWeights(1, _parameters.AsSpan(12, 4));
        _network.GetBiases(1, _parameters.AsSpan(16, 1));
        new SampleSets<float>(Xor.Topology, Calls).Inputs.AsSpan(0, _inputs.Length).CopyTo(_inputs);
        _network.FeedForward(_inputs.AsSpan(0, 2), _output);
        if (_output[0] != Scalar(_parameters, _inputs.AsSpan(0, 2)))
        {
            throw new InvalidOperationException("The code written by hand gives other bits than the generated code.");
        }
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public float Generated()
    {
        float sum = 0;
        for (int i = 0; i < Calls; i++)
        {
            _network.FeedForward(_inputs.AsSpan(2 * i, 2), _output);
            sum += _output[0];
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public float ScalarByHand()
    {
        float sum = 0;
        for (int i = 0; i < Calls; i++)
        {
            sum += Scalar(_parameters, _inputs.AsSpan(2 * i, 2));
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public float GeneratedLatency()
    {
        Span<float> input = stackalloc float[2];
        for (int i = 0; i < Calls; i++)
        {
            _network.FeedForward(input, _output);
            input[0] = _output[0];
        }

        return input[0];
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public float ScalarByHandLatency()
    {
        Span<float> input = stackalloc float[2];
        for (int i = 0; i < Calls; i++)
        {
            input[0] = Scalar(_parameters, input);
        }

        return input[0];
    }

    // The order of the numerics contract: every sum starts from the bias and runs over the inputs.
    private static float Scalar(float[] p, ReadOnlySpan<float> x)
    {
        float x0 = x[0];
        float x1 = x[1];
        float h0 = Sigmoid(MathF.FusedMultiplyAdd(x1, p[1], MathF.FusedMultiplyAdd(x0, p[0], p[8])));
        float h1 = Sigmoid(MathF.FusedMultiplyAdd(x1, p[3], MathF.FusedMultiplyAdd(x0, p[2], p[9])));
        float h2 = Sigmoid(MathF.FusedMultiplyAdd(x1, p[5], MathF.FusedMultiplyAdd(x0, p[4], p[10])));
        float h3 = Sigmoid(MathF.FusedMultiplyAdd(x1, p[7], MathF.FusedMultiplyAdd(x0, p[6], p[11])));
        float z = MathF.FusedMultiplyAdd(h1, p[13], MathF.FusedMultiplyAdd(h0, p[12], p[16]));
        return Sigmoid(MathF.FusedMultiplyAdd(h3, p[15], MathF.FusedMultiplyAdd(h2, p[14], z)));
    }

    private static float Sigmoid(float z) => Activate.Apply(default(Sigmoid), z);
}
