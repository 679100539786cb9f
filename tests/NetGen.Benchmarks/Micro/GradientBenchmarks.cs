using System.Reflection;
using BenchmarkDotNet.Attributes;
using NetGen.Benchmarks.Compare;
using NetGen.Benchmarks.Networks;
using NetGen.CompilerServices;

namespace NetGen.Benchmarks.Micro;

/// <summary>
/// The second half of a training step of 784-30-10 alone: gradient and update in one pass over the weights, from activations and errors
/// that are there. 23,820 multiply-adds a sample, and as many for the update.
/// </summary>
[MemoryDiagnoser]
[DisassemblyDiagnoser(maxDepth: 2)]
public class GradientBenchmarks
{
    private const int MaxScratch = 1 << 16;

    private readonly Digits30 _network = Digits30.Create(1);
    private readonly ParameterBuffer<float> _parameters = new(Digits30.Topology);
    private readonly float[] _scratch = GC.AllocateArray<float>(MaxScratch, pinned: true);
    private NetworkKernels<float> _kernels = null!;
    private float[] _inputs = [];

    [Params(10, 100)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        // The kernels are for the network's class alone: nobody but this benchmark calls them one by one.
        const BindingFlags Any = BindingFlags.NonPublic | BindingFlags.Static;
        Type network = _network.GetType();
        Type kernels = network.Assembly.GetTypes().Single(type =>
            type.Namespace == "NetGen.Generated" && type.Name.StartsWith(network.Name + "_", StringComparison.Ordinal) && !type.IsNested);
        _kernels = (NetworkKernels<float>)kernels.GetField("Instance", Any)!.GetValue(null)!;
        _inputs = new SampleSets<float>(Digits30.Topology, Batch).Inputs;
    }

    [Benchmark]
    public void GradientAndUpdate() => _kernels.ComputeGradients(
        ref _parameters.Packed[0],
        ref _inputs[0],
        ref Scratch.Align(_scratch.AsSpan())[0],
        (nuint)Batch,
        GradientUse<float>.Descent(-1e-9f),
        0,
        1);
}
