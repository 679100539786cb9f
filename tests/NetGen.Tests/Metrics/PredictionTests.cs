using System.Globalization;
using System.Numerics;
using NetGen.Metrics;
using NetGen.Tests.Training;

namespace NetGen.Tests.Metrics;

/// <summary>Predictions and outputs, of one sample and of data sets.</summary>
public class PredictionTests
{
    [Fact]
    public void Softmax_gives_label_name_and_probability()
    {
        var network = new TableNetwork(Activation.Softmax, [0.125f, 0.625f, 0.25f], [0.5f, 0.25f, 0.25f]) { ClassNames = ["a", "b", "c"] };
        Assert.Equal(
            [
                new Prediction { Label = 1, Name = "b", Probability = 0.625 },
                new Prediction { Label = 0, Name = "a", Probability = 0.5 },
            ],
            network.Predict(network.WithLabels(2, 2)));
    }

    [Fact]
    public void One_sigmoid_output_gives_the_probability_of_the_class_that_it_predicts()
    {
        var network = new TableNetwork(Activation.Sigmoid, [0.25f], [0.5f], [0.875f], [float.NaN]) { ClassNames = ["no", "yes"] };
        Assert.Equal(
            [
                new Prediction { Label = 0, Name = "no", Probability = 0.75 },
                new Prediction { Label = 1, Name = "yes", Probability = 0.5 },
                new Prediction { Label = 1, Name = "yes", Probability = 0.875 },
                new Prediction { Label = -1 },
            ],
            network.Predict(network.WithTargets(0, 0, 0, 0)));
    }

    [Fact]
    public void Several_sigmoid_outputs_give_the_largest()
    {
        var network = new TableNetwork(Activation.Sigmoid, [0.25f, 0.75f], [0.75f, 0.75f], [float.NaN, 0.125f], [float.NaN, float.NaN]);
        Assert.Equal(
            [
                new Prediction { Label = 1, Probability = 0.75 },
                new Prediction { Label = 0, Probability = 0.75 },
                new Prediction { Label = 1, Probability = 0.125 },
                new Prediction { Label = -1 },
            ],
            network.Predict(network.WithLabels(0, 0, 0, 0)));
    }

    [Theory]
    [InlineData(Activation.Identity)]
    [InlineData(Activation.ReLU)]
    [InlineData(Activation.Tanh)]
    public void Other_outputs_are_no_probabilities(Activation activation)
    {
        var network = new TableNetwork(activation, [0.25f, 0.75f]);
        Assert.Equal([new Prediction { Label = 1 }], network.Predict(network.WithLabels(0)));
    }

