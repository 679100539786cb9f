using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Text.RegularExpressions;
using NetGen.Package.Tests;

namespace NetGen.Tests;

/// <summary>The machine code that docs/kernels.md shows is what the just-in-time compiler makes.</summary>
public sealed partial class MachineCodeTests
{
    private const string Page = "docs/kernels.md";
    private const string ChildVariable = "NETGEN_TESTS_MACHINE_CODE";

    private const string Networks = """
        using NetGen;

        [Network(784, 30, 10)]
        public sealed partial class DigitNet;

        [Network(64, 32, 10)]
        public sealed partial class SmallNet;
        """;

    /// <summary>But for the names of registers and of jumps. In a process of its own, which the compiler tells what it makes.</summary>
    [Fact]
    public async Task Listings_are_what_the_compiler_makes()
    {
        Assert.SkipUnless(
            Vector512.IsHardwareAccelerated, $"The code in {Page} is that for vectors of 512 bits, which this processor lacks.");
        if (Environment.GetEnvironmentVariable(ChildVariable) is not null)
        {
            Compute();
            return;
        }

        Block[] listings = Pages.Of(Page, "asm");
        string output = Path.GetTempFileName();
        try
        {
            ProcessStartInfo start = ThisAssembly.StartOf(typeof(MachineCodeTests));
            start.Environment[ChildVariable] = "1";
            start.Environment["DOTNET_JitStdOutFile"] = output;
            start.Environment["DOTNET_JitDisasm"] = string.Join(' ', listings.Select(MethodOf));
            (int exitCode, string text) = await ThisAssembly.RunToEndAsync(start);
            Assert.True(exitCode == 0, text);
            string[] methods = MethodStart().Split(await File.ReadAllTextAsync(output, TestContext.Current.CancellationToken));
            Assert.All(listings, listing => AssertIsIn(methods, listing));
        }
        finally
        {
            File.Delete(output);
        }
    }

    [Theory]
    [InlineData("LOOP: vmovups zmm12, zmmword ptr [rdi]   ; weights", "       vmovups  zmm3, zmmword ptr [rsi]", true)]
    [InlineData("jne LOOP", "       jne      SHORT G_M000_IG05", true)]
    [InlineData("prefetcht0 [r9]", "       prefetcht0 byte  ptr [r14]", true)]
    [InlineData("vmovups zmm12, zmmword ptr [rdi+0x40]", "       vmovups  zmm3, zmmword ptr [rsi+0x80]", false)]
    [InlineData("vmovups zmm12, zmmword ptr [rdi]", "       vmovups  ymm3, ymmword ptr [rsi]", false)]
    [InlineData("add r8, 64", "       add      r8, 128", false)]
    public void Only_names_may_differ(string shown, string made, bool areSame) =>
        Assert.Equal(areSame, InstructionOf(shown) == InstructionOf(made));

    // Every method that a listing is of: a batch, a step, a sample.
    private static void Compute()
    {
        const int Count = 100;
        using var compiler = new NetworkCompiler(NetworkCompiler.Compile(Networks));
        ITrainableNetwork<float> digits = compiler.Create<float>("DigitNet", seed: 1);
        float[] images = [.. Enumerable.Range(1, Count * 784).Select(i => 1f / i)];
        digits.FeedForwardBatch(images, new float[Count * 10]);
        digits.TrainMiniBatch(images, new float[Count * 10], learningRate: 0.1f);
        compiler.Create<float>("SmallNet", seed: 1).FeedForward(images.AsSpan(0, 64), new float[10]);
    }

    // The text before a listing says by DOTNET_JitDisasm what method it is of.
    private static string MethodOf(Block listing)
    {
        IEnumerable<string> before = File.ReadLines(Path.Combine(Pages.Repository, Page)).Take(listing.Line);
        return before.Select(line => MethodName().Match(line)).Last(match => match.Success).Groups["name"].Value;
    }

    private static void AssertIsIn(string[] methods, Block listing)
    {
        string name = MethodOf(listing);
        string[] candidates = [.. methods.Where(method => method.Contains($":{name}(", StringComparison.Ordinal)
            || method.Contains($":{name}[", StringComparison.Ordinal))];
        Assert.True(
            candidates.Any(method => Contains(InstructionsOf(method.Split('\n')), listing)),
            $"{listing} is in none of the methods {name}:\n{string.Join('\n', candidates)}");
    }

    // Three dots stand for any number of instructions.
    private static bool Contains(string[] instructions, Block listing)
    {
        int place = 0;
        foreach (string part in Omission().Split(listing.Text))
        {
            string[] wanted = InstructionsOf(part.Split('\n'));
            while (place + wanted.Length <= instructions.Length
                && !instructions.AsSpan(place, wanted.Length).SequenceEqual(wanted))
            {
                place++;
            }

            place += wanted.Length;
            if (place > instructions.Length)
            {
                return false;
            }
        }

        return true;
    }

    private static string[] InstructionsOf(string[] lines) => [.. lines.Select(InstructionOf).Where(text => text.Length > 0)];

    private static string InstructionOf(string line)
    {
        string text = Comment().Replace(line, "");
        Match match = Instruction().Match(text);
        return match.Success
            ? $"{match.Groups["name"].Value} {Space().Replace(Names().Replace(match.Groups["operands"].Value, KindOf), "")}"
            : "";
    }

    private static string KindOf(Match match) =>
        match.Groups["vector"].Success ? match.Groups["vector"].Value
        : match.Groups["register"].Success ? "register"
        : match.Groups["label"].Success ? "label"
        : "";

    [GeneratedRegex("^; Assembly listing for method ", RegexOptions.Multiline)]
    private static partial Regex MethodStart();

    [GeneratedRegex("DOTNET_JitDisasm='(?<name>\\w+)'")]
    private static partial Regex MethodName();

    [GeneratedRegex(@"^ *\.\.\..*$", RegexOptions.Multiline)]
    private static partial Regex Omission();

    [GeneratedRegex(";.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(LOOP:|)\s+(?<name>[a-z]\w+)(?<operands>.*)$|^(?<name>[a-z]\w+)(?<operands> .*)$")]
    private static partial Regex Instruction();

    [GeneratedRegex(
        @"\b(?<vector>[xyz]mm)\d+\b|\b(?<label>LOOP|G_M\w+)\b|\bSHORT\b|\b\w+ +ptr\b|\b(?<register>r[0-9a-z]{1,3}|e[a-ds][ipx])\b")]
    private static partial Regex Names();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
