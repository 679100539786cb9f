using System.CodeDom.Compiler;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Reflection;
using System.Text.Json;
using NetGen.Machine;

namespace NetGen.Tests;

/// <summary>The read-only form of generated networks gives the same bits, stays as it was made, and cannot be written.</summary>
public sealed class InferenceTests : IDisposable
{
    // More than go through the layers in one block, and no multiple of it.
    private const int ManySamples = 301;

    private readonly string _directory = Directory.CreateTempSubdirectory("netgen-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void It_gives_the_bits_of_the_network()
    {
        AssertSameBits<DigitNet, float>(network => network.ToInference());
        AssertSameBits<TinyNet, float>(network => network.ToInference());
        AssertSameBits<EqualWidthsNet, float>(network => network.ToInference());
        AssertSameBits<DotErrorNet, float>(network => network.ToInference());
        AssertSameBits<SoftmaxNet40, float>(network => network.ToInference());
        AssertSameBits<GELUNet, float>(network => network.ToInference());
        AssertSameBits<StackBorderNet, float>(network => network.ToInference());
        AssertSameBits<DoubleNet, double>(network => network.ToInference());
        AssertSameBits<DotDoubleNet, double>(network => network.ToInference());
    }

    // A last block of one sample goes through the kernels for one: whatever the rows of a block are, some count ends with one.
    [Fact]
    public void Batches_of_all_sizes_give_the_bits_of_single_samples()
    {
        AssertBatches(TinyNet.Create(1));
        AssertBatches(DotErrorNet.Create(2));
        AssertBatches(SoftmaxNet3.Create(3));
        AssertBatches(SoftmaxNet17.Create(4));
        AssertBatches(SoftmaxDoubleNet3.Create(5));
        AssertBatches(StandardizedNet.Create(6));
        AssertBatches(SmallDropoutNet.Create(7));
    }

    private static void AssertBatches<T>(ITrainableNetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int inputSize, int outputSize) = (network.Topology.InputSize, network.Topology.OutputSize);
        (T[] inputs, _) = EqualityAssert.Samples<T>(network.Topology, MachineModel.MaxBlockRows + 1, new Random(1));
        var expected = new T[(MachineModel.MaxBlockRows + 1) * outputSize];
        for (int sample = 0; sample <= MachineModel.MaxBlockRows; sample++)
        {
            network.FeedForward(inputs.AsSpan(sample * inputSize, inputSize), expected.AsSpan(sample * outputSize, outputSize));
        }

        for (int count = 1; count <= MachineModel.MaxBlockRows + 1; count++)
        {
            var outputs = new T[count * outputSize];
            network.FeedForwardBatch(inputs.AsSpan(0, count * inputSize), outputs);
            EqualityAssert.SameBits<T>(expected.AsSpan(0, outputs.Length), outputs, $"{network.Topology}: {count} samples");
        }
    }

    [Fact]
    public void It_stays_as_it_was_while_the_network_trains_on()
    {
        TinyNet network = TinyNet.Create(1);
        network.ClassNames = ["no", "yes"];
        TinyNet before = network.Clone();
        TinyNet.Inference inference = network.ToInference();
        network.TrainMiniBatch([0, 1, 1, 0], [1, 1], 3);
        network.ClassNames = ["other", "names"];
        Assert.False(network.Parameters.BitwiseEquals(before.Parameters));
        AssertSameBits(before, inference);
        Assert.Equal(["no", "yes"], inference.ClassNames);
        Assert.Null(TinyNet.Create(1).ToInference().ClassNames);
    }

    [Fact]
    public void Nothing_that_it_gives_can_be_cast_to_what_can_be_written()
    {
        TinyNet network = TinyNet.Create(2);
        network.ClassNames = ["no", "yes"];
        TinyNet.Inference inference = network.ToInference();
        Assert.IsNotType<ParameterBuffer<float>>(inference.Parameters);
        Assert.False(typeof(ITrainableNetwork<float>).IsInstanceOfType(inference));
        var names = Assert.IsType<IList<string>>(inference.ClassNames, exactMatch: false);
        Assert.Throws<NotSupportedException>(() => names[0] = "changed");
        Assert.Throws<NotSupportedException>(() => names.Add("changed"));
    }