    [Fact]
    public void A_prediction_reads_well_in_any_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            Assert.Equal("cat (98.20 %)", new Prediction { Label = 3, Name = "cat", Probability = 0.982 }.ToString());
            Assert.Equal("class 3 (98.20 %)", new Prediction { Label = 3, Probability = 0.982 }.ToString());
            Assert.Equal("cat", new Prediction { Label = 3, Name = "cat" }.ToString());
            Assert.Equal("class 3", new Prediction { Label = 3 }.ToString());
            Assert.Equal("no class", new Prediction { Label = -1 }.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void One_sample_is_predicted_as_in_a_data_set()
    {
        CheckOneByOne(SmallNet.Create(1), DotNet.Create(2), ReferenceNetwork<float>.Create(SoftmaxNet.Topology, 3));
        CheckOneByOne(DoubleNet.Create(1), NarrowDoubleNet.Create(2), ReferenceNetwork<double>.Create(DotDoubleNet.Topology, 3));
    }

    [Fact]
    public void Predictions_are_those_of_the_network()
    {
        SoftmaxNet network = SoftmaxNet.Create(1);
        network.ClassNames = [.. Enumerable.Range(0, 10).Select(label => $"digit {label}")];
        float[] input = [.. Enumerable.Range(0, 64).Select(i => i % 7 / 7f)];
        var output = new float[10];
        network.FeedForward(input, output);
        int label = network.Classify(input);
        Assert.Equal(new Prediction { Label = label, Name = $"digit {label}", Probability = output[label] }, network.Predict(input));
    }

    [Fact]
    public void Wide_outputs_are_predicted_too()
    {
        var network = ReferenceNetwork<float>.Create(new NetworkTopology([2, 1000], [Activation.Softmax]), seed: 1);
        Assert.Equal(network.Classify([1, 2]), network.Predict([1, 2]).Label);
    }

    [Fact]
    public void Outputs_that_are_NaN_have_no_class()
    {
        TinyNet network = TinyNet.Create(1);
        network.SetBiases(1, [float.NaN]);
        Assert.Equal(new Prediction { Label = -1 }, network.Predict([1, 2]));
    }

    [Fact]
    public void Data_without_fitting_targets_are_predicted()
    {
        SmallNet network = SmallNet.Create(1);
        var random = new Random(1);
        float[] inputs = [.. Enumerable.Range(0, 64 * 5).Select(_ => random.NextSingle())];
        Prediction[] expected = network.Predict(DataSet.FromLabels(inputs, 64, new int[5], 10));
        Assert.Equal(expected, network.Predict(DataSet.FromTargets(inputs, 64, new float[5], 1)));
        Assert.Equal(expected, network.Predict(DataSet.FromLabels(inputs, 64, new int[5], 3)));
    }

    [Fact]
    public void No_samples_have_no_predictions()
    {
        SmallNet network = SmallNet.Create(1);
        using var workers = new WorkerTeam(2);
        DataSet<float> empty = DataSet.FromLabels(Array.Empty<float>(), 64, Array.Empty<int>(), 10);
        Assert.Empty(network.Predict(empty));
        Assert.Empty(network.Predict(empty, workers));
        Assert.Empty(network.FeedForward(empty));
    }

    [Fact]
    public void What_cannot_be_predicted_is_refused()
    {
        SmallNet network = SmallNet.Create(1);
        DataSet<float> narrow = DataSet.FromLabels(new float[6], 2, new int[3], 10);
        var exception = Assert.Throws<ArgumentException>("data", () => network.Predict(narrow));
        Assert.Contains("Expected samples of 64 inputs, as the network has; found 2.", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("data", () => network.FeedForward(narrow));
#pragma warning disable NETGEN0037 // Wrong on purpose.
        Assert.Throws<ArgumentException>("input", () => network.Predict(new float[63]));
#pragma warning restore NETGEN0037
        Assert.Throws<ArgumentNullException>("data", () => network.Predict((DataSet<float>)null!));
        Assert.Throws<ArgumentNullException>("data", () => network.FeedForward(null!));
        Assert.Throws<ArgumentNullException>("network", () => ((INetwork<float>)null!).Predict(narrow));
        Assert.Throws<ArgumentNullException>("network", () => ((INetwork<float>)null!).Predict(new float[2]));
        Assert.Throws<ArgumentNullException>("network", () => ((INetwork<float>)null!).FeedForward(narrow));
    }

    [Fact]
    public void A_single_output_that_is_no_probability_has_no_classes()
    {
        var network = ReferenceNetwork<float>.Create(new NetworkTopology([2, 1], [Activation.Identity]), seed: 1);
        DataSet<float> data = DataSet.FromTargets<float>([1, 2], 2, new float[1], 1);
        var exception = Assert.Throws<ArgumentException>("network", () => network.Predict(data));
        Assert.Contains("single Identity output", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("network", () => network.Predict([1, 2]));
        Assert.Single(network.FeedForward(data));
    }

    [Fact]
    public void A_team_that_is_gone_is_refused()
    {
        var workers = new WorkerTeam(2);
        workers.Dispose();
        var network = new FirstInputNetwork();
        DataSet<float> data = RecordingNetwork.Data(5);
        Assert.Throws<ObjectDisposedException>(() => network.Predict(data, workers));
        Assert.Throws<ObjectDisposedException>(() => network.FeedForward(data, workers));
        Assert.Throws<ObjectDisposedException>(() => network.EvaluateClassification(data, workers));
    }

    [Fact]
    public void A_team_is_free_after_a_failure()
    {
        using var workers = new WorkerTeam(2);
        var network = new FailingNetwork();
        Assert.Throws<NotSupportedException>(() => network.Predict(RecordingNetwork.Data(5), workers));
        Assert.Equal(5, new FirstInputNetwork().Predict(RecordingNetwork.Data(5), workers).Length);
    }

    private static void CheckOneByOne<T>(params INetwork<T>[] networks)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var workers = new WorkerTeam(3);
        foreach (INetwork<T> network in networks)
        {
            int inputSize = network.Topology.InputSize;
            int outputSize = network.Topology.OutputSize;
            var random = new Random(inputSize);
            byte[] bytes = new byte[inputSize * 1000];
            random.NextBytes(bytes);
            T scale = T.CreateChecked(1 / 256.0);
            T[] inputs = [.. bytes.Select(value => T.CreateChecked(value) * scale)];
            DataSet<T> data = DataSet.FromLabels(inputs, inputSize, new int[1000], 2);
            T[] outputs = new T[1000 * outputSize];
            Prediction[] predictions = new Prediction[1000];
            for (int i = 0; i < 1000; i++)
            {
                ReadOnlySpan<T> input = inputs.AsSpan(i * inputSize, inputSize);
                network.FeedForward(input, outputs.AsSpan(i * outputSize, outputSize));
                predictions[i] = network.Predict(input);
                Assert.Equal(network.Classify(input), predictions[i].Label);
            }

            foreach (WorkerTeam? team in new[] { null, workers })
            {
                Assert.Equal(outputs, network.FeedForward(data, team));
                Assert.Equal(predictions, network.Predict(data, team));
                Assert.Equal(outputs, network.FeedForward(DataSet.FromLabels(bytes, inputSize, scale, new int[1000], 2), team));
                Assert.Equal(predictions[7..998], network.Predict(data.Slice(7, 991), team));
                DataSet<T> shuffled = data.Shuffle(5);
                var input = new T[inputSize];
                Assert.Equal(
                    Enumerable.Range(0, 1000).Select(i =>
                    {
                        shuffled.CopyInput(i, input);
                        return network.Predict(input);
                    }),
                    network.Predict(shuffled, team));
            }
        }
    }

    private sealed class FailingNetwork : StubNetwork;
}
