using System.Text.Json;
using NetGen.Metrics;
using NetGen.Tests.Support;

namespace NetGen.Tests.Metrics;

/// <summary>Reports have the numbers of scikit-learn.</summary>
public class ScikitLearnTests
{
    private const double Tolerance = 1e-12;

    private const string ClassificationScript = """
        import json, sys, warnings
        import numpy as np
        from sklearn import metrics as m

        # Of classes without samples, which the reports have too.
        warnings.filterwarnings("ignore")
        results = []
        for case in json.load(sys.stdin):
            labels, predicted, count = np.array(case["labels"]), np.array(case["predicted"]), case["classes"]
            scores = np.array(case["scores"]).reshape(len(labels), -1)
            classes = list(range(count))
            precision, recall, f1, support = m.precision_recall_fscore_support(labels, predicted, labels=classes, zero_division=0)
            result = {
                "accuracy": [m.accuracy_score(labels, predicted)],
                "balanced": [m.balanced_accuracy_score(labels, predicted)],
                "matrix": m.confusion_matrix(labels, predicted, labels=classes).ravel().tolist(),
                "precision": precision.tolist(),
                "recall": recall.tolist(),
                "f1": f1.tolist(),
                "support": support.tolist(),
            }
            for average in ["macro", "weighted"]:
                values = m.precision_recall_fscore_support(labels, predicted, labels=classes, average=average, zero_division=0)
                result[average] = list(values[:3])
            if case["areas"]:
                columns = np.column_stack([1 - scores, scores]) if scores.shape[1] == 1 else scores
                result["areas"] = [m.roc_auc_score(labels == c, columns[:, c]) for c in classes]
                result["area"] = [
                    m.roc_auc_score(labels, columns[:, 1]) if count == 2 else m.roc_auc_score(labels, columns, multi_class="ovr")
                ]
            if case["top"]:
                result["top"] = [m.top_k_accuracy_score(labels, scores, k=k, labels=classes) for k in classes[1:]]
            results.append(result)
        json.dump(results, sys.stdout)
        """;

    private const string RegressionScript = """
        import json, sys
        import numpy as np
        from sklearn import metrics as m

        # Older versions have no function of their own.
        root = getattr(m, "root_mean_squared_error", lambda y, p, **rest: m.mean_squared_error(y, p, squared=False, **rest))
        functions = {"r2": m.r2_score, "mae": m.mean_absolute_error, "mse": m.mean_squared_error, "rmse": root}
        results = []
        for case in json.load(sys.stdin):
            targets = np.array(case["targets"]).reshape(-1, case["size"])
            outputs = np.array(case["outputs"]).reshape(-1, case["size"])
            result = {name: [f(targets, outputs)] for name, f in functions.items()}
            result.update({name + " of each": f(targets, outputs, multioutput="raw_values").tolist() for name, f in functions.items()})
            results.append(result)
        json.dump(results, sys.stdout)
        """;

    [Fact]
    public async Task Classifications_have_the_numbers_of_scikit_learn()
    {
        (string Name, TableNetwork Network, int[] Labels, bool Areas, bool Top)[] cases =
        [
            Case("three classes", 3, 200, 0, Activation.Softmax),
            Case("ten classes", 10, 500, 0, Activation.Softmax),
            Case("ties", 4, 300, 8, Activation.Softmax),
            Case("two outputs", 2, 100, 16, Activation.Softmax),
            Case("one sigmoid output", 1, 150, 0, Activation.Sigmoid),
            Case("one sigmoid output with ties", 1, 150, 8, Activation.Sigmoid),
            Without("absent classes", Case("", 6, 40, 0, Activation.Softmax)),
            NotNumbers("outputs that are NaN", Case("", 3, 60, 0, Activation.Softmax)),
        ];
        string output = await Python.RunAsync("sklearn", ClassificationScript, JsonSerializer.Serialize(cases.Select(one =>
        {
            DataSet<float> data = one.Network.WithLabels(one.Labels);
            return new
            {
                labels = one.Labels,
                predicted = one.Network.Predict(data).Select(prediction => prediction.Label),
                classes = data.TargetSize,
                scores = one.Network.FeedForward(data).Select(score => float.IsNaN(score) ? 0 : (double)score),
                areas = one.Areas,
                top = one.Top,
            };
        })));
        Compare(cases.Select(one => one.Name), output, cases.Select(one => Numbers(one.Network, one.Labels, one.Areas, one.Top)));
    }

