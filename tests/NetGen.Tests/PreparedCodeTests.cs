using System.Diagnostics;
using System.Numerics;

namespace NetGen.Tests;

/// <summary>
/// After preparation nothing of a network is compiled, whatever is called. Each case runs in a process of its own, where nothing else has
/// compiled anything.
/// </summary>
[Collection(nameof(RunsAlone))]
public class PreparedCodeTests
{
    private const string CaseVariable = "NETGEN_TESTS_PREPARED_CASE";

    // Single samples, all that is left of tiles, a block and more.
    private static readonly int[] Counts = [.. Enumerable.Range(1, 17), 33, 128, 300];

    // What the networks are made of. Data sets, and checks of numbers, have code of their own.
    private static readonly string[] KernelNamespaces =
    [
        "NetGen.Generated.", "NetGen.CompilerServices.", "NetGen.Heads.", "NetGen.Layers.", "NetGen.Optimization.",
    ];

    private static readonly (string Name, Action Check)[] AllCases =
    [
        ("outputs, float", () => CheckInference<PreparedNet, float>(PreparedNet.Prepare)),
        ("outputs, double", () => CheckInference<DropoutDoubleNet, double>(DropoutDoubleNet.Prepare)),
        ("one output, float", () => CheckInference<StandardizedWideNet, float>(StandardizedWideNet.Prepare)),
        ("descent, float", () => CheckTraining<StandardizedWideNet, float>(null)),
        ("descent, double", () => CheckTraining<DotDoubleNet, double>(null)),
        ("Adam, float", () => CheckTraining<PreparedNet, float>(Optimizer.Adam())),
        ("Momentum, float", () => CheckTraining<DropoutNet, float>(Optimizer.Momentum(0.01, 0.9, 0.01) with { ClipNorm = 1 })),
        ("RMSprop, double", () => CheckTraining<DropoutDoubleNet, double>(
            Optimizer.RMSprop(0.001) with { L1Decay = 0.01, ClipValue = 0.5, MaxNorm = 2 })),
        ("runtime, float", () => CheckRuntime<float>(Optimizer.Nesterov(0.01))),
    ];

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach ((int index, (string name, _)) in AllCases.Index())
            {
                if (index % 4 == 0)
                {
                    cases.Add(name, false);
                }

                if (index % 4 == 0 || LongChecks.AreWanted)
                {
                    cases.Add(name, true);
                }
            }

