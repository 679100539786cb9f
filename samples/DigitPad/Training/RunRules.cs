using System.Globalization;

namespace NetGen.Samples.DigitPad.Training;

/// <summary>What visitors may ask for, and what it means to the library.</summary>
internal static class RunRules
{
    private const int MaxLayers = 3;
    private const int MaxUnits = 128;
    private const int MaxMiniBatchSize = 500;
    private const double MaxLearningRate = 100;
    private const double MaxL2 = 100;

    private static readonly Activation[] Activations =
    [
        Activation.Sigmoid, Activation.Tanh, Activation.ReLU, Activation.LeakyReLU, Activation.ELU, Activation.GELU, Activation.SiLU,
        Activation.Identity,
    ];

    private static readonly CostFunction[] Costs =
        [CostFunction.Quadratic, CostFunction.BinaryCrossEntropy, CostFunction.CategoricalCrossEntropy];

    private static readonly Dictionary<string, Func<double, Optimizer>> Optimizers = new()
    {
        ["Sgd"] = rate => Optimizer.Sgd(rate),
        ["Momentum"] = rate => Optimizer.Momentum(rate),
        ["Nesterov"] = rate => Optimizer.Nesterov(rate),
        ["Adam"] = rate => Optimizer.Adam(rate),
        ["AdamW"] = rate => Optimizer.AdamW(rate),
        ["RMSprop"] = rate => Optimizer.RMSprop(rate),
        ["Adagrad"] = rate => Optimizer.Adagrad(rate),
    };

    /// <summary>The choices for some digits, and limits of epochs and seconds.</summary>
    public static RunChoices Describe(TrainingData data, int maxEpochs, double seconds) => new(
        data.Name, data.Training.InputSize, data.Training.Count, data.Validation.Count, MaxLayers, MaxUnits, maxEpochs,
        MaxMiniBatchSize, MaxLearningRate, MaxL2, seconds, Activations, Costs, [.. Optimizers.Keys]);

    /// <summary>What is wrong with a request: for each property its errors; empty if there are none.</summary>
    public static Dictionary<string, string[]> FindErrors(RunRequest request, int samples, int maxEpochs)
    {
        var errors = new Dictionary<string, string[]>();
        Check("hidden", request.Hidden is { Length: <= MaxLayers } && request.Hidden.All(units => units is >= 1 and <= MaxUnits),
            $"Expected at most {MaxLayers} layers of 1 to {MaxUnits} units.");
        Check("activation", Activations.Contains(request.Activation), $"Expected one of {string.Join(", ", Activations)}.");
        Check("cost", Costs.Contains(request.Cost), $"Expected one of {string.Join(", ", Costs)}.");
        Check("optimizer", request.Optimizer is not null && Optimizers.ContainsKey(request.Optimizer),
            $"Expected one of {string.Join(", ", Optimizers.Keys)}.");
        Check("learningRate", request.LearningRate is > 0 and <= MaxLearningRate,
            Invariant($"Expected a number above 0, at most {MaxLearningRate}."));
        Check("miniBatchSize", request.MiniBatchSize is >= 1 and <= MaxMiniBatchSize, $"Expected 1 to {MaxMiniBatchSize} digits.");
        Check("epochs", request.Epochs >= 1 && request.Epochs <= maxEpochs, $"Expected 1 to {maxEpochs} epochs.");
        Check("samples", request.Samples is null || (request.Samples >= 10 && request.Samples <= samples),
            Invariant($"Expected 10 to {samples} digits."));
        Check("l2", request.L2 is >= 0 and <= MaxL2, Invariant($"Expected a number from 0 to {MaxL2}."));
        return errors;

        void Check(string name, bool condition, string expected)
        {
            if (!condition)
            {
                errors[name] = [expected];
            }
        }
    }

    /// <summary>The layers of a request that has no errors.</summary>
    public static NetworkTopology Topology(RunRequest request, TrainingData data)
    {
        Activation output = request.Cost == CostFunction.CategoricalCrossEntropy ? Activation.Softmax : Activation.Sigmoid;
        return new NetworkTopology(
            [data.Training.InputSize, .. request.Hidden, 10],
            [.. Enumerable.Repeat(request.Activation, request.Hidden.Length), output],
            request.Cost,
            NumericType.Single);
    }

    /// <summary>The options of a request that has no errors.</summary>
    public static TrainingOptions Options(RunRequest request, double seconds) => new()
    {
        Epochs = request.Epochs,
        MiniBatchSize = request.MiniBatchSize,
        Optimizer = Optimizers[request.Optimizer](request.LearningRate),
        L2 = request.L2,
        Seed = request.Seed,
        EvaluateTraining = true,
        TimeLimit = TimeSpan.FromSeconds(seconds),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
