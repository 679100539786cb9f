using NetGen.Data;
using NetGen.Tests.Serialization;

namespace NetGen.Tests.Data;

/// <summary>Names of features on their way from a file to a network, to its copies and files, and to the data it is used on.</summary>
public class FeatureNameTests
{
    private static readonly DataSet<float> _flowers = Read("x,z,species\n1,0,rose\n0,1,lily\n1,1,rose\n0,0,aster\n");

    // The same samples, with the columns the other way round.
    private static readonly DataSet<float> _turned = Read("z,x,species\n0,1,rose\n1,0,lily\n1,1,rose\n0,0,aster\n");

    private static readonly DataSet<float> _unnamed = _flowers.WithFeatureNames(null);

    private static readonly FlowerNet _network = Train(_flowers);

    [Fact]
    public void Training_gives_them_to_a_network_that_has_none()
    {
        Assert.Equal(["x", "z"], _network.Parameters.FeatureNames!);
        Assert.Null(Train(_unnamed).Parameters.FeatureNames);

        FlowerNet named = FlowerNet.Create(1);
        named.Parameters.FeatureNames = ["length", "width"];
        Refuses("training", "length", 0, () => named.Train(_flowers));
        named.Train(_unnamed, new TrainingOptions { Epochs = 1 });
        Assert.Equal(["length", "width"], named.Parameters.FeatureNames!);
    }

    [Fact]
    public void Data_with_other_features_are_refused()
    {
        Refuses("training", "x", 0, () => _network.Train(_turned));
        Refuses("validation", "x", 0, () => _network.Train(_unnamed, null, _turned));
        Refuses("data", "x", 0, () => _network.Evaluate(_turned));
        Refuses("data", "x", 0, () => _network.EvaluateClassification(_turned));
        Refuses("data", "x", 0, () => _network.Predict(_turned));
        Refuses("data", "x", 0, () => _network.FeedForward(_turned));
        Refuses("data", "x", 0, () => _network.ToInference().Predict(_turned));
        Refuses("data", "z", 1, () => _network.Evaluate(_flowers.WithFeatureNames(["x", "x"])));
        Assert.Equal(_network.FeedForward(_flowers), _network.FeedForward(_unnamed));

        StandardizedNet standardized = StandardizedNet.Create(1);
        standardized.Parameters.FeatureNames = ["a", "b", "c"];
        DataSet<float> data = DataSet.FromInputs([1f, 2, 3, 4, 5, 6], 3);
        standardized.FitStandardization(data);
        Refuses("data", "b", 1, () => standardized.FitStandardization(data.WithFeatureNames(["a", "c", "b"])));
    }

    [Fact]
    public void Copies_have_them()
    {
        Assert.Equal(["x", "z"], _network.Clone().Parameters.FeatureNames!);
        Assert.Equal(["x", "z"], _network.ToInference().Parameters.FeatureNames!);
        Assert.Equal(["x", "z"], RuntimeNetwork<float>.CopyOf(_network).Parameters.FeatureNames!);
        Assert.Equal(["x", "z"], RuntimeNetwork<float>.CopyOf(_network.ToInference()).Clone().Parameters.FeatureNames!);
        Assert.Equal(["x", "z"], ReferenceNetwork<float>.CopyOf(_network.ToInference()).Parameters.FeatureNames!);
        FlowerNet other = FlowerNet.Create(2);
        other.CopyFrom(_network);
        Assert.Equal(["x", "z"], other.Parameters.FeatureNames!);
        other.CopyFrom(FlowerNet.Create(3));
        Assert.Null(other.Parameters.FeatureNames);
    }

    [Fact]
    public void Files_have_them()
    {
        byte[] safetensors = Bytes(_network.Save);
        byte[] onnx = Bytes(_network.SaveOnnx);
        foreach (byte[] file in new[] { safetensors, onnx })
        {
            Assert.Equal(["x", "z"], FlowerNet.Load(new MemoryStream(file)).Parameters.FeatureNames!);
            Assert.Equal(["x", "z"], FlowerNet.Inference.Load(new MemoryStream(file)).Parameters.FeatureNames!);
            NetworkModel model = NetworkModel.Read(new MemoryStream(file));
            Assert.Equal(["x", "z"], model.FeatureNames!);
            Assert.Equal(["x", "z"], model.WithNumericType(NumericType.Double).ToReferenceNetwork<double>().Parameters.FeatureNames!);
            Assert.Equal(["x", "z"], RuntimeNetwork<float>.Of(model).Parameters.FeatureNames!);
        }

        // A file without names takes those that were there away, as it is of other parameters.
        FlowerNet network = _network.Clone();
        network.LoadParameters(new MemoryStream(Bytes(Train(_unnamed).Save)));
        Assert.Null(network.Parameters.FeatureNames);
    }

