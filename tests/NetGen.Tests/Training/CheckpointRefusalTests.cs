using NetGen.Serialization;
using NetGen.Tests.Serialization;

namespace NetGen.Tests.Training;

/// <summary>Files, data, options and networks that a training run does not resume with; after each the network is as it was.</summary>
public sealed class CheckpointRefusalTests
{
    private const string StateKey = "netgen.training";

    private static readonly TrainingOptions Options = new()
    {
        MiniBatchSize = 4, LearningRate = 0.5, Patience = 3, Seed = 8, Schedule = LearningRateSchedule.Exponential(0.5),
    };

    private static readonly Lazy<byte[]> File = new(Save);

    public static TheoryData<string, string> OtherOptions => new()
    {
        { "MiniBatchSize", "MiniBatchSize is '4' in the checkpoint and '5' in the options." },
        { "LearningRate", "LearningRate is '0.5' in the checkpoint and '0.25' in the options." },
        { "DefaultRate", "LearningRate is '0.5' in the checkpoint and '3' in the options." },
        { "Schedule", "Schedule is 'Exponential(0.5)' in the checkpoint and 'Constant' in the options." },
        { "Patience", "Patience is '3' in the checkpoint and '4' in the options." },
        { "NoPatience", "Patience is '3' in the checkpoint and 'none' in the options." },
        { "Seed", "Seed is '8' in the checkpoint and '9' in the options." },
        { "Optimizer", "Optimizer is 'Sgd(0)' in the checkpoint and 'Adam(0.9, 0.999, 1E-08, 0)' in the options." },
        { "Clipping", "Optimizer is 'Sgd(0)' in the checkpoint and 'Sgd(0) with { ClipNorm = 1 }' in the options." },
        { "L1", "L1 is 'none' in the checkpoint and '0.5' in the options." },
        { "L2", "L2 is '0' in the checkpoint and '0.5' in the options." },
        { "All", "Schedule is 'Exponential(0.5)' in the checkpoint and 'Constant' in the options." },
    };

    public static TheoryData<string, string> OtherStates => new()
    {
        { "\"version\":1", "\"version\":2" },
        { "\"version\":1", "\"version\":\"1\"" },
        { "\"version\":1,", "" },
        { "\"options\":{", "\"option\":{" },
        { "\"MiniBatchSize\":\"4\"", "\"MiniBatchSize\":4" },
        { "\"training\":{", "\"training\":null,\"was\":{" },
        { "\"hash\":\"", "\"hash\":null,\"was\":\"" },
        { "\"labels\":true", "\"labels\":1" },
        { "\"stepOfEpoch\":2", "\"stepOfEpoch\":3" },
        { "\"stepOfEpoch\":2", "\"stepOfEpoch\":-1" },
        { "\"stepOfEpoch\":2", "\"stepOfEpoch\":2.5" },
        { "\"stepOfEpoch\":2", "\"stepOfEpoch\":99999999999" },
        { "\"optimizerSteps\":5", "\"optimizerSteps\":6" },
        { "\"bestCost\":", "\"bestCost\":\"low\",\"was\":" },
        { "\"costSum\":\"", "\"costSum\":\"x" },
        { "\"costSum\":\"", "\"costSum\":null,\"was\":\"" },
        { "\"elapsed\":", "\"elapsed\":-" },
        { "\"elapsed\":", "\"elapsed\":9223372036854775807,\"was\":" },
        { "\"epochs\":[{", "\"epochs\":[{},{" },
        { "\"epochs\":[", "\"epochs\":5,\"was\":[" },
        { "\"version\"", "version" },
    };

    [Fact]
    public void A_file_that_ends_early_is_refused()
    {
        for (int length = 0; length < File.Value.Length; length++)
        {
            AssertDamaged(File.Value[..length], $"{length} bytes");
        }

        AssertDamaged([.. File.Value, 0], "a byte more");
    }

    [Fact]
    public void A_file_with_a_changed_byte_is_refused()
    {
        var random = new Random(1);
        for (int i = 0; i < File.Value.Length; i++)
        {
            byte[] file = [.. File.Value];
            file[i] ^= (byte)(1 << random.Next(8));
            AssertDamaged(file, $"byte {i}");
        }
    }

