using NetGen.Tests.Heads;
using NetGen.Tests.Training;

namespace NetGen.Tests;

/// <summary>The tests of equality again without AVX-512, without AVX2 and without any vector instruction: the same bits.</summary>
public class InstructionSetTests
{
    /// <summary>
    /// Each run holds the networks to the reference and to the pinned digests; here the digests of all runs are compared as well.
    /// </summary>
    [Fact]
    public async Task Networks_give_the_same_bits_with_every_instruction_set()
    {
        Assert.False(InstructionSets.IsChild, "A run with an instruction set switched off must not start further ones.");
        using var folder = new TemporaryFolder();
        WriteImages(folder.PathOf(""));
        var digests = new Dictionary<string, string>();
        // Without what this machine does not have, a run would be the same.
        foreach (string name in InstructionSets.Switches.Where(InstructionSets.IsInUse))
        {
            string file = folder.PathOf(name);
            await InstructionSets.RunAsync(name, file, folder.PathOf(""), ClassesFor(name));
            digests[name] = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        }

        Assert.All(digests.Values, Assert.NotEmpty);
        Assert.Single(digests.Values.Distinct());
    }

    // Compiling them anew would take longer than the tests themselves, above all without vector instructions.
    private static void WriteImages(string folder)
    {
        if (!LongChecks.AreWanted)
        {
            return;
        }

        foreach (int group in Enumerable.Range(0, CoveringSet.GroupCount))
        {
            _ = CoveringSet.Image(group);
        }

        CompiledImages.WriteAll(folder);
    }

    // The tests of this process hold the kernels of all widths to the reference; only the long checks do so in processes without some.
    // Without vectors the list is shorter: all networks go through the same few loops.
    private static Type[] ClassesFor(string switchedOff)
    {
        if (!LongChecks.AreWanted)
        {
            return [typeof(DigestTests)];
        }

        List<Type> classes = [typeof(DigestTests), typeof(HeadBitsTests), typeof(NarrowLayerErrorsTests), typeof(StandardizeTests)];
        if (switchedOff == "HWIntrinsic")
        {
            classes.Add(typeof(CoveringSetTests));
            return [.. classes];
        }

        classes.AddRange([typeof(MemoryBoundsTests), typeof(NonZeroKernelTests), typeof(ZeroSkippingTests)]);

        // The longest, with the least of the vector instruction sets.
        if (switchedOff == "AVX2")
        {
            classes.AddRange([typeof(GeneratedNetworkTests), typeof(RuntimeNetworkTests), typeof(ZeroSkippingTrainingTests)]);
        }

        return [.. classes];
    }
}
