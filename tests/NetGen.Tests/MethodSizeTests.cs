using System.Globalization;

namespace NetGen.Tests;

/// <summary>
/// No method of a network is so large that the just-in-time compiler gives up optimizing it, which it does without a word.
/// </summary>
public class MethodSizeTests
{
    // The limits of the just-in-time compiler.
    private const int MaxCodeBytes = 60_000;
    private const int MaxInstructions = 20_000;
    private const int MaxBlocks = 2_000;
    private const int MaxVariables = 2_000;
    private const int MaxReferences = 8_000;

    private static readonly string[] WideAndDeep =
    [
        "784, 2048, 2048, 10", "3, 65536, 2", "2000, 1", "1, 1", "4096, 4096", "17, 143, 100", "64, 4, 4, 64",
        string.Join(", ", Enumerable.Repeat(64, 11)),
        string.Join(", ", Enumerable.Repeat(100, 11)),
        string.Join(", ", Enumerable.Range(0, 41).Select(i => 5 + (37 * i % 97))),
    ];

    [Fact]
    public void No_method_is_too_large_to_be_optimized()
    {
        IEnumerable<byte[]> images = Enumerable.Range(0, RandomGroup.CompiledCount).Select(RandomGroup.Image)
            .Append(NetworkCompiler.Compile(WideAndDeepSource()));
        MethodSize[] methods = [.. images.SelectMany(MethodSize.OfAssembly)];
        Assert.True(methods.Length > 5_000);
        (string Measure, Func<MethodSize, int> Of, int Limit)[] measures =
        [
            ("bytes of IL", size => size.CodeBytes, MaxCodeBytes),
            ("instructions", size => size.Instructions, MaxInstructions),
            ("basic blocks", size => size.Blocks, MaxBlocks),
            ("locals and parameters", size => size.Variables, MaxVariables),
            ("references to them", size => size.References, MaxReferences),
        ];
        IEnumerable<string> largest = measures.Select(measure =>
        {
            MethodSize largest = methods.MaxBy(measure.Of)!;
            return string.Create(CultureInfo.InvariantCulture,
                $"{measure.Of(largest)} {measure.Measure} of {measure.Limit} in {largest.Method}");
        });
        Assert.True(
            methods.All(method => measures.All(measure => measure.Of(method) <= measure.Limit)),
            "The largest methods have\n" + string.Join("\n", largest));
    }

    private static string WideAndDeepSource() => "using NetGen;\n" + string.Concat(
        from type in new[] { "float", "double" }
        from sizes in WideAndDeep.Select((text, index) => (text, index))
        select $"[Network<{type}>({sizes.text})]\n"
                + $"internal sealed partial class Large{sizes.index.ToString(CultureInfo.InvariantCulture)}{type};\n");
}
