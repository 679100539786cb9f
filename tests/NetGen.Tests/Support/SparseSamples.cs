using System.Numerics;

namespace NetGen.Tests;

/// <summary>Samples of which a part is zero.</summary>
internal static class SparseSamples
{
    /// <summary>The parts that are not zero, from none to all.</summary>
    public static readonly double[] Densities = [0, 0.01, 0.05, 0.2, 0.35, 0.5, 0.75, 1];

    /// <summary>The kernels to hold to the reference. A child process has only those that its switches leave to the machine.</summary>
    public static readonly KernelSet[] Kernels = InstructionSets.IsChild
        ? [KernelSet.OfMachine]
        : [KernelSet.OfMachine, KernelSet.Width512, KernelSet.Width256, KernelSet.Width128];

    /// <summary>Draws numbers: zeros of both signs, and others, of which some are so small that their products are subnormal.</summary>
    public static T[] Draw<T>(int count, double density, bool inRuns, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = new T[count];
        int run = 0;
        bool isZero = true;
        for (int i = 0; i < x.Length; i++)
        {
            if (run-- <= 0)
            {
                isZero = random.NextDouble() >= density;
                run = inRuns ? random.Next(1, 20) : 0;
            }

            x[i] = isZero ? (random.Next(3) == 0 ? T.NegativeZero : T.Zero)
                : random.Next(20) == 0 ? T.Epsilon * T.CreateChecked(random.Next(1, 1000))
                : T.CreateChecked((random.NextDouble() * 2) - 1);
        }

        return x;
    }

    /// <summary>Draws targets in [0, 1].</summary>
    public static T[] DrawTargets<T>(int count, Random random)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, count).Select(_ => T.CreateChecked(random.NextDouble()))];

    /// <summary>Puts NaN, an infinity, the least number or −0 in some place.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="turn">Which of them: they take turns.</param>
    /// <param name="random">Draws the place.</param>
    public static void PutSpecial<T>(Span<T> x, int turn, Random random)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        x[random.Next(x.Length)] = (turn % 5) switch
        {
            0 => T.NaN,
            1 => T.PositiveInfinity,
            2 => T.Epsilon,
            3 => T.NegativeInfinity,
            _ => T.NegativeZero,
        };

    /// <summary>Networks with the same parameters, a fifth of them zeros of both signs: one for each of some kernels.</summary>
    public static ITrainableNetwork<T>[] NetworksOf<TNetwork, T>(KernelSet[] kernels)
        where TNetwork : class, ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[TNetwork.Topology.ParameterCount];
        TNetwork.Create(3).Parameters.CopyTo(values);
        var random = new Random(6);
        foreach (ref T value in values.AsSpan())
        {
            value = random.Next(10) switch { 0 => T.Zero, 1 => T.NegativeZero, _ => value };
        }

        ITrainableNetwork<T>[] networks = [.. kernels.Select(NetworkOf<TNetwork, T>)];
        Array.ForEach(networks, network => network.Parameters.CopyFrom(values));
        return networks;
    }

    /// <summary>A network that computes by some kernels. Its weights are not zero.</summary>
    public static ITrainableNetwork<T> NetworkOf<TNetwork, T>(KernelSet kernels)
        where TNetwork : class, ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TNetwork network = TNetwork.Create(3);
        return kernels == KernelSet.OfMachine ? network : new KernelNetwork<T>(network, kernels);
    }
}
