using NetGen.Tests.Serialization;

namespace NetGen.Tests;

/// <summary>Names of classes: as many as a network tells apart, all different, and such as a file can hold.</summary>
public class ClassNamesTests
{
    [Theory]
    [InlineData(1, Activation.Sigmoid, 2)]
    [InlineData(1, Activation.Identity, 1)]
    [InlineData(1, Activation.Tanh, 1)]
    [InlineData(2, Activation.Sigmoid, 2)]
    [InlineData(3, Activation.Softmax, 3)]
    [InlineData(5, Activation.Identity, 5)]
    public void There_are_as_many_as_the_network_tells_classes_apart(int outputs, Activation output, int expected)
    {
        ReferenceNetwork<float> network = Network(outputs, output);
        string[] names = ["a", "b", "c", "d", "e", "f"];
        for (int count = 0; count <= names.Length; count++)
        {
            if (count == expected)
            {
                network.ClassNames = names[..count];
                Assert.Equal(names[..count], network.ClassNames);
            }
            else
            {
                var exception = Assert.Throws<ArgumentException>("value", () => network.ClassNames = names[..count]);
                Assert.Contains($"; found {count}.", exception.Message, StringComparison.Ordinal);
                Assert.Contains($"{expected}", exception.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_message_says_what_needs_how_many()
    {
        Assert.StartsWith(
            "Expected 2 class names, for the classes 0 and 1 of the single output; found 3.",
            Refusal(1, Activation.Sigmoid, "a", "b", "c"),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Expected as many class names as outputs, 1; found 2.", Refusal(1, Activation.Identity, "a", "b"), StringComparison.Ordinal);
        Assert.StartsWith(
            "Expected a different name for each class; 'a' is there twice.",
            Refusal(3, Activation.Softmax, "a", "b", "a"),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Expected a name for each class; that of class 1 is null.",
            Refusal(2, Activation.Softmax, "a", null!),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The name of class 1 has half of a surrogate pair.", Refusal(2, Activation.Softmax, "a", "\uD83D"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_generated_network_refuses_the_same()
    {
        TinyNet network = TinyNet.Create(1);
        var exception = Assert.Throws<ArgumentException>("value", () => network.ClassNames = ["a"]);
        Assert.StartsWith(
            "Expected 2 class names, for the classes 0 and 1 of the single output; found 1.", exception.Message, StringComparison.Ordinal);
        Assert.Null(network.ClassNames);
    }

    [Fact]
    public void They_are_a_copy()
    {
        ReferenceNetwork<float> network = Network(2, Activation.Softmax);
        string[] names = ["a", "b"];
        network.ClassNames = names;
        names[0] = "changed";
        Assert.Equal(["a", "b"], network.ClassNames);
        network.ClassNames = null;
        Assert.Null(network.ClassNames);
    }

    [Theory]
    [InlineData("""["a"]""", null)]
    [InlineData("""["a","b"]""", """expected a list of 1 name; found '["a","b"]'.""")]
    [InlineData("[]", "expected a list of 1 name; found '[]'.")]
    public void A_file_has_one_name_for_a_single_output_that_is_not_sigmoid(string names, string? message)
    {
        ReferenceNetwork<float> network = Network(1, Activation.Identity);
        network.ClassNames = ["a"];
        using var stream = new MemoryStream();
        network.Save(stream);
        PlainSafeTensors file = PlainSafeTensors.Read(stream.ToArray())!;
        Assert.Contains(new("netgen.classNames", """["a"]"""), file.Metadata);
        file.Metadata.RemoveAll(pair => pair.Key == "netgen.classNames");
        file.Metadata.Add(new("netgen.classNames", names));
        network.ClassNames = null;
        if (message is null)
        {
            network.LoadParameters(new MemoryStream(file.Write()));
            Assert.Equal(["a"], network.ClassNames);
        }
        else
        {
            var exception = Assert.Throws<InvalidDataException>(() => network.LoadParameters(new MemoryStream(file.Write())));
            Assert.EndsWith($"metadata 'netgen.classNames': {message}", exception.Message, StringComparison.Ordinal);
            Assert.Null(network.ClassNames);
        }
    }

    private static string Refusal(int outputs, Activation output, params string[] names)
    {
        ReferenceNetwork<float> network = Network(outputs, output);
        return Assert.Throws<ArgumentException>("value", () => network.ClassNames = names).Message;
    }

    private static ReferenceNetwork<float> Network(int outputs, Activation output) =>
        ReferenceNetwork<float>.Create(new NetworkTopology([2, outputs], [output]), seed: 1);
}
