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
        Refuses("data", "x", 0, () => _network.ToInference().Evaluate(_turned));
        Refuses("data", "z", 1, () => _network.Evaluate(_flowers.WithFeatureNames(["x", "x"])));
        Assert.Equal(_network.FeedForward(_flowers), _network.FeedForward(_unnamed));

        ControlNet regression = ControlNet.Create(1);
        regression.Parameters.FeatureNames = ["a", "b", "c", "d"];
        DataSet<float> numbers = DataSet.FromTargets<float>([1, 2, 3, 4], 4, [1, 2], 2).WithFeatureNames(["a", "b", "d", "c"]);
        Refuses("data", "c", 2, () => regression.EvaluateRegression(numbers));
        var exception = Assert.Throws<ArgumentException>("other", () => _flowers.Concat(_turned));
        Assert.Contains(
            "Feature 0 of this data set is 'x', and feature 0 of the one to add 'z'.", exception.Message, StringComparison.Ordinal);

        StandardizedNet standardized = StandardizedNet.Create(1);
        standardized.Parameters.FeatureNames = ["a", "b", "c"];
        DataSet<float> data = DataSet.FromInputs([1f, 2, 3, 4, 5, 6], 3);
        standardized.FitScaling(data);
        Refuses("data", "b", 1, () => standardized.FitScaling(data.WithFeatureNames(["a", "c", "b"])));
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

    /// <summary>A run that is over goes back to its best epoch, whose parameters were kept before anything had names.</summary>
    [Fact]
    public void A_training_run_that_resumes_with_its_best_epoch_has_them()
    {
        var options = new TrainingOptions { Epochs = 3, Patience = 1, MinImprovement = 1e9, LearningRate = 1e-3 };
        FlowerNet network = FlowerNet.Create(1);
        byte[] checkpoint;
        using (var trainer = new Trainer<float>(network, _flowers, options, _flowers))
        {
            _ = trainer.Run();
            Assert.Equal(StopReason.EarlyStopping, trainer.StopReason);
            checkpoint = Bytes(trainer.Save);
        }

        Assert.Equal(["x", "z"], network.Parameters.FeatureNames!);
        FlowerNet resumed = FlowerNet.Create(2);
        using Trainer<float> second = Trainer.Resume(resumed, new MemoryStream(checkpoint), _flowers, options, _flowers);
        _ = second.Run();
        Assert.Equal(["x", "z"], resumed.Parameters.FeatureNames!);
        Assert.Equal(["x", "z"], NetworkModel.Read(new MemoryStream(Bytes(second.Save))).FeatureNames!);
    }

    [Fact]
    public void A_training_run_resumes_with_data_of_the_same_classes_alone()
    {
        byte[] checkpoint = Checkpoint(Train(_flowers), _flowers);
        DataSet<float> turned = _flowers.WithClassNames([.. _flowers.ClassNames!.Reverse()]);
        FlowerNet network = FlowerNet.Create(2);
        Assert.Throws<ArgumentException>("training", () => Trainer.Resume(network, new MemoryStream(checkpoint), turned));
        Assert.Null(network.ClassNames);
    }

    [Fact]
    public void A_trainer_that_is_refused_gives_no_names()
    {
        FlowerNet network = FlowerNet.Create(1);
        byte[] checkpoint = Checkpoint(Train(_flowers), _flowers);
        byte[] unnamed = Checkpoint(Train(_unnamed), _unnamed);
        FlowerNet fresh = FlowerNet.Create(2);
        Assert.Throws<ArgumentException>(() => Trainer.Resume(fresh, new MemoryStream(checkpoint), _flowers.Slice(0, 3)));
        Refuses("training", "x", 0, () => Trainer.Resume(fresh, new MemoryStream(checkpoint), _flowers.WithFeatureNames(["z", "x"])));
        fresh.Parameters.SetWeights(0, [.. Enumerable.Repeat(float.NaN, 8)]);
        Assert.Throws<ArgumentException>("network", () => new Trainer<float>(fresh, _flowers));
        Assert.Null(fresh.Parameters.FeatureNames);
        Assert.Null(fresh.ClassNames);

        // Names that the network has are those of other parameters.
        network.Parameters.FeatureNames = ["a", "b"];
        Trainer.Resume(network, new MemoryStream(checkpoint), _flowers).Dispose();
        Assert.Equal(["x", "z"], network.Parameters.FeatureNames);
        Trainer.Resume(network, new MemoryStream(unnamed), _flowers).Dispose();
        Assert.Equal(["x", "z"], network.Parameters.FeatureNames);
        Trainer.Resume(network, new MemoryStream(unnamed), _unnamed).Dispose();
        Assert.Null(network.Parameters.FeatureNames);
    }

    [Fact]
    public void Upper_and_lower_case_count_only_where_they_tell_features_apart()
    {
        Assert.Equal(4, _network.Evaluate(_flowers.WithFeatureNames(["X", "Z"])).Count);
        FlowerNet network = FlowerNet.Create(1);
        network.Parameters.FeatureNames = ["a", "A"];
        Refuses("data", "a", 0, () => network.Evaluate(_flowers.WithFeatureNames(["A", "a"])));
        Assert.Equal(4, network.Evaluate(_flowers.WithFeatureNames(["a", "A"])).Count);
    }

    [Fact]
    public void Names_that_no_file_could_hold_stay_with_the_data()
    {
        DataSet<float> data = Read("x\ud800,z,species\n1,0,rose\n0,1,lily\n0,0,aster\n1,1,rose\n");
        Assert.Equal("x\ud800", data.FeatureNames![0]);
        FlowerNet network = FlowerNet.Create(1);
        network.Train(data.WithClassNames(null), new TrainingOptions { Epochs = 1 });
        Assert.Null(network.Parameters.FeatureNames);
        Assert.Throws<ArgumentException>("names", () => _flowers.WithFeatureNames(["x\ud800", "z"]));
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

    private static byte[] Checkpoint(FlowerNet network, DataSet<float> data)
    {
        using var trainer = new Trainer<float>(network, data);
        return Bytes(trainer.Save);
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
