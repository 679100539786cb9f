using NetGen;
using NetGen.Data;
using NetGenApp;

(DataSet<float> training, DataSet<float> test) = Points.Read().SplitStratified(240, seed: 1);

PointNet net = PointNet.Create(seed: 1);
TrainingHistory history = net.Train(
    training,
    new TrainingOptions { Epochs = 100, MiniBatchSize = 10, Optimizer = Optimizer.Adam(0.01) },
    progress: epoch =>
    {
        if (epoch.Epoch % 20 == 0)
        {
            Console.WriteLine(epoch);
        }
    });

Console.WriteLine(net.EvaluateClassification(test));

net.Save("points.safetensors");
PointNet loaded = PointNet.Load("points.safetensors");
Console.WriteLine($"The point (0, 0) lies {loaded.Predict([0, 0])}.");
