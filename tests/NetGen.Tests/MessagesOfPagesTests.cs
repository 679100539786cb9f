using System.Buffers.Binary;
using System.Text.RegularExpressions;
using NetGen.Data;
using NetGen.Package.Tests;
using NetGen.Tests.Data;
using NetGen.Tests.Onnx;
using static NetGen.Tests.Onnx.OnnxBuilder;

namespace NetGen.Tests;

/// <summary>The messages that pages show are those of the library, but for what three dots stand for.</summary>
public sealed class MessagesOfPagesTests : IDisposable
{
    private const string Penguins = "penguins.csv";

    private static readonly string[] s_islands = ["Biscoe", "Dream", "Torgersen"];

    private readonly string _folder = Directory.CreateTempSubdirectory("netgen-messages-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Of_files_of_data()
    {
        AssertShown(
            "docs/data.md", 0,
            () => ReadPenguins(new CsvOptions
            {
                LabelColumn = "species", IgnoredColumns = ["year"], OneHot = [new("island", s_islands), new("sex", "female", "male")],
            }),
            () => ReadPenguins(new CsvOptions { LabelColumn = "species" }));

        byte[] labels = new byte[3 * sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(labels.AsSpan(sizeof(long)), 3);
        File.WriteAllBytes(PathOf("y.npy"), NpyBytes.Of("<i8", "(3,)", labels));
        float[] features = new float[100 * 16];
        features[64 * 16] = float.NaN;
        File.WriteAllBytes(PathOf("x.npy"), NpyBytes.Of([100, 16], features));
        AssertShown(
            "docs/data.md", 1,
            () => NpyFile.Read(PathOf("y.npy")).ToLabels(classCount: 3),
            () => NpyFile.ReadInputs<float>(PathOf("x.npy")),
            () =>
            {
                File.WriteAllBytes(PathOf("x.npy"), NpyBytes.Of("|O", "(1,)", 0x80));
                _ = NpyFile.Read(PathOf("x.npy"));
            });
    }

    [Fact]
    public void Of_models() => AssertShown(
        "docs/interop.md", 0,
        () => ReadModel(Start()
            .Node("MatMul", ["x", "w"], ["a"]).Node("Add", ["a", "b"], ["c"]).Node("Relu", ["c"], ["d"])
            .NamedNode("conv1/Conv", "", "Conv", ["d", "w"], ["y"])),
        () => ReadModel(Start()
            .Initializer(Tensor("fc.weight", [3, 2], 1f, 2, 3, 4, 5, 6))
            .Node("Relu", ["x"], ["a"]).NamedNode("fc/MatMul", "", "MatMul", ["a", "fc.weight"], ["y"])),
        () =>
        {
            Create(20).SaveOnnx(PathOf("digits.onnx"));
            Create(30).LoadParameters(PathOf("digits.onnx"));
        });

    // Of the blocks of messages in a page, the one with an index: one message after the other, in lines as long as the page has them.
    private void AssertShown(string page, int index, params Action[] actions)
    {
        string expected = string.Join(' ', Pages.Of(page, "text")[index].Lines);
        string actual = string.Join(' ', actions.Select(action => Assert.Throws<InvalidDataException>(action).Message))
            .Replace(_folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
        Assert.True(
            Regex.IsMatch(actual, $"^{Regex.Escape(expected).Replace(@"\.\.\.", ".*", StringComparison.Ordinal)}$"),
            $"{page} shows\n{expected}\nThe library says\n{actual}");
    }

    private static void ReadPenguins(CsvOptions options)
    {
        using Stream stream = typeof(MessagesOfPagesTests).Assembly.GetManifestResourceStream(Penguins)!;
        _ = CsvFile.ReadDataSet<float>(stream, Penguins, options);
    }

    private static OnnxBuilder Start() => new OnnxBuilder()
        .Input("x", [-1, 2]).Initializer(Tensor("w", [2, 2], 1f, 2, 3, 4)).Initializer(Tensor("b", [2], 1f, 2));

    private void ReadModel(OnnxBuilder model)
    {
        File.WriteAllBytes(PathOf("digits.onnx"), model.Output("y").Build());
        _ = NetworkModel.Read(PathOf("digits.onnx"));
    }

    private static RuntimeNetwork<float> Create(int hidden) =>
        RuntimeNetwork<float>.Create(new NetworkTopology([64, hidden, 10], [Activation.ReLU, Activation.Softmax]), seed: 1);

    private string PathOf(string name) => Path.Combine(_folder, name);
}