    [Fact]
    public async Task Regressions_have_the_numbers_of_scikit_learn()
    {
        (string Name, double[] Targets, double[] Outputs, int Size)[] cases =
        [
            Regression("one output", 1, 100),
            Regression("three outputs", 3, 200),
            ("a constant target", [2, 1, 2, 3, 2, 5], [2, 1, 2, 3, 2, 4], 2),
            ("a constant target with errors", [2, 1, 2, 3, 2, 5], [2, 1, 3, 3, 2, 4], 2),
            ("two samples", [1, 2], [3, 1], 1),
        ];
        string output = await Python.RunAsync(
            "sklearn",
            RegressionScript,
            JsonSerializer.Serialize(cases.Select(one => new { targets = one.Targets, outputs = one.Outputs, size = one.Size })));
        Compare(cases.Select(one => one.Name), output, cases.Select(one => Numbers(one.Targets, one.Outputs, one.Size)));
    }

    private static Dictionary<string, double[]> Numbers(TableNetwork network, int[] labels, bool areas, bool top)
    {
        ClassificationReport report = network.EvaluateClassification(network.WithLabels(labels));
        var numbers = new Dictionary<string, double[]>
        {
            ["accuracy"] = [report.Accuracy],
            ["balanced"] = [report.BalancedAccuracy],
            ["matrix"] = [.. report.ConfusionMatrix.ToArray().Cast<int>()],
            ["precision"] = [.. report.Classes.Select(one => one.Precision)],
            ["recall"] = [.. report.Classes.Select(one => one.Recall)],
            ["f1"] = [.. report.Classes.Select(one => one.F1)],
            ["support"] = [.. report.Classes.Select(one => one.Support)],
            ["macro"] = [report.MacroAverage.Precision, report.MacroAverage.Recall, report.MacroAverage.F1],
            ["weighted"] = [report.WeightedAverage.Precision, report.WeightedAverage.Recall, report.WeightedAverage.F1],
        };
        if (areas)
        {
            numbers["areas"] = [.. report.Classes.Select(one => one.RocAuc!.Value)];
            numbers["area"] = [report.RocAuc!.Value];
        }

        if (top)
        {
            numbers["top"] = [.. Enumerable.Range(1, report.Classes.Count - 1).Select(report.TopKAccuracy)];
        }

        return numbers;
    }

    private static Dictionary<string, double[]> Numbers(double[] targets, double[] outputs, int size)
    {
        OutputMetrics[] each = [.. RegressionReport.Of<double>(targets, outputs, size).Outputs];
        return new Dictionary<string, double[]>
        {
            ["r2"] = [RegressionMetrics.R2<double>(targets, outputs, size)],
            ["mae"] = [RegressionMetrics.MeanAbsoluteError<double>(targets, outputs, size)],
            ["mse"] = [RegressionMetrics.MeanSquaredError<double>(targets, outputs, size)],
            ["rmse"] = [RegressionMetrics.RootMeanSquaredError<double>(targets, outputs, size)],
            ["r2 of each"] = [.. each.Select(output => output.R2)],
            ["mae of each"] = [.. each.Select(output => output.MeanAbsoluteError)],
            ["mse of each"] = [.. each.Select(output => output.MeanSquaredError)],
            ["rmse of each"] = [.. each.Select(output => output.RootMeanSquaredError)],
        };
    }