    [Fact]
    public void No_public_member_changes_it()
    {
        Type type = typeof(TinyNet.Inference);
        Assert.True(type.IsSealed);
        Assert.Empty(type.GetConstructors());
        Assert.Empty(type.GetFields());
        Assert.DoesNotContain(type.GetProperties(), property => property.CanWrite);
        Assert.Equal(
            ["Classify", "Cost", "FeedForward", "FeedForwardBatch", "Load"],
            type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(method => !method.IsSpecialName).Select(method => method.Name).Distinct().Order());
    }

    [Fact]
    public void It_is_loaded_from_a_file()
    {
        DoubleNet network = DoubleNet.Create(3);
        network.ClassNames = [.. "0123456789".Select(digit => $"{digit}")];
        network.Save(At("net"));
        using FileStream stream = File.OpenRead(At("net"));
        foreach (DoubleNet.Inference loaded in new[] { DoubleNet.Inference.Load(At("net")), DoubleNet.Inference.Load(stream) })
        {
            AssertSameBits(network, loaded);
            Assert.Equal(network.ClassNames, loaded.ClassNames);
        }
    }

    [Fact]
    public void It_refuses_the_files_that_the_network_refuses()
    {
        DigitNet.Create(4).Save(At("other"));
        (string Path, Type Exception)[] cases =
        [
            (At("missing"), typeof(FileNotFoundException)), (At("other"), typeof(InvalidDataException)), ("", typeof(ArgumentException)),
            (null!, typeof(ArgumentNullException)),
        ];
        foreach ((string path, Type type) in cases)
        {
            Exception expected = Assert.Throws(type, () => TinyNet.Load(path));
            Assert.Equal(expected.Message, Assert.Throws(type, () => TinyNet.Inference.Load(path)).Message);
        }

        Assert.Throws<InvalidDataException>(() => TinyNet.Inference.Load(new MemoryStream([1, 2, 3])));
        Assert.Throws<ArgumentNullException>("stream", () => TinyNet.Inference.Load((Stream)null!));
    }

    [Fact]
    public void What_takes_any_network_takes_it()
    {
        DigitNet network = DigitNet.Create(5);
        network.ClassNames = [.. "0123456789".Select(digit => $"{digit}")];
        DigitNet.Inference inference = network.ToInference();
        (float[] inputs, _) = EqualityAssert.Samples<float>(DigitNet.Topology, 20, new Random(6));
        int[] labels = [.. Enumerable.Range(0, 20).Select(i => i % 10)];
        DataSet<float> data = DataSet.FromLabels(inputs, DigitNet.InputSize, labels, 10);
        Evaluation evaluation = inference.Evaluate(data);
        Assert.Equal(network.Evaluate(data).Cost, evaluation.Cost);
        Assert.Equal(network.Evaluate(data).Correct, evaluation.Correct);

        EqualityAssert.SameParameters(network, inference, "weights and biases");
        ReferenceNetwork<float> reference = ReferenceNetwork<float>.CopyOf(inference);
        Assert.True(reference.Parameters.BitwiseEquals(network.Parameters));

        using var expected = new MemoryStream();
        using var actual = new MemoryStream();
        network.Save(expected);
        inference.Save(actual);
        Assert.Equal(expected.ToArray(), actual.ToArray());
    }

    [Fact]
    public void Its_parameters_read_as_those_of_the_network()
    {
        SmallNet network = SmallNet.Create(7);
        IReadOnlyParameters<float> parameters = network.ToInference().Parameters;
        Assert.Same(SmallNet.Topology, parameters.Topology);
        float[] expected = new float[SmallNet.ParameterCount];
        float[] actual = new float[SmallNet.ParameterCount];
        network.Parameters.CopyTo(expected);
        parameters.CopyTo(actual);
        Assert.Equal(expected, actual);
        Assert.Equal(network.Parameters.Norm(), parameters.Norm());
        foreach (ParameterBlock block in SmallNet.Topology.ParameterBlocks)
        {
            float[] expectedBlock = new float[block.Count];
            float[] actualBlock = new float[block.Count];
            network.Parameters.CopyTo(block.Name, expectedBlock);
            parameters.CopyTo(block.Name, actualBlock);
            Assert.Equal(expectedBlock, actualBlock);
            Assert.Equal(network.Parameters.Norm(block.Name), parameters.Norm(block.Name));
        }
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        TinyNet.Inference inference = TinyNet.Create(8).ToInference();
#pragma warning disable NETGEN0037 // Wrong on purpose.
        Assert.Throws<ArgumentException>("input", () => inference.FeedForward(new float[3], new float[1]));
        Assert.Throws<ArgumentException>("output", () => inference.FeedForward(new float[2], new float[2]));
        Assert.Throws<ArgumentException>("input", () => inference.Classify(new float[1]));
        Assert.Throws<ArgumentException>("outputs", () => inference.FeedForwardBatch(new float[4], new float[1]));
        Assert.Throws<ArgumentException>("targets", () => inference.Cost(new float[4], new float[1]));
#pragma warning restore NETGEN0037
    }

