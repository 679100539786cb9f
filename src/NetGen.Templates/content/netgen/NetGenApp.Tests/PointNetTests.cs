using NetGen;
using NetGen.Data;

namespace NetGenApp.Tests;

public sealed class PointNetTests
{
    [Fact]
    public void The_network_learns_where_points_lie()
    {
        (DataSet<float> test, DataSet<float> rest) = Points.Read().SplitStratified(0.2, seed: 2);
        (DataSet<float> validation, DataSet<float> training) = rest.SplitStratified(0.25, seed: 2);
        PointNet net = PointNet.Create(seed: 2);
        net.Train(
            training,
            new TrainingOptions { Epochs = 500, Patience = 20, MiniBatchSize = 10, Optimizer = Optimizer.Adam(0.01) },
            validation);
        Assert.True(net.Evaluate(test).Accuracy >= 0.9);
    }

    [Fact]
    public void Equal_seeds_give_equal_networks() =>
        Assert.True(PointNet.Create(seed: 3).Parameters.BitwiseEquals(PointNet.Create(seed: 3).Parameters));
}