    private static void Compare(IEnumerable<string> names, string output, IEnumerable<Dictionary<string, double[]>> actual)
    {
        Dictionary<string, double[]>[] expected = JsonSerializer.Deserialize<Dictionary<string, double[]>[]>(output)!;
        Dictionary<string, double[]>[] all = [.. actual];
        Assert.Equal(expected.Length, all.Length);
        foreach (((string name, Dictionary<string, double[]> theirs), Dictionary<string, double[]> ours) in names.Zip(expected).Zip(all))
        {
            Assert.Equal(theirs.Keys.Order(), ours.Keys.Order());
            foreach ((string metric, double[] values) in theirs)
            {
                string text = $"{name}, {metric}: {string.Join(' ', ours[metric])}; scikit-learn has {string.Join(' ', values)}.";
                Assert.True(values.Length == ours[metric].Length, text);
                Assert.All(
                    values.Zip(ours[metric]),
                    pair => Assert.True(Math.Abs(pair.First - pair.Second) <= Tolerance * Math.Max(1, Math.Abs(pair.First)), text));
            }
        }
    }

    // Outputs that tell something of the labels, and sum to 1; in steps of 1/steps there are ties, and the order of those is not compared.
    private static (string Name, TableNetwork Network, int[] Labels, bool Areas, bool Top) Case(
        string name, int outputs, int count, int steps, Activation activation)
    {
        var random = new Random(outputs + count);
        int classes = Math.Max(2, outputs);
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i < classes ? i : random.Next(classes))];
        float[][] table = [.. labels.Select(label => outputs == 1 ? [Sigmoid(label)] : Softmax(label))];
        return (name, new TableNetwork(activation, table), labels, true, outputs > 2 && steps == 0);

        float Sigmoid(int label)
        {
            double p = (random.NextDouble() + (0.5 * label)) / 1.5;
            return (float)(steps == 0 ? p : Math.Round(p * steps) / steps);
        }

        float[] Softmax(int label)
        {
            if (steps == 0)
            {
                double[] weights = [.. Enumerable.Range(0, outputs).Select(i => random.NextDouble() + (i == label ? 0.4 : 0))];
                return [.. weights.Select(weight => (float)(weight / weights.Sum()))];
            }

            var shares = new float[outputs];
            shares[label] = 1f / steps;
            for (int i = 1; i < steps; i++)
            {
                shares[random.Next(outputs)] += 1f / steps;
            }

            return shares;
        }
    }

    // No sample of the last class, and none that is predicted as the first.
    private static (string Name, TableNetwork Network, int[] Labels, bool Areas, bool Top) Without(
        string name, (string Name, TableNetwork Network, int[] Labels, bool Areas, bool Top) one)
    {
        float[] outputs = one.Network.FeedForward(one.Network.WithLabels(one.Labels));
        int size = outputs.Length / one.Labels.Length;
        float[][] table = [.. outputs.Chunk(size).Select(sample => (float[])[0, .. sample[1..]])];
        int[] labels = [.. one.Labels.Select(label => label == size - 1 ? 0 : label)];
        return (name, new TableNetwork(Activation.Softmax, table), labels, false, false);
    }

    // Every third sample has no class.
    private static (string Name, TableNetwork Network, int[] Labels, bool Areas, bool Top) NotNumbers(
        string name, (string Name, TableNetwork Network, int[] Labels, bool Areas, bool Top) one)
    {
        float[] outputs = one.Network.FeedForward(one.Network.WithLabels(one.Labels));
        int size = outputs.Length / one.Labels.Length;
        float[][] table = [.. outputs.Chunk(size)];
        for (int i = 0; i < table.Length; i += 3)
        {
            table[i].AsSpan().Fill(float.NaN);
        }

        return (name, new TableNetwork(Activation.Softmax, table), one.Labels, false, false);
    }

    private static (string Name, double[] Targets, double[] Outputs, int Size) Regression(string name, int size, int count)
    {
        var random = new Random(size);
        double[] targets = [.. Enumerable.Range(0, size * count).Select(_ => (10 * random.NextDouble()) - 3)];
        return (name, targets, [.. targets.Select(target => target + random.NextDouble() - 0.4)], size);
    }
}