    [Fact]
    public void A_file_whose_tensors_have_changed_places_is_refused()
    {
        PlainSafeTensors file = Content();
        (file.Tensors[0], file.Tensors[4]) = (
            file.Tensors[0] with { Data = file.Tensors[4].Data }, file.Tensors[4] with { Data = file.Tensors[0].Data });
        Assert.Contains("It is damaged.", AssertDamaged(file.Write(), "places"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_of_a_network_is_no_training()
    {
        var file = new MemoryStream();
        TinyNet.Create(1).Save(file);
        Assert.Equal(
            "The stream: expected a training run that a trainer has saved; found no metadata 'netgen.training'. A network's Load takes the "
            + "parameters alone.",
            AssertDamaged(file.ToArray(), "network"));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("3")]
    public void A_training_by_another_contract_does_not_resume(string version)
    {
        PlainSafeTensors file = Content();
        Set(file, "netgen.contract", version);
        Assert.Equal(
            $"The stream: expected a training run by version 2 of the numerics contract; found '{version}'. It would continue with "
            + "other bits than it began with. A network's Load takes its parameters, to start another run.",
            AssertDamaged(Signed(file), "contract"));
        Assert.NotNull(TinyNet.Load(new MemoryStream(file.Write())));
    }

    [Theory]
    [InlineData("netgen.cost")]
    [InlineData("netgen.layers")]
    [InlineData("netgen.sizes")]
    public void A_file_that_does_not_say_of_which_network_it_is_is_refused(string key)
    {
        PlainSafeTensors file = Content();
        file.Metadata.RemoveAll(pair => pair.Key == key);
        Assert.Contains($"found no metadata '{key}'", AssertDamaged(Signed(file), key), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("netgen.training.best.layers.0.bias")]
    [InlineData("netgen.training.lastGood.layers.1.weight")]
    public void A_file_without_one_of_its_tensors_is_refused(string name)
    {
        PlainSafeTensors file = Content();
        int index = file.Tensors.FindIndex(tensor => tensor.Name == name);
        file.Tensors[index] = file.Tensors[index] with { Name = "netgen.training.other" };
        Assert.Contains($"expected the tensor '{name}'", AssertDamaged(Signed(file), name), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_one_more_tensor_is_refused()
    {
        PlainSafeTensors file = Content();
        file.Tensors.Add(new PlainTensor("netgen.training.momentum.layers.0.bias", "F32", [1], File.Value.Length, new byte[4]));
        file.Tensors[^1] = file.Tensors[^1] with { Begin = file.Tensors[^2].Begin + file.Tensors[^2].Data.Length };
        Assert.Contains("'netgen.training.momentum.layers.0.bias' as well", AssertDamaged(Signed(file), "more"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OtherStates))]
    public void A_state_that_no_trainer_writes_is_refused(string text, string other)
    {
        PlainSafeTensors file = Content();
        string state = file.Metadata.Single(pair => pair.Key == StateKey).Value;
        Assert.Contains(text, state, StringComparison.Ordinal);
        int index = state.IndexOf(text, StringComparison.Ordinal);
        Set(file, StateKey, string.Concat(state.AsSpan(0, index), other, state.AsSpan(index + text.Length)));
        _ = AssertDamaged(Signed(file), other);
    }

    [Theory]
    [MemberData(nameof(OtherOptions))]
    public void Other_options_are_refused_with_both_values(string option, string message)
    {
        TrainingOptions other = option switch
        {
            "MiniBatchSize" => Options with { MiniBatchSize = 5 },
            "LearningRate" => Options with { LearningRate = 0.25 },
            "DefaultRate" => Options with { LearningRate = null },
            "Schedule" => Options with { Schedule = LearningRateSchedule.Constant },
            "Patience" => Options with { Patience = 4 },
            "NoPatience" => Options with { Patience = null },
            "Seed" => Options with { Seed = 9 },
            "Optimizer" => Options with { Optimizer = Optimizer.Adam() },
            "Clipping" => Options with { Optimizer = Options.Optimizer with { ClipNorm = 1 } },
            "L1" => Options with { L1 = 0.5 },
            "L2" => Options with { L2 = 0.5 },
            _ => new TrainingOptions { MiniBatchSize = 4, LearningRate = 0.5 },
        };
        string found = AssertRefused<ArgumentException>(File.Value, option, options: other);
        Assert.Equal(
            "A training run resumes with the options that it began with, but for Epochs and others that no step depends on. " + message
            + " (Parameter 'options')",
            found);
    }

    [Fact]
    public void Other_data_are_refused()
    {
        const string Start = "A training run resumes with the training data that it began with. That of the checkpoint has 12 samples of "
            + "2 inputs and 1 target with labels";
        const string Validation =
            "A training run resumes with the validation data that it began with. That of the checkpoint has 9 samples of "
            + "2 inputs and 1 target with labels";
        (DataSet<float> Training, DataSet<float> Validation, string Message)[] cases =
        [
            (Data().Slice(0, 11), Valid(), Start + "; found 11 samples of 2 inputs and 1 target with labels. (Parameter 'training')"),
            (Data().Shuffle(1), Valid(), Start + ", and so have these, but other values, weights or order. (Parameter 'training')"),
            (Changed(-1), Valid(), Start + ", and so have these, but other values, weights or order. (Parameter 'training')"),
            (Data(), Valid().Slice(0, 8), Validation + "; found 8 samples of 2 inputs and 1 target with labels. (Parameter 'validation')"),
            (Data(), Data().Slice(0, 9), Validation + ", and so have these, but other values, weights or order. (Parameter 'validation')"),
        ];
        foreach ((DataSet<float> training, DataSet<float> validation, string message) in cases)
        {
            Assert.Equal(message, AssertRefused<ArgumentException>(File.Value, message, null, training, validation));
        }

        // With what the data are the same again, the file is good.
        using Trainer<float> trainer = Trainer.Resume(TinyNet.Create(2), new MemoryStream(File.Value), Changed(0), Options, Valid());
        Assert.Equal(5, trainer.Step);
    }

    [Fact]
    public void Validation_data_that_were_not_there_or_are_not_there_are_refused()
    {
        TrainingOptions options = Options with { Patience = null };
        foreach (bool before in new[] { true, false })
        {
            var file = new MemoryStream();
            using (var trainer = new Trainer<float>(TinyNet.Create(1), Data(), options, before ? Valid() : null))
            {
                trainer.Save(file);
            }

            file.Position = 0;
            var exception = Assert.Throws<ArgumentException>(
                "validation", () => Trainer.Resume(TinyNet.Create(2), file, Data(), options, before ? null : Valid()));
            string difference = before ? "target with labels; there are none." : "has no such data; there are some.";
            Assert.Contains(difference, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Another_network_is_refused()
    {
        var topology = new NetworkTopology([2, 4, 1], [Activation.Sigmoid, Activation.Sigmoid], CostFunction.BinaryCrossEntropy);
        var other = ReferenceNetwork<float>.Create(topology, 1);
        var before = ReferenceNetwork<float>.Create(topology, 1);
        var exception = Assert.Throws<InvalidDataException>(
            () => Trainer.Resume(other, new MemoryStream(File.Value), Data(), Options, Valid()));
        Assert.Equal(
            "The stream: expected the cost of the network, BinaryCrossEntropy; found 'Quadratic'. Declare the network as that of the file.",
            exception.Message);
        EqualityAssert.SameParameters<float>(before, other, "other cost");

        var precise = new NetworkTopology([2, 4, 1], [Activation.Sigmoid, Activation.Sigmoid], numericType: NumericType.Double);
        exception = Assert.Throws<InvalidDataException>(() => Trainer.Resume(
            ReferenceNetwork<double>.Create(precise, 1),
            new MemoryStream(File.Value),
            TrainingCase.Samples<double>(2, 2, 12),
            Options,
            TrainingCase.Samples<double>(2, 2, 9)));
        Assert.StartsWith(
            "The stream, tensor 'layers.0.weight': expected parameters of double, as the network has them; found float. ",
            exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<InvalidDataException>(() => Trainer.Resume(
            TanhNet.Create(1), new MemoryStream(File.Value), TrainingCase.Samples<float>(16, 4, 9), null, null));
        Assert.StartsWith(
            "The stream: expected the sizes of the network, 16-16-4; found '2-4-1'.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_that_are_null_or_empty_are_refused()
    {
        TinyNet network = TinyNet.Create(1);
        Assert.Throws<ArgumentNullException>("network", () => Trainer.Resume<float>(null!, "file", Data(), null, null));
        Assert.Throws<ArgumentNullException>("path", () => Trainer.Resume(network, (string)null!, Data(), null, null));
        Assert.Throws<ArgumentException>("path", () => Trainer.Resume(network, "", Data(), null, null));
        Assert.Throws<ArgumentNullException>("stream", () => Trainer.Resume(network, (Stream)null!, Data(), null, null));
        Assert.Throws<ArgumentNullException>("training", () => Trainer.Resume(network, Stream.Null, null!, null, null));
        Assert.Throws<FileNotFoundException>(() => Trainer.Resume(network, "no such file", Data(), null, null));
        using var trainer = new Trainer<float>(network, Data());
        Assert.Throws<ArgumentNullException>("path", () => trainer.Save((string)null!));
        Assert.Throws<ArgumentException>("path", () => trainer.Save(""));
        Assert.Throws<ArgumentNullException>("stream", () => trainer.Save((Stream)null!));
    }

    private static DataSet<float> Data() => TrainingCase.Samples<float>(2, 2, 12);

    private static DataSet<float> Valid() => TrainingCase.Samples<float>(2, 2, 9, seed: 6);

    // One bit of one feature, or none.
    private static DataSet<float> Changed(int change)
    {
        var features = new float[24];
        var labels = new int[12];
        DataSet<float> data = Data();
        for (int i = 0; i < 12; i++)
        {
            data.CopyInput(i, features.AsSpan(2 * i, 2));
            labels[i] = data.GetLabel(i);
        }

        features[^1] = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(features[^1]) + change);
        return DataSet.FromLabels(features, 2, labels, 2);
    }

    private static byte[] Save()
    {
        var file = new MemoryStream();
        using var trainer = new Trainer<float>(TinyNet.Create(1), Data(), Options, Valid());
        for (int step = 0; step < 5; step++)
        {
            _ = trainer.RunStep();
        }

        trainer.Save(file);
        return file.ToArray();
    }

    private static PlainSafeTensors Content() => PlainSafeTensors.Read(File.Value)!;

    private static void Set(PlainSafeTensors file, string key, string value)
    {
        file.Metadata.RemoveAll(pair => pair.Key == key);
        file.Metadata.Add(new(key, value));
    }

    // With the hash of its content, as someone would write it on purpose.
    private static byte[] Signed(PlainSafeTensors file)
    {
        var hash = new ContentHash();
        file.Metadata.RemoveAll(pair => pair.Key == "netgen.training.hash");
        foreach ((string key, string value) in file.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            hash.Add(key);
            hash.Add(value);
        }

        foreach (PlainTensor tensor in file.Tensors)
        {
            hash.Add(tensor.Name);
            hash.Add(tensor.Data);
        }

        Set(file, "netgen.training.hash", hash.ToString());
        return file.Write();
    }

    private static string AssertDamaged(byte[] file, string what)
    {
        string message = AssertRefused<InvalidDataException>(file, what);
        Assert.StartsWith("The stream", message, StringComparison.Ordinal);
        return message;
    }

    private static string AssertRefused<TException>(
        byte[] file,
        string what,
        TrainingOptions? options = null,
        DataSet<float>? training = null,
        DataSet<float>? validation = null)
        where TException : Exception
    {
        TinyNet network = TinyNet.Create(3);
        network.ClassNames = ["old no", "old yes"];
        Exception? exception = Record.Exception(
            () => Trainer.Resume(network, new MemoryStream(file), training ?? Data(), options ?? Options, validation ?? Valid()));
        Assert.True(exception is TException, $"{what}: {exception?.ToString() ?? "no exception"}");
        EqualityAssert.SameParameters<float>(TinyNet.Create(3), network, what);
        Assert.Equal(["old no", "old yes"], network.ClassNames);
        return exception!.Message;
    }
}
