using System.CommandLine;
using System.Globalization;

namespace NetGen.Benchmarks.Choices;

/// <summary>
/// What docs/choosing.md advises, tried: activations, costs, update rules and rates on digits and on a function of ten features.
/// </summary>
internal static class ChoicesCommand
{
    private const int Epochs = 30;
    private const int MiniBatchSize = 32;

    // So few that a network can learn them by heart.
    private const int FewDigits = 200;
    private const int FewDigitsEpochs = 200;
    private const int RpropEpochs = 300;

    // All numbers of epochs are multiples of it.
    private const int QuickDivisor = 10;

    private static readonly double[] s_rates = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];

    private static readonly (string Name, Func<double, Optimizer> Create)[] s_rules =
    [
        ("Sgd", rate => Optimizer.Sgd(rate)),
        ("Momentum 0.9", rate => Optimizer.Momentum(rate)),
        ("Nesterov 0.9", rate => Optimizer.Nesterov(rate)),
        ("Adagrad", rate => Optimizer.Adagrad(rate)),
        ("RMSprop", rate => Optimizer.RMSprop(rate)),
        ("Adam", rate => Optimizer.Adam(rate)),
        ("AdamW", rate => Optimizer.AdamW(rate)),
        ("NAdam", rate => Optimizer.NAdam(rate)),
    ];

    public static Command Create()
    {
        var seeds = new Option<int>("--seeds")
        {
            Description = "Of how many seeds to take the mean; each divides the data anew.",
            HelpName = "N",
            DefaultValueFactory = _ => 5,
        };
        seeds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--seeds: expected an integer from 1 on.");
            }
        });
        var quick = new Option<bool>("--quick") { Description = "A tenth of the epochs." };
        var command = new Command("choices", "Tries activations, costs, update rules and rates on digits and on a regression.")
        {
            seeds, quick,
        };
        command.SetAction(parsed => Run(new Effort(parsed.GetValue(seeds), parsed.GetValue(quick) ? QuickDivisor : 1)));
        return command;
    }

    private static void Run(Effort effort)
    {
        (int seeds, string quick) = (effort.Seeds, effort.Divisor == 1 ? "" : " --quick: a tenth of all epochs.");
        Write($"{Epochs} epochs, mini-batches of {MiniBatchSize}, means of {seeds} seeds. Classification: accuracy in percent on 359 of");
        Console.WriteLine(
            "the 1,797 digits, 64-64-64-10. Regression: R2 on 200 of 1,000 samples, 10-32-32-1 with standardized features." + quick);
        ChoiceData digits = ChoiceData.Digits();
        ChoiceData friedman = ChoiceData.Friedman();
        Header("Hidden activation", ["digits, Sgd", "digits, Adam", "R², Sgd", "R², Adam"]);
        foreach ((ChoiceCase classifier, ChoiceCase regression) in Activations())
        {
            Row(
                classifier.Name,
                [
                    Accuracy(classifier, digits, effort, Usual()),
                    Accuracy(classifier, digits, effort, Usual(Optimizer.Adam())),
                    R2(regression, friedman, effort, Usual()),
                    R2(regression, friedman, effort, Usual(Optimizer.Adam())),
                ]);
        }

        Header("Digits: outputs and cost", ["Sgd", "Adam"]);
        foreach (ChoiceCase head in Heads())
        {
            Row(head.Name, [Accuracy(head, digits, effort, Usual()), Accuracy(head, digits, effort, Usual(Optimizer.Adam()))]);
        }

        Header("Regression: cost", ["Sgd", "Adam"]);
        foreach (ChoiceCase cost in Costs())
        {
            Row(cost.Name, [R2(cost, friedman, effort, Usual()), R2(cost, friedman, effort, Usual(Optimizer.Adam()))]);
        }

        string[] rates = [.. s_rates.Select(rate => rate.ToString(CultureInfo.InvariantCulture))];
        Header("Digits, ReLU: rule and rate", rates);
        foreach ((string name, Func<double, Optimizer> create) in s_rules)
        {
            var network = new ChoiceCase(name, seed => ReLUDigits.Create(seed));
            Row(name, [.. s_rates.Select(rate => Accuracy(network, digits, effort, Usual(create(rate))))]);
        }

        Row("Rprop", [.. s_rates.Select(rate => Accuracy(Case<ReLUDigits>("Rprop"), digits, effort, Rprop(rate)))]);
        Header("Regression, ReLU: rule and rate", rates);
        foreach ((string name, Func<double, Optimizer> create) in s_rules)
        {
            var network = new ChoiceCase(name, seed => ReLURegression.Create(seed));
            Row(name, [.. s_rates.Select(rate => R2(network, friedman, effort, Usual(create(rate))))]);
        }

        Row("Rprop", [.. s_rates.Select(rate => R2(Case<ReLURegression>("Rprop"), friedman, effort, Rprop(rate)))]);
        ChoiceData few = digits with { TrainingCount = FewDigits };
        Header($"{FewDigits} digits to train with, ReLU, Adam(0.003), {FewDigitsEpochs} epochs", ["accuracy"]);
        foreach ((ChoiceCase network, TrainingOptions options) in AgainstOverfitting())
        {
            Row(network.Name, [Accuracy(network, few, effort, options)]);
        }
    }

    private static TrainingOptions Rprop(double rate) =>
        new() { Epochs = RpropEpochs, MiniBatchSize = int.MaxValue, Optimizer = Optimizer.Rprop(rate) };

    private static IEnumerable<(ChoiceCase Network, TrainingOptions Options)> AgainstOverfitting()
    {
        var options = new TrainingOptions { Epochs = FewDigitsEpochs, MiniBatchSize = MiniBatchSize, Optimizer = Optimizer.Adam(0.003) };
        yield return (Digits("nothing against overfitting", 64, dropout: 0), options);
        foreach (double rate in new[] { 0.1, 0.2, 0.3, 0.5 })
        {
            yield return (Digits(Text($"Dropout({rate}) after each hidden layer"), 64, rate), options);
        }

        foreach (double l2 in new[] { 0.01, 0.1, 1 })
        {
            yield return (Digits(Text($"L2 = {l2}"), 64, dropout: 0), options with { L2 = l2 });
        }

        yield return (Digits("16 units in each hidden layer", 16, dropout: 0), options);
        yield return (Digits("20 epochs", 64, dropout: 0), options with { Epochs = 20 });
    }

    private static ChoiceCase Digits(string name, int units, double dropout)
    {
        var dense = new DenseAttribute(units, Activation.ReLU);
        LayerAttribute[] hidden = dropout > 0 ? [dense, new DropoutAttribute(dropout)] : [dense];
        NetworkTopology topology = NetworkTopology.FromLayers([64], [.. hidden, .. hidden, new DenseAttribute(10, Activation.Softmax)]);
        return new ChoiceCase(name, seed => RuntimeNetwork<float>.Create(topology, seed));
    }

    private static (ChoiceCase Classifier, ChoiceCase Regression)[] Activations() =>
    [
        (Case<SigmoidDigits>("Sigmoid"), Case<SigmoidRegression>("Sigmoid")),
        (Case<TanhDigits>("Tanh"), Case<TanhRegression>("Tanh")),
        (Case<SoftsignDigits>("Softsign"), Case<SoftsignRegression>("Softsign")),
        (Case<HardSigmoidDigits>("HardSigmoid"), Case<HardSigmoidRegression>("HardSigmoid")),
        (Case<ReLUDigits>("ReLU"), Case<ReLURegression>("ReLU")),
        (Case<LeakyReLUDigits>("LeakyReLU"), Case<LeakyReLURegression>("LeakyReLU")),
        (Case<ELUDigits>("ELU"), Case<ELURegression>("ELU")),
        (Case<SELUDigits>("SELU"), Case<SELURegression>("SELU")),
        (Case<GELUDigits>("GELU"), Case<GELURegression>("GELU")),
        (Case<GELUTanhDigits>("GELUTanh"), Case<GELUTanhRegression>("GELUTanh")),
        (Case<SiLUDigits>("SiLU"), Case<SiLURegression>("SiLU")),
        (Case<SoftplusDigits>("Softplus"), Case<SoftplusRegression>("Softplus")),
        (Case<HardSwishDigits>("HardSwish"), Case<HardSwishRegression>("HardSwish")),
        (Case<MishDigits>("Mish"), Case<MishRegression>("Mish")),
    ];

    private static ChoiceCase[] Heads() =>
    [
        Case<ReLUDigits>("Softmax, CategoricalCrossEntropy"),
        Case<SmoothedDigits>("the same, LabelSmoothing = 0.1"),
        Case<LogSoftmaxDigits>("LogSoftmax, NegativeLogLikelihood"),
        Case<BinaryDigits>("Sigmoid, BinaryCrossEntropy"),
        Case<QuadraticDigits>("Sigmoid, Quadratic"),
        Case<IdentityDigits>("Identity, Quadratic"),
        Case<HingeDigits>("Identity, Hinge"),
    ];

    private static ChoiceCase[] Costs() =>
    [
        Case<ReLURegression>("Quadratic"),
        Case<MeanSquaredErrorRegression>("MeanSquaredError"),
        Case<HuberRegression>("Huber"),
        Case<MeanAbsoluteErrorRegression>("MeanAbsoluteError"),
    ];

    private static ChoiceCase Case<TNetwork>(string name)
        where TNetwork : ITrainableNetwork<TNetwork, float> => new(name, seed => TNetwork.Create(seed));

    private static TrainingOptions Usual(Optimizer? optimizer = null)
    {
        var options = new TrainingOptions { Epochs = Epochs, MiniBatchSize = MiniBatchSize };
        return optimizer is null ? options : options with { Optimizer = optimizer };
    }

    private static double Accuracy(ChoiceCase choice, ChoiceData data, Effort effort, TrainingOptions options) => 100 * Mean(
        choice, data, effort, options, (network, test) => network.Evaluate(test).Accuracy ?? double.NaN);

    private static double R2(ChoiceCase choice, ChoiceData data, Effort effort, TrainingOptions options) => Mean(
        choice, data, effort, options, (network, test) => network.EvaluateRegression(test).R2);

    // NaN if a training run diverges.
    private static double Mean(
        ChoiceCase choice, ChoiceData data, Effort effort, TrainingOptions options,
        Func<ITrainableNetwork<float>, DataSet<float>, double> score)
    {
        double sum = 0;
        for (int seed = 1; seed <= effort.Seeds; seed++)
        {
            (DataSet<float> training, DataSet<float> test) = data.Divide(seed);
            ITrainableNetwork<float> network = choice.Create(seed);
            TrainingOptions seeded = options with
            {
                Epochs = options.Epochs / effort.Divisor, Seed = seed, MiniBatchSize = Math.Min(options.MiniBatchSize, training.Count),
            };
            try
            {
                network.Train(training, seeded);
            }
            catch (TrainingDivergedException)
            {
                return double.NaN;
            }

            sum += score(network, test);
        }

        return sum / effort.Seeds;
    }

    private static void Header(string name, string[] columns)
    {
        Console.WriteLine();
        Console.WriteLine($"| {name} | {string.Join(" | ", columns)} |");
        Console.WriteLine($"|---|{string.Concat(columns.Select(_ => "---|"))}");
    }

    private static void Row(string name, double[] values)
    {
        IEnumerable<string> cells = values.Select(value => double.IsNaN(value) ? "diverges"
            : value.ToString(value > 1 ? "0.0" : "0.000", CultureInfo.InvariantCulture));
        Console.WriteLine($"| {name} | {string.Join(" | ", cells)} |");
    }

    private static void Write(FormattableString text) => Console.WriteLine(Text(text));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>How much to train.</summary>
    /// <param name="Seeds">How many seeds to take the mean of.</param>
    /// <param name="Divisor">What the numbers of epochs are divided by.</param>
    private sealed record Effort(int Seeds, int Divisor);
}