    [Fact]
    public void It_is_not_serialized_as_JSON()
    {
#pragma warning disable NETGEN0020
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(TinyNet.Create(1).ToInference()));
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<TinyNet.Inference>("{}"));
#pragma warning restore NETGEN0020
    }

    [Fact]
    public void It_says_in_the_debugger_which_network_it_is()
    {
        Type type = typeof(TinyNet.Inference);
        Assert.Equal("{DebuggerDisplay,nq}", type.GetCustomAttribute<DebuggerDisplayAttribute>()!.Value);
        PropertyInfo display = type.GetProperty("DebuggerDisplay", BindingFlags.NonPublic | BindingFlags.Instance)!;
        Assert.Equal("TinyNet.Inference 2-4-1", display.GetValue(TinyNet.Create(1).ToInference()));
    }

    [Fact]
    public void Its_class_is_marked_as_generated()
    {
        Assert.Equal("NetGen.Generator", typeof(TinyNet.Inference).GetCustomAttribute<GeneratedCodeAttribute>()?.Tool);
        Assert.True(typeof(TinyNet.Inference).IsDefined(typeof(ExcludeFromCodeCoverageAttribute)));
    }

    private static void AssertSameBits<TNetwork, T>(Func<TNetwork, INetwork<T>> toInference)
        where TNetwork : class, ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TNetwork network = TNetwork.Create(9);
        AssertSameBits(network, toInference(network));
    }

    private static void AssertSameBits<T>(INetwork<T> expected, INetwork<T> actual)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NetworkTopology topology = expected.Topology;
        Assert.Same(topology, actual.Topology);
        EqualityAssert.SameParameters(expected, actual, $"{topology}");
        (T[] inputs, T[] targets) = EqualityAssert.Samples<T>(topology, ManySamples, new Random(10));
        foreach (int count in new[] { 1, 2, 10, ManySamples })
        {
            T[] input = inputs[..(count * topology.InputSize)];
            T[] target = targets[..(count * topology.OutputSize)];
            EqualityAssert.SameBits<T>(Outputs(expected, input), Outputs(actual, input), $"{topology}: outputs of {count}");
            EqualityAssert.SameBits<T>(Costs(expected, input, target), Costs(actual, input, target), $"{topology}: costs of {count}");
            EqualityAssert.SameBits<T>(
                [expected.Cost(input, target)], [actual.Cost(input, target)], $"{topology}: average cost of {count}");
        }

        T[] single = new T[topology.OutputSize];
        T[] other = new T[topology.OutputSize];
        for (int i = 0; i < 10; i++)
        {
            ReadOnlySpan<T> input = inputs.AsSpan(i * topology.InputSize, topology.InputSize);
            expected.FeedForward(input, single);
            actual.FeedForward(input, other);
            EqualityAssert.SameBits<T>(single, other, $"{topology}: outputs of sample {i}");
            Assert.Equal(expected.Classify(input), actual.Classify(input));
        }
    }

    private static T[] Outputs<T>(INetwork<T> network, T[] inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var outputs = new T[inputs.Length / network.Topology.InputSize * network.Topology.OutputSize];
        network.FeedForwardBatch(inputs, outputs);
        return outputs;
    }

    /// <summary>Outputs and after them the costs.</summary>
    private static T[] Costs<T>(INetwork<T> network, T[] inputs, T[] targets)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var outputs = new T[targets.Length];
        var costs = new T[targets.Length / network.Topology.OutputSize];
        network.FeedForwardBatch(inputs, targets, outputs, costs);
        return [.. outputs, .. costs];
    }

    private string At(string name) => Path.Combine(_directory, name);
}
