using System.Globalization;

namespace NetGen.Tests;

/// <summary>Random networks that are compiled together, once for all tests.</summary>
internal static class RandomGroup
{
    /// <summary>The number of groups.</summary>
    public const int Count = 10;

    /// <summary>How many of them, from the first on, are compiled: half with <see cref="LongChecks"/>, else a few.</summary>
    public static readonly int CompiledCount = LongChecks.AreWanted ? Count / 2 : CheckedGroup + 1;

    private const int Size = 20;
    private const int CheckedGroup = 1;

    /// <summary>The networks of a group.</summary>
    public static IEnumerable<RandomTopology> Networks(int group) =>
        Enumerable.Range(group * Size, Size).Select(index => new RandomTopology(index));

    /// <summary>The assembly of a group; one group stands in a project with checked arithmetic.</summary>
    public static byte[] Image(int group) => CompiledImages.Of(
        string.Create(CultureInfo.InvariantCulture, $"random-{group}.dll"),
        () => string.Concat(Networks(group).Select(network => network.Declaration)),
        isChecked: group == CheckedGroup);
}
