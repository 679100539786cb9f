namespace NetGen.Package.Tests;

/// <content>What a file has beside weights, and weights that are large.</content>
public sealed partial class ModelTests
{
    private const string MakeScaled = """
        using NetGen;
        using NetGen.Metrics;

        float[] years = [1999, 0.5f, 2007, 0.25f, 2012, 0.75f, 2024, -1];
        DataSet<float> data = DataSet.FromLabels(years, 2, ["old", "old", "new", "new"], ["old", "new"])
            .WithFeatureNames(["year", "wear"]);
        ScaledNet net = ScaledNet.Create(1);
        net.Train(data, new TrainingOptions { Epochs = 300, Optimizer = Optimizer.Adam(0.05) });
        net.SaveOnnx("scaled.onnx");
        net.Save("scaled.safetensors");
        WideNet wide = WideNet.Create(1);
        wide.Save("wide.safetensors");

        float[] outputs = new float[2];
        foreach (float[] x in new float[][] { [2024, -1], [1999, 0.5f] })
        {
            net.FeedForward(x, outputs);
            Console.WriteLine($"{net.Predict(x).Name} {outputs[0]:R} {outputs[1]:R}");
        }

        wide.FeedForward([.. Enumerable.Repeat(1f, 600)], outputs);
        Console.WriteLine($"{outputs[0]:R} {outputs[1]:R}");

        [Network(InputShape = [2])]
        [Standardize]
        [Dense(4, Activation.Tanh)]
        [Dense(2, Activation.Softmax)]
        public sealed partial class ScaledNet;

        [Network(600, 500, 2)]
        public sealed partial class WideNet;
        """;

    private const string UseScaled = """
        using NetGen;
        using NetGen.Metrics;

        float[] x = [2024, -1], ones = [.. Enumerable.Repeat(1f, 600)], outputs = new float[2];
        OnnxNet.Pretrained.FeedForward(x, outputs);
        Console.WriteLine($"{OnnxNet.Pretrained.Predict(x).Name} {outputs[0]:R} {outputs[1]:R}");
        SafeNet.Pretrained.FeedForward(x, outputs);
        Console.WriteLine($"{SafeNet.Pretrained.Predict(x).Name} {outputs[0]:R} {outputs[1]:R}");
        SafeNet further = SafeNet.CreatePretrained();
        further.FeedForward(x, outputs);
        Console.WriteLine($"{further.Predict(x).Name} {outputs[0]:R} {outputs[1]:R}");
        foreach (IReadOnlyParameters<float> parameters in new[]
            { OnnxNet.Pretrained.Parameters, SafeNet.Pretrained.Parameters, further.Parameters })
        {
            Console.WriteLine(string.Join(' ', parameters.FeatureNames!));
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        WideNet.Inference pretrained = WideNet.Pretrained;
        Console.WriteLine(GC.GetAllocatedBytesForCurrentThread() - before < 100_000);
        pretrained.FeedForward(ones, outputs);
        Console.WriteLine($"{outputs[0]:R} {outputs[1]:R}");

        before = GC.GetAllocatedBytesForCurrentThread();
        WideNet copy = WideNet.CreatePretrained();
        Console.WriteLine(GC.GetAllocatedBytesForCurrentThread() - before > 600 * 500 * sizeof(float));
        copy.FeedForward(ones, outputs);
        Console.WriteLine($"{outputs[0]:R} {outputs[1]:R}");

        [Network(Model = "scaled.onnx")]
        public sealed partial class OnnxNet;

        [Network(Model = "scaled.safetensors")]
        public sealed partial class SafeNet;

        [Network(Model = "wide.safetensors")]
        public sealed partial class WideNet;
        """;

    /// <summary>
    /// Scaling, names and outputs come along to the bit, through ONNX and safetensors. Weights of more than a megabyte are read where
    /// they lie in the assembly; a network that can be trained has a copy.
    /// </summary>
    [LongFact]
    public async Task Scaling_and_names_come_along_and_large_weights_are_not_copied()
    {
        const string Name = "Scaled";
        const string Item = """<NetworkModel Include="models/line.safetensors" />""";
        string folder = library.Write(
            Name, ("Scaled.csproj", Project.Replace(Item, "", StringComparison.Ordinal)), ("Program.cs", MakeScaled));
        string[] made = (await RunAsync(folder, Name)).Split('\n');
        Assert.StartsWith("new ", made[0], StringComparison.Ordinal);
        Assert.StartsWith("old ", made[1], StringComparison.Ordinal);

        const string Items = """<NetworkModel Include="scaled.onnx;scaled.safetensors;wide.safetensors" />""";
        _ = library.Write(
            Name, ("Scaled.csproj", Project.Replace(Item, Items, StringComparison.Ordinal)), ("Program.cs", UseScaled));
        const string Names = "year wear";
        Assert.Equal(
            string.Join('\n', [made[0], made[0], made[0], Names, Names, Names, "True", made[2], "True", made[2], ""]),
            await RunAsync(folder, Name));
    }
}
