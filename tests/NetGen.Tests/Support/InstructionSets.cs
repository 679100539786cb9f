using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Xml.Linq;

namespace NetGen.Tests;

/// <summary>Runs tests of this assembly again, in a process whose runtime may not use some instruction sets.</summary>
internal static class InstructionSets
{
    /// <summary>The names of the runtime's switches, as in <c>DOTNET_EnableAVX2</c>.</summary>
    public static readonly string[] Switches = ["AVX512", "AVX2", "HWIntrinsic"];

    private const string SwitchVariable = "NETGEN_TESTS_SWITCHED_OFF";
    private const string DigestVariable = "NETGEN_TESTS_DIGESTS";

    /// <summary>What is switched off in this process, or null where nothing is.</summary>
    public static string? SwitchedOff => Environment.GetEnvironmentVariable(SwitchVariable);

    /// <summary>Where to write the digests of the networks, or null.</summary>
    public static string? DigestFile => Environment.GetEnvironmentVariable(DigestVariable);

    /// <summary>Whether this process was started by <see cref="RunAsync"/>.</summary>
    public static bool IsChild => SwitchedOff is not null;

    /// <summary>Whether the runtime uses what a switch switches off.</summary>
    public static bool IsInUse(string name) => name switch
    {
        "AVX512" => Vector512.IsHardwareAccelerated || Avx512F.IsSupported,
        "AVX2" => Vector512.IsHardwareAccelerated || Vector256.IsHardwareAccelerated || Avx2.IsSupported,
        "HWIntrinsic" => Vector512.IsHardwareAccelerated || Vector256.IsHardwareAccelerated || Vector128.IsHardwareAccelerated,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not a known switch."),
    };

    /// <summary>
    /// Runs test classes without some instruction sets; fails unless all tests pass, and at least one of each class runs.
    /// </summary>
    /// <param name="switchedOff">The switch.</param>
    /// <param name="digestFile">Where to write the digests of the networks.</param>
    /// <param name="images">The folder of <see cref="CompiledImages"/>.</param>
    /// <param name="classes">The classes.</param>
    public static async Task RunAsync(string switchedOff, string digestFile, string images, params Type[] classes)
    {
        string results = Path.GetTempFileName();
        try
        {
            ProcessStartInfo start = ThisAssembly.StartOf(classes);
            start.ArgumentList.Add("-result-xml");
            start.ArgumentList.Add(results);
            start.Environment["DOTNET_Enable" + switchedOff] = "0";
            start.Environment[SwitchVariable] = switchedOff;
            start.Environment[DigestVariable] = digestFile;
            start.Environment[CompiledImages.FolderVariable] = images;
            (int exitCode, string output) = await ThisAssembly.RunToEndAsync(start);
            Assert.True(exitCode == 0, $"With {switchedOff} off the tests end with {exitCode}:\n{output}");
            AssertRan(results, classes, output);
        }
        finally
        {
            File.Delete(results);
        }
    }

    private static void AssertRan(string results, Type[] classes, string output)
    {
        XDocument document = XDocument.Load(results);
        foreach (Type type in classes)
        {
            int passed = document.Descendants("test")
                .Count(test => (string?)test.Attribute("type") == type.FullName && (string?)test.Attribute("result") == "Pass");
            Assert.True(passed > 0, string.Create(CultureInfo.InvariantCulture, $"No test of {type.Name} passed:\n{output}"));
        }
    }
}
