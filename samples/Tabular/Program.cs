using NetGen;
using NetGen.Data;
using NetGen.Metrics;
using NetGen.Samples.Tabular;

// 1. Read. Words become numbers: the species are the classes, and each island and sex a feature of 0 or 1.
string path = Path.Combine(AppContext.BaseDirectory, "penguins.csv");
var layout = new CsvOptions
{
    LabelColumn = "species",
    IgnoredColumns = ["year"],
    OneHot = [new("island", "Biscoe", "Dream", "Torgersen"), new("sex", "female", "male")],
    MissingValues = MissingValues.FillWithMean,
};
DataSet<float> penguins = CsvFile.ReadDataSet<float>(path, layout);
Console.WriteLine($"{penguins.Count} penguins of the species {string.Join(", ", penguins.ClassNames!)}");
Console.WriteLine($"Features: {string.Join(", ", penguins.FeatureNames!)}");

// 2. Hold out a quarter for the test, each species in proportion. Nothing below is chosen by it.
(DataSet<float> test, DataSet<float> rest) = penguins.SplitStratified(penguins.Count / 4, seed: 1);
Console.WriteLine($"{rest.Count} to choose and to train with, {test.Count} for the test");
Console.WriteLine();

// 3. Choose between two learning rates by cross-validation: five training runs each, and each penguin is held out once.
var common = new TrainingOptions { Epochs = 20, MiniBatchSize = 16, Optimizer = Optimizer.Adam(), Seed = 1 };
TrainingOptions[] candidates = [common with { LearningRate = 0.001 }, common with { LearningRate = 0.01 }];
var costs = new double[candidates.Length];
for (int i = 0; i < candidates.Length; i++)
{
    Evaluation[] results = [.. rest.Folds(5, seed: 1).Select(fold =>
    {
        var candidate = PenguinNet.Create(seed: 1);
        candidate.Train(fold.Training, candidates[i]);
        return candidate.Evaluate(fold.Validation);
    })];
    costs[i] = results.Average(result => result.Cost);
    double accuracy = results.Average(result => result.Accuracy!.Value);
    Console.WriteLine($"Learning rate {candidates[i].LearningRate}: mean cost {costs[i]:0.000}, mean accuracy {accuracy:P1} of 5 folds");
}

TrainingOptions chosen = candidates[Array.IndexOf(costs, costs.Min())];

// 4. Train with the better setting, for as long as the validation cost falls.
(DataSet<float> validation, DataSet<float> training) = rest.SplitStratified(rest.Count / 5, seed: 2);
var net = PenguinNet.Create(seed: 1);
TrainingHistory history = net.Train(training, chosen with { Epochs = 500, Patience = 10 }, validation);
Console.WriteLine($"Trained with {chosen.LearningRate}: {history.StopReason} after {history.Epochs.Count} epochs");
Console.WriteLine($"The parameters are those of epoch {history.BestEpoch!.Epoch}.");
Console.WriteLine();

// 5. Test, once.
Console.WriteLine(net.EvaluateClassification(test));

// 6. Save. The file also has the names of the species, and the means that stand in for missing values.
net.Save("penguins.safetensors");

// 7. Use, as another program would: load, and predict from lines without the species.
PenguinNet.Inference loaded = PenguinNet.Inference.Load("penguins.safetensors");
using var line = new StringReader("""
    island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,year
    Biscoe,46.5,14.8,217,NA,female,2009
    """);
DataSet<float> caught = CsvFile.ReadInputs<float>(line, "caught.csv", layout);
Prediction prediction = loaded.Predict(caught)[0];
Console.WriteLine($"A penguin that was caught: {prediction.Name}, with probability {prediction.Probability:0.000}");
