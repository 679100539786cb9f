namespace NetGen.Generator.Tests;

/// <summary>The size of generated source follows a network's depth, not its width.</summary>
public sealed class GeneratedSizeTests
{
    private const int MaxTwoLayerLines = 2540;

    [Theory]
    [InlineData(784, 30, 10)]
    [InlineData(64, 32, 10)]
    [InlineData(16, 16, 4)]
    [InlineData(2, 4, 1)]
    [InlineData(784, 32, 16)]
    [InlineData(784, 512, 10)]
    [InlineData(4096, 2048, 16)]
    [InlineData(784, 128, 1)]
    [InlineData(65_536, 256, 3)]
    [InlineData(3, 65_536, 2)]
    [InlineData(100, 1, 100)]
    [InlineData(128, 100, 2)]
    public void Two_layers_take_at_most_2540_lines(params int[] sizes)
    {
        foreach (NumericType type in Enum.GetValues<NumericType>())
        {
            Assert.All(
                Enum.GetValues<Activation>().Where(activation => sizes[^1] > 1 || ActivationTraits.IsElementwise(activation)),
                activation => Assert.InRange(LinesOf(type, activation, sizes), 500, MaxTwoLayerLines));
        }
    }

    // Sizes on both sides of every bound at which the text of a kernel changes: narrow and full columns, rests of tiles, few inputs, dot
    // form.
    [LongTheory]
    [InlineData(nameof(NumericType.Single))]
    [InlineData(nameof(NumericType.Double))]
    public void All_shapes_of_two_layers_take_at_most_2540_lines(string typeName)
    {
        NumericType type = Enum.Parse<NumericType>(typeName);
        int[] sizes = [1, 3, 7, 17, 31, 33, 48, 63, 100, 143, 512, 791, 20_011];
        var shapes =
            from input in sizes
            from hidden in sizes
            from output in sizes
            select (Lines: LinesOf(type, Activation.Sigmoid, [input, hidden, output]), Shape: $"{input}-{hidden}-{output}");
        (int Lines, string Shape) longest = shapes.Max();
        Assert.True(longest.Lines <= MaxTwoLayerLines, $"{longest.Shape} takes {longest.Lines} lines");
    }

    [Theory]
    [InlineData(nameof(NumericType.Single), 32)]
    [InlineData(nameof(NumericType.Double), 16)]
    public void Width_does_not_matter(string typeName, int twoPanels)
    {
        NumericType type = Enum.Parse<NumericType>(typeName);
        // Where panels and tiles come out even; the number of digits varies, and with it what fits into a line. Narrow layers and wide ones
        // have their error pass in the library; wide ones have lines that fetch ahead, and larger tiles of the gradient for some vectors.
        int[] Lines(params int[] widths) => [.. widths.Select(width => LinesOf(type, Activation.Sigmoid, [width, width, width]))];
        int narrow = Lines(twoPanels)[0];
        int[] medium = Lines(2 * twoPanels, 4 * twoPanels);
        int[] wide = Lines(1024, 4096, 16_384);
        Assert.InRange(medium.Max(), medium.Min(), 1.05 * medium.Min());
        Assert.InRange(wide.Max(), wide.Min(), 1.05 * wide.Min());
        Assert.InRange(medium.Max(), narrow, 1.15 * narrow);
        Assert.InRange(wide.Max(), 0, 1.09 * narrow);
    }

    [Theory]
    [InlineData(nameof(NumericType.Single), 64)]
    [InlineData(nameof(NumericType.Single), 100)]
    [InlineData(nameof(NumericType.Double), 64)]
    [InlineData(nameof(NumericType.Double), 100)]
    public void Every_layer_adds_as_many_lines_as_another(string typeName, int width)
    {
        NumericType type = Enum.Parse<NumericType>(typeName);
        int[] lines = [.. Enumerable.Range(2, 19).Select(depth =>
            LinesOf(type, Activation.Sigmoid, [.. Enumerable.Repeat(width, depth + 1)]))];
        int[] added = [.. lines.Zip(lines.Skip(1), (fewer, more) => more - fewer)];
        Assert.InRange(added.Max(), added.Min(), 1.05 * added.Min());

        // Twice as deep, at most twice as long.
        for (int depth = 2; depth <= 10; depth++)
        {
            Assert.InRange(lines[(2 * depth) - 2], lines[depth - 2], 2 * lines[depth - 2]);
        }
    }

    private static int LinesOf(NumericType type, Activation activation, int[] sizes) =>
        NetworkEmitter.Emit(Planner.Plan(Spec(type, activation, sizes))).Sum(file => file.Source.Count(character => character == '\n'));

    private static NetworkSpec Spec(NumericType type, Activation activation, int[] sizes) => new()
    {
        Namespace = "Samples",
        ContainingTypes = default,
        Name = "Net",
        HintName = "Samples.Net",
        NumericType = type,
        Topology = new NetworkTopology(
            sizes,
            [
                .. Enumerable.Repeat(ActivationTraits.IsElementwise(activation) ? activation : Activation.Sigmoid, sizes.Length - 2)
                    .Append(activation),
            ],
            numericType: type),
        KernelsName = "Net_0_Kernels",
        Constructor = ConstructorSpec.None,
    };
}