    [Theory]
    [InlineData("""["x","z","x"]""")]
    [InlineData("""["x",null]""")]
    [InlineData("""["x"]""")]
    [InlineData("\"x\"")]
    public void A_file_with_names_that_do_not_fit_is_refused(string names)
    {
        string file = Path.GetTempFileName();
        try
        {
            FlowerNet network = _network.Clone();
            ParameterBuffer<float> before = network.Clone().Parameters;
            PlainSafeTensors content = PlainSafeTensors.Read(Bytes(Train(_unnamed).Save))!;
            content.Metadata.Add(new("netgen.featureNames", names));
            File.WriteAllBytes(file, content.Write());
            var exception = Assert.Throws<InvalidDataException>(() => network.LoadParameters(file));
            Assert.StartsWith($"{file}, metadata 'netgen.featureNames': expected a list of 2 names; found", exception.Message,
                StringComparison.Ordinal);
            Assert.True(before.BitwiseEquals(network.Parameters));
            Assert.Equal(["x", "z"], network.Parameters.FeatureNames!);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_training_run_that_resumes_has_them()
    {
        FlowerNet network = FlowerNet.Create(1);
        byte[] checkpoint;
        using (var trainer = new Trainer<float>(network, _flowers))
        {
            trainer.RunStep();
            checkpoint = Bytes(trainer.Save);
        }

        FlowerNet resumed = FlowerNet.Create(2);
        using var second = Trainer.Resume(resumed, new MemoryStream(checkpoint), _flowers);
        Assert.Equal(["x", "z"], resumed.Parameters.FeatureNames!);
    }

    [Fact]
    public void A_training_run_that_diverges_keeps_them()
    {
        ControlNet network = ControlNet.Create(1);
        DataSet<float> data = DataSet.FromTargets<float>([1, 2, 3, 4, 5, 6, 7, 8], 4, [1, 2, 3, 4], 2)
            .WithFeatureNames(["a", "b", "c", "d"]);
        Assert.Throws<TrainingDivergedException>(() => network.Train(data, new TrainingOptions { LearningRate = 1e30 }));
        Assert.Equal(["a", "b", "c", "d"], network.Parameters.FeatureNames!);
    }

    [Fact]
    public void Names_are_checked()
    {
        ParameterBuffer<float> parameters = FlowerNet.Create(1).Parameters;
        string[] names = ["a", "b"];
        parameters.FeatureNames = names;
        names[0] = "c";
        Assert.Equal(["a", "b"], parameters.FeatureNames);
        Assert.Throws<ArgumentException>("value", () => parameters.FeatureNames = ["a"]);
        Assert.Throws<ArgumentException>("value", () => parameters.FeatureNames = ["a", null!]);
        Assert.Throws<ArgumentException>("value", () => parameters.FeatureNames = ["a", "\ud800"]);
        Assert.Equal(["a", "b"], parameters.FeatureNames);
        parameters.FeatureNames = null;
        Assert.Null(parameters.FeatureNames);
    }

    private static DataSet<float> Read(string text) => CsvFile.ReadDataSet<float>(new StringReader(text), "text");

    private static FlowerNet Train(DataSet<float> data)
    {
        FlowerNet network = FlowerNet.Create(1);
        network.Train(data, new TrainingOptions { Epochs = 1 });
        return network;
    }

    private static byte[] Bytes(Action<Stream> save)
    {
        using var stream = new MemoryStream();
        save(stream);
        return stream.ToArray();
    }

    private static void Refuses(string parameter, string expected, int feature, Action action)
    {
        var exception = Assert.Throws<ArgumentException>(parameter, action);
        Assert.Contains($"input {feature} of the network '{expected}'", exception.Message, StringComparison.Ordinal);
    }
}
