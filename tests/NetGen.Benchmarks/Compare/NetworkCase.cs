using System.Numerics;
using NetGen.Benchmarks.Limits;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Networks;
using NetGen.Benchmarks.Peers;

namespace NetGen.Benchmarks.Compare;

/// <summary>A network to compare on.</summary>
internal abstract class NetworkCase(NetworkTopology topology)
{
    public static IReadOnlyList<NetworkCase> All { get; } =
    [
        new NetworkCase<float>(() => Digits30.Create(1)),
        new NetworkCase<float>(() => Digits30Softmax.Create(1)),
        new NetworkCase<double>(() => Digits30Double.Create(1)),
        new NetworkCase<float>(() => Digits100.Create(1)),
        new NetworkCase<float>(() => Features300.Create(1)),
        new NetworkCase<float>(() => SmallDigits.Create(1)),
        new NetworkCase<float>(() => SmallDigitsSoftmax.Create(1)),
        new NetworkCase<double>(() => SmallDigitsDouble.Create(1)),
        new NetworkCase<float>(() => Sensor.Create(1)),
        new NetworkCase<float>(() => Xor.Create(1)),
        new NetworkCase<float>(() => Control.Create(1)),
        new NetworkCase<float>(() => Score.Create(1)),
        new NetworkCase<float>(() => Wide512.Create(1)),
        new NetworkCase<float>(() => Wide2048.Create(1)),
        new NetworkCase<float>(() => Deep64.Create(1)),
    ];

    public string Name { get; } = NameOf(topology);

    public NumericType NumericType { get; } = topology.NumericType;

    /// <summary>What the machine can do in this network's numeric type.</summary>
    public abstract MachineLimits MeasureLimits(Rounds rounds);

    /// <summary>Runs the operations of this network; each result comes as soon as it is known.</summary>
    public abstract IEnumerable<Result> Run(
        IReadOnlyList<Operation> operations, MachineLimits limits, IReadOnlyList<IOptionalPeer> optional, Rounds rounds);

    /// <summary>The sizes, with <c>64 x11</c> for eleven equal ones in a row, softmax outputs, and the numeric type.</summary>
    private static string NameOf(NetworkTopology topology)
    {
        int[] sizes = [topology.InputSize, .. topology.Layers.Select(layer => layer.OutputSize)];
        string shape = sizes.Length > 5 && sizes.Distinct().Count() == 1
            ? FormattableString.Invariant($"{sizes[0]}x{sizes.Length}")
            : string.Join('-', sizes);
        string softmax = topology.Layers[^1].Activation == Activation.Softmax ? " softmax" : "";
        return $"{shape}{softmax} {(topology.NumericType == NumericType.Single ? "float" : "double")}";
    }
}

/// <inheritdoc/>
internal sealed class NetworkCase<T>(Func<ITrainableNetwork<T>> create) : NetworkCase(create().Topology)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override MachineLimits MeasureLimits(Rounds rounds) => MachineLimits.Measure<T>(rounds);

    public override IEnumerable<Result> Run(
        IReadOnlyList<Operation> operations, MachineLimits limits, IReadOnlyList<IOptionalPeer> optional, Rounds rounds)
    {
        // The optional peers have elementwise activations only.
        optional = create().Topology.Layers[^1].Activation == Activation.Softmax ? [] : optional;
        var workloads = new List<Workload<T>>();
        try
        {
            foreach (Operation operation in operations)
            {
                workloads.Add(new Workload<T>(Name, create, operation, limits, optional));
            }

            // All together, so that the waiting for the JIT compiler is shared.
            Rounds.WarmUp([.. workloads.SelectMany(workload => workload.Contenders)]);
            foreach (Workload<T> workload in workloads)
            {
                yield return workload.Measure(rounds);
            }
        }
        finally
        {
            foreach (Workload<T> workload in workloads)
            {
                workload.Dispose();
            }
        }
    }
}