            return cases;
        }
    }

    // Methods that call kernels are compiled again after some calls: by default at a time that depends on the machine.
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task After_preparation_nothing_of_a_network_is_compiled(string name, bool compilesAgainAtOnce)
    {
        string? wanted = Environment.GetEnvironmentVariable(CaseVariable);
        string self = $"{name}, {compilesAgainAtOnce}";
        if (wanted is null)
        {
            ProcessStartInfo start = ThisAssembly.StartOf(typeof(PreparedCodeTests));
            start.Environment[CaseVariable] = self;

            // As programs are compiled that set nothing, unlike these tests.
            start.Environment["DOTNET_TC_QuickJitForLoops"] = "1";
            start.Environment["DOTNET_TieredPGO"] = "1";
            if (compilesAgainAtOnce)
            {
                start.Environment["DOTNET_TC_CallCountingDelayMs"] = "0";
            }

            (int exitCode, string output) = await ThisAssembly.RunToEndAsync(start);
            Assert.True(exitCode == 0, output);
        }
        else if (wanted == self)
        {
            Array.Find(AllCases, item => item.Name == name).Check();
        }
    }

    private static void CheckInference<TNetwork, T>(Action prepare)
        where TNetwork : class, ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var methods = new CompiledMethods();
        prepare();
        AssertCompiled<Preparation>(methods);
        TNetwork network = TNetwork.Create(1);
        NetworkTopology topology = TNetwork.Topology;
        _ = methods.Take<Creation>();
        foreach (Calls<T> calls in CallsOf<T>(topology))
        {
            Infer(network, calls);
        }

        AssertNothingCompiled<DirectCalls>(methods);
    }

    private static void CheckTraining<TNetwork, T>(Optimizer? optimizer)
        where TNetwork : class, ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var methods = new CompiledMethods();
        TNetwork.PrepareTraining(optimizer);
        AssertCompiled<Preparation>(methods);
        CheckAfterPreparation(methods, TNetwork.Create(1), optimizer);
    }

    private static void CheckRuntime<T>(Optimizer optimizer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var methods = new CompiledMethods();
        RuntimeNetwork<T> network = RuntimeNetwork<T>.Create(
            new NetworkTopology([90, 20, 3], [Activation.Tanh, Activation.Softmax], numericType: NumericTypeOf<T>()), 1);
        network.PrepareTraining(optimizer);
        AssertCompiled<Preparation>(methods);
        CheckAfterPreparation(methods, network, optimizer);
    }

    private static NumericType NumericTypeOf<T>() => typeof(T) == typeof(float) ? NumericType.Single : NumericType.Double;

    private static void CheckAfterPreparation<T>(CompiledMethods methods, ITrainableNetwork<T> network, Optimizer? optimizer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NetworkTopology topology = network.Topology;
        var gradient = new ParameterBuffer<T>(topology);
        OptimizerState<T>? state = optimizer?.CreateState<T>(topology);
        using var pair = new WorkerTeam(2);
        using var three = new WorkerTeam(3) { DividesAll = true };
        _ = methods.Take<Creation>();
        foreach (Calls<T> calls in CallsOf<T>(topology))
        {
            Infer(network, calls);
            ComputeGradients(network, calls, gradient);
            foreach (WorkerTeam? workers in new[] { null, pair, three })
            {
                foreach (DropoutKey? key in new DropoutKey?[] { null, new DropoutKey(1, 2) })
                {
                    Step(network, calls, state, workers, key);
                }
            }

            gradient.Clear();
            network.ApplyGradient(gradient, T.Zero);
            if (state is not null)
            {
                network.ApplyGradient(gradient, calls.Count, state);
            }
        }

        AssertNothingCompiled<DirectCalls>(methods);
        TrainAndReport(network, optimizer);
        AssertNoKernelCompiled<Trainings>(methods);
    }

    private static void Infer<T>(INetwork<T> network, Calls<T> calls)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var outputs = new T[calls.Targets.Length];
        network.FeedForwardBatch(calls.Inputs, outputs);
        network.FeedForwardBatch(calls.Inputs, calls.Targets, outputs, new T[calls.Count]);
        _ = network.Cost(calls.Inputs, calls.Targets);
        ReadOnlySpan<T> first = calls.Inputs.AsSpan(0, network.Topology.InputSize);
        network.FeedForward(first, outputs.AsSpan(0, network.Topology.OutputSize));
        _ = network.Classify(first);
        _ = network.Predict(first);
    }

    private static void ComputeGradients<T>(ITrainableNetwork<T> network, Calls<T> calls, ParameterBuffer<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var inputGradients = new T[calls.Inputs.Length];
        foreach (DropoutKey? key in new DropoutKey?[] { null, new DropoutKey(1, 2) })
        {
            _ = network.Backprop(calls.Inputs, calls.Targets, gradient, key);
            _ = network.Backprop(calls.Inputs, calls.Targets, calls.Weights, gradient, key);
            foreach (BackpropFrom from in Enum.GetValues<BackpropFrom>())
            {
                _ = network.Backprop(from, calls.Inputs, calls.Targets, gradient, inputGradients, key);
                _ = network.Backprop(from, calls.Inputs, calls.Targets, gradient, [], key);
                _ = network.Backprop(from, calls.Inputs, calls.Targets, null, inputGradients, key);
            }
        }

        _ = network.InputGradients(calls.Inputs, calls.Targets, inputGradients);
        network.Jacobian(calls.Inputs, new T[calls.Inputs.Length * network.Topology.OutputSize]);
    }

    private static void Step<T>(
        ITrainableNetwork<T> network, Calls<T> calls, OptimizerState<T>? state, WorkerTeam? workers, DropoutKey? key)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // So small that the network stays as it is, but for the last bits.
        T rate = T.CreateChecked(1e-6);
        _ = network.TrainMiniBatch(calls.Inputs, calls.Targets, rate, workers, key);
        _ = network.TrainMiniBatch(calls.Inputs, calls.Targets, calls.Weights, rate, workers, key);
        if (state is not null)
        {
            state.LearningRate = 1e-6;
            _ = network.TrainMiniBatch(calls.Inputs, calls.Targets, state, workers, key);
            _ = network.TrainMiniBatch(calls.Inputs, calls.Targets, calls.Weights, state, workers, key);
        }
    }

    private static void TrainAndReport<T>(ITrainableNetwork<T> network, Optimizer? optimizer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (T[] inputs, T[] targets) = EqualityAssert.Samples<T>(network.Topology, 300, new Random(3));
        DataSet<T> data = DataSet.FromTargets(inputs, network.Topology.InputSize, targets, network.Topology.OutputSize);
        foreach (int threads in new[] { 1, 2 })
        {
            _ = network.Train(
                data,
                new TrainingOptions
                {
                    Epochs = 2,
                    MiniBatchSize = 200,
                    MaxDegreeOfParallelism = threads,
                    Optimizer = optimizer ?? Optimizer.Sgd(),
                    LearningRate = 1e-6,
                    Patience = 3,
                    EvaluateTraining = true,
                    MeasureNorms = true,
                    MeasureGradient = true,
                },
                data);
        }

        using var workers = new WorkerTeam(2);
        _ = network.Evaluate(data, workers);
        _ = network.FeedForward(data, workers);
        _ = network.Predict(data);
        _ = network.EvaluateRegression(data);
        _ = network.CheckGradient(
            inputs.AsSpan(0, network.Topology.InputSize), targets.AsSpan(0, network.Topology.OutputSize), 2);
    }

    // Dense inputs, sparse ones and none but zeros.
    private static IEnumerable<Calls<T>> CallsOf<T>(NetworkTopology topology)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (int count in Counts)
        {
            foreach (int zerosOfTen in new[] { 0, 9, 10 })
            {
                var random = new Random(count);
                (T[] inputs, T[] targets) = EqualityAssert.Samples<T>(topology, count, random);
                for (int i = 0; i < inputs.Length; i++)
                {
                    inputs[i] = random.Next(10) < zerosOfTen ? T.Zero : inputs[i] + T.One;
                }

                yield return new Calls<T>(count, inputs, targets, [.. Enumerable.Repeat(T.One, count)]);
            }
        }
    }

    private static void AssertCompiled<TMark>(CompiledMethods methods)
        where TMark : struct =>
        Assert.Contains(methods.Take<TMark>(), method => method.IsOptimized
            && KernelNamespaces.Any(start => method.Type.StartsWith(start, StringComparison.Ordinal)));

    private static void AssertNothingCompiled<TMark>(CompiledMethods methods)
        where TMark : struct =>
        AssertNone(methods.Take<TMark>().Where(method => method.Type.StartsWith("NetGen.", StringComparison.Ordinal)
            && !IsOfTest(method.Type)));

    // Trainers and reports have other code beside, which is compiled when it is first called.
    private static void AssertNoKernelCompiled<TMark>(CompiledMethods methods)
        where TMark : struct =>
        AssertNone(methods.Take<TMark>().Where(method => method.IsOptimized
            && KernelNamespaces.Any(start => method.Type.StartsWith(start, StringComparison.Ordinal))));

    private static void AssertNone(IEnumerable<CompiledMethod> found) =>
        Assert.True(!found.Any(), $"Compiled after preparation:\n{string.Join('\n', found)}");

    private static bool IsOfTest(string type) =>
        type.Contains(nameof(PreparedCodeTests), StringComparison.Ordinal)
        || type.Contains(nameof(EqualityAssert), StringComparison.Ordinal)
        || type.Contains(nameof(CompiledMethods), StringComparison.Ordinal);

    private readonly struct Preparation;

    private readonly struct Creation;

    private readonly struct DirectCalls;

    private readonly struct Trainings;

    private sealed record Calls<T>(int Count, T[] Inputs, T[] Targets, T[] Weights);
}
