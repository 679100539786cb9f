using NetGen.Data;

namespace NetGen.Tests.Data;

/// <summary>Names of classes on their way from a file to a network, and names of features.</summary>
public class ClassNameTests
{
    private static readonly DataSet<float> _flowers =
        CsvFile.ReadDataSet<float>(new StringReader("x,z,species\n1,0,rose\n0,1,lily\n1,1,rose\n0,0,aster\n"), "text");

    [Fact]
    public void Text_labels_become_classes()
    {
        DataSet<float> data = DataSet.FromLabels([1f, 2f, 3f], 1, ["b", "a", "b"], classNames: null);
        Assert.Equal(["a", "b"], data.ClassNames!);
        Assert.Equal([1, 0, 1], data.Labels());
        data = DataSet.FromLabels((ReadOnlyMemory<float>)new[] { 1f, 2f, 3f }, 1, ["b", "a", "b"], ["c", "b", "a"]);
        Assert.Equal([1, 2, 1], data.Labels());
        Assert.Equal(3, data.TargetSize);
        Assert.Equal(0, DataSet.FromLabels(Array.Empty<float>(), 1, Array.Empty<string>(), null).Count);
        var exception = Assert.Throws<ArgumentException>("labels", () => DataSet.FromLabels([1f, 2f], 1, ["a", "A"], ["a"]));
        Assert.Contains("that of sample 1 is 'A'", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("labels", () => DataSet.FromLabels([1f, 2f], 1, ["a", null!], null));
        Assert.Throws<ArgumentException>("labels", () => DataSet.FromLabels([1f, 2f], 1, ["a"], null));
        Assert.Throws<ArgumentException>("classNames", () => DataSet.FromLabels([1f], 1, ["a"], ["a", "a"]));
    }

    [Fact]
    public void Names_are_checked()
    {
        DataSet<float> data = DataSet.FromLabels([1f, 2f], 1, new[] { 0, 1 }, 2);
        Assert.Null(data.ClassNames);
        Assert.Equal(["a", "b"], data.WithClassNames(["a", "b"]).Shuffle(1).Slice(0, 1).ClassNames!);
        Assert.Null(data.WithClassNames(["a", "b"]).WithClassNames(null).ClassNames);
        Assert.Throws<ArgumentException>("names", () => data.WithClassNames(["a"]));
        Assert.Throws<ArgumentException>("names", () => data.WithClassNames(["a", "a"]));
        Assert.Throws<InvalidOperationException>(() => DataSet.FromInputs([1f], 1).WithClassNames(["a"]));
        Assert.Throws<ArgumentException>("names", () => data.WithFeatureNames(["a", "b"]));
        Assert.Throws<ArgumentException>("names", () => data.WithFeatureNames([null!]));
        Assert.Null(data.WithFeatureNames(["a"]).WithFeatureNames(null).FeatureNames);
    }

    [Fact]
    public void Training_gives_the_names_to_the_network_and_the_file()
    {
        FlowerNet network = FlowerNet.Create(1);
        network.Train(_flowers, new TrainingOptions { Epochs = 1 });
        Assert.Equal(["aster", "lily", "rose"], network.ClassNames!);
        using var file = new MemoryStream();
        network.Save(file);
        file.Position = 0;
        FlowerNet loaded = FlowerNet.Load(file);
        Assert.Equal(["aster", "lily", "rose"], loaded.ClassNames!);

        // A file of one class, read with the names of the network.
        DataSet<float> roses = CsvFile.ReadDataSet<float>(
            new StringReader("1,1,rose\n"), "text", new CsvOptions { ClassNames = loaded.ClassNames });
        Assert.Equal([2], roses.Labels());
        Assert.Equal(1, loaded.Evaluate(roses).Count);
    }

    [Fact]
    public void Names_of_one_sigmoid_output_are_two()
    {
        YesNoNet network = YesNoNet.Create(1);
        network.Train(
            CsvFile.ReadDataSet<float>(new StringReader("1,0,yes\n0,1,no\n"), "text"), new TrainingOptions { Epochs = 1 });
        Assert.Equal(["no", "yes"], network.ClassNames!);
    }

    [Fact]
    public void Names_that_a_network_has_stay_and_others_are_refused()
    {
        FlowerNet network = FlowerNet.Create(1);
        network.ClassNames = ["lily", "rose", "aster"];
        FlowerNet before = network.Clone();
        DataSet<float> unnamed = _flowers.WithClassNames(null);
        foreach (Action use in new Action[]
        {
            () => network.Train(_flowers), () => network.Train(unnamed, null, validation: _flowers), () => network.Evaluate(_flowers),
        })
        {
            var exception = Assert.Throws<ArgumentException>(use);
            Assert.Contains(
                "Class 0 of the data is 'aster', and class 0 of the network 'lily'.", exception.Message, StringComparison.Ordinal);
        }

        Assert.True(before.Parameters.BitwiseEquals(network.Parameters));
        network.Train(unnamed, new TrainingOptions { Epochs = 1 });
        Assert.Equal(["lily", "rose", "aster"], network.ClassNames!);
        Assert.Equal(4, network.Evaluate(_flowers.WithClassNames(network.ClassNames)).Count);
    }

    [Fact]
    public void Numbers_that_are_names_are_not_those_of_classes_without_names()
    {
        FlowerNet network = FlowerNet.Create(1);
        DataSet<float> unnamed = _flowers.WithClassNames(null);
        network.Train(_flowers.WithClassNames(["1", "2", "3"]), new TrainingOptions { Epochs = 1 });
        var exception = Assert.Throws<ArgumentException>("data", () => network.Evaluate(unnamed));
        Assert.Contains("Class 0 of the data is '0', and class 0 of the network '1'.", exception.Message, StringComparison.Ordinal);
        network.ClassNames = ["lily", "rose", "aster"];
        network.Evaluate(unnamed);
        network.ClassNames = ["0", "1", "2"];
        network.Evaluate(unnamed);
        network.ClassNames = null;
        Assert.Throws<ArgumentException>("data", () => network.Evaluate(_flowers.WithClassNames(["1", "2", "3"])));
    }

    [Fact]
    public void Validation_data_with_other_columns_are_refused()
    {
        DataSet<float> other = _flowers.WithFeatureNames(["z", "x"]);
        var exception = Assert.Throws<ArgumentException>("validation", () => FlowerNet.Create(1).Train(_flowers, null, other));
        Assert.Contains(
            "Feature 0 of the training data is 'x', and feature 0 of the validation data 'z'. Read both with the same features in the same "
            + "order (CsvOptions.FeatureColumns), or rename them by WithFeatureNames.",
            exception.Message,
            StringComparison.Ordinal);
        FlowerNet.Create(1).Train(_flowers, new TrainingOptions { Epochs = 1 }, _flowers.WithFeatureNames(null));
    }

    [Fact]
    public void Samples_of_one_class_are_refused_for_training()
    {
        DataSet<float> roses = _flowers.Subset([0, 2]);
        var exception = Assert.Throws<ArgumentException>("training", () => FlowerNet.Create(1).Train(roses));
        Assert.Contains("All 2 samples have the label 2", exception.Message, StringComparison.Ordinal);
        FlowerNet.Create(1).Train(_flowers, new TrainingOptions { Epochs = 1 }, validation: roses);
    }

    [Fact]
    public void Data_without_targets_are_refused_for_training_and_evaluation()
    {
        DataSet<float> inputs = DataSet.FromInputs([1f, 2f], 2);
        Assert.Equal("DataSet of Single: 1 sample, 2 inputs", inputs.ToString());
        foreach (Action use in new Action[] { () => FlowerNet.Create(1).Train(inputs), () => FlowerNet.Create(1).Evaluate(inputs) })
        {
            Assert.Contains("found 2 inputs and no targets", Assert.Throws<ArgumentException>(use).Message, StringComparison.Ordinal);
        }
    }
}

[Network(2, 4, 3, Output = Activation.Softmax)]
internal sealed partial class FlowerNet;

[Network(2, 4, 1)]
internal sealed partial class YesNoNet;
