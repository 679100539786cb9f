using System.Globalization;
using NetGen.Numerics;

namespace NetGen.Tests.Training;

/// <summary>
/// With the default initializer and <c>new TrainingOptions()</c>, each activation halves the cost at least, for several seeds: in a hidden
/// layer, as the output after units of its own kind, and as the output after sigmoids. It is given digits, and a function of two features.
/// </summary>
public sealed class ActivationDefaultsTests
{
    private static readonly int Seeds = LongChecks.AreWanted ? 20 : 2;

    private static readonly DataSet<float> Digits = DefaultsData.Digits<float>(300);

    /// <summary>The activations. Networks of identities alone are linear, and cannot express the function.</summary>
    public static TheoryData<Activation> Activations =>
        [.. Enum.GetValues<Activation>().Where(ActivationTraits.IsElementwise).Where(activation => activation != Activation.Identity)];

    [Theory]
    [MemberData(nameof(Activations))]
    public void The_defaults_halve_the_cost_for_every_seed(Activation activation)
    {
        (Activation Hidden, Activation Output)[] networks =
        [
            (activation, Activation.Softmax), (activation, activation), (Activation.Sigmoid, activation), (activation, Activation.Identity),
        ];
        if (activation == Activation.HardSigmoid)
        {
            networks = [.. networks, (Activation.ReLU, activation)];
        }

        using var compiled = new NetworkCompiler(NetworkCompiler.Compile("using NetGen;\n" + string.Concat(
            networks.Select((network, index) => Declare(index, "64, 30, 10", network) + Declare(index, "2, 16, 16, 1", network)))));
        for (int index = 0; index < networks.Length; index++)
        {
            Check(compiled, Name(index, "64, 30, 10"), networks[index], Digits);
            if (CanLearnFunction(networks[index]))
            {
                Check(compiled, Name(index, "2, 16, 16, 1"), networks[index], FunctionFor(networks[index].Output));
            }
        }
    }

    // Slopes of at most 1/6, after hidden layers of slopes of at most 1/4, take longer for the function than 30 epochs.
    private static bool CanLearnFunction((Activation Hidden, Activation Output) activations) =>
        activations.Output != Activation.Softmax && activations.Hidden != Activation.HardSigmoid
        && (activations.Output != Activation.HardSigmoid || activations.Hidden == Activation.ReLU);

    private static void Check(
        NetworkCompiler compiled, string name, (Activation Hidden, Activation Output) activations, DataSet<float> data)
    {
        double[] quotients = [.. Enumerable.Range(1, Seeds).Select(seed =>
        {
            ITrainableNetwork<float> network = compiled.Create<float>(name, seed);
            double before = network.Evaluate(data).Cost;
            network.Train(data, new TrainingOptions());
            return network.Evaluate(data).Cost / before;
        })];
        Assert.True(
            quotients.All(quotient => quotient <= 0.5),
            string.Create(CultureInfo.InvariantCulture, $"{activations}, {data.InputSize} inputs: {string.Join(' ', quotients)}"));
    }

    // The function in the range of the outputs: around 0 where they lie between -1 and 1, or anywhere.
    private static DataSet<float> FunctionFor(Activation output)
    {
        if (output == Activation.Identity)
        {
            return DefaultsData.Function<float>(0, 1);
        }

        ScalarActivation<double> function = ActivationRegistry.Find<double>(new NetworkTopology([1, 1], [output]).Layers[0]);
        return function.Apply(-100) < -0.9 && function.Apply(100) < 1.1
            ? DefaultsData.Function<float>(0, 0.9)
            : DefaultsData.Function<float>(0.5, 0.4);
    }

    private static string Name(int index, string sizes) =>
        string.Create(CultureInfo.InvariantCulture, $"{(sizes.StartsWith('2') ? "Function" : "Digits")}{index}");

    // Softmax of one output is no network.
    private static string Declare(int index, string sizes, (Activation Hidden, Activation Output) activations) =>
        activations.Output == Activation.Softmax && sizes.EndsWith(" 1", StringComparison.Ordinal)
            ? ""
            : $"[Network({sizes}, Hidden = Activation.{activations.Hidden}, Output = Activation.{activations.Output})]\n"
                + $"public sealed partial class {Name(index, sizes)};\n";
}
