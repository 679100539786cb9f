using NetGen;
using NetGen.Data;
using NetGenApp;

// The validation data decide when to stop and which epoch is kept; the test data are for the report alone.
(DataSet<float> test, DataSet<float> rest) = Points.Read().SplitStratified(0.2, seed: 1);
(DataSet<float> validation, DataSet<float> training) = rest.SplitStratified(0.25, seed: 1);

PointNet net = PointNet.Create(seed: 1);
TrainingHistory history = net.Train(
    training,
    new TrainingOptions { Epochs = 500, Patience = 20, MiniBatchSize = 10, Optimizer = Optimizer.Adam(0.01) },
    validation,
    epoch =>
    {
        if (epoch.Epoch % 20 == 0)
        {
            Console.WriteLine(epoch);
        }
    });

Console.WriteLine($"{history.StopReason} after {history.Epochs.Count} epochs; kept epoch {history.BestEpoch!.Epoch}.");
Console.WriteLine(net.EvaluateClassification(test));

net.Save("points.safetensors");
PointNet loaded = PointNet.Load("points.safetensors");
Console.WriteLine($"The point (0, 0) lies {loaded.Predict([0, 0])}.");
