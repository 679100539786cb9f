using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.Benchmarks.Measuring;
using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Benchmarks.Limits;

/// <summary>What the machine can do in one numeric type, measured.</summary>
/// <param name="FmaPerSecond">Multiply-adds per second for each accelerated width in bits, lanes counted one by one.</param>
/// <param name="ActivationSeconds">The time of one element in the vector kernel of each activation.</param>
/// <param name="BytesPerSecond">The speed of reading what stays in each cache, by its name, and what stays in none.</param>
internal sealed record MachineLimits(
    IReadOnlyDictionary<int, double> FmaPerSecond,
    IReadOnlyDictionary<Activation, double> ActivationSeconds,
    IReadOnlyDictionary<string, double> BytesPerSecond)
{
    private const int PartOfCache = 2;
    private const int TimesLastCache = 4;

    /// <summary>The elements of one repetition of <see cref="Kernel"/>.</summary>
    public const int KernelLength = 1024;

    /// <summary>The width with the highest peak; of about equal ones the widest.</summary>
    public int BestWidth => FmaPerSecond.MaxBy(pair => pair.Value * (1 + (pair.Key * 1e-4))).Key;

    public static MachineLimits Measure<T>(Rounds rounds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int Bits, Contender Contender, double MultiplyAdds)[] peaks = [.. Peaks<T>()];
        Activation[] activations = [.. Enum.GetValues<Activation>().Where(HasKernel)];
        (string Name, long Bytes)[] buffers = [.. Buffers()];
        Contender[] all =
        [
            .. peaks.Select(peak => peak.Contender),
            .. activations.Select(Kernel<T>),
            .. buffers.Select(buffer => new SumReading<T>(buffer.Bytes / Unsafe.SizeOf<T>())),
        ];
        Rounds.WarmUp(all);
        IReadOnlyList<Timing> timings = rounds.Measure(all);
        return new MachineLimits(
            peaks.Index().ToDictionary(peak => peak.Item.Bits, peak => peak.Item.MultiplyAdds / timings[peak.Index].Seconds),
            activations.Index().ToDictionary(
                activation => activation.Item,
                activation => timings[peaks.Length + activation.Index].Seconds / KernelLength),
            buffers.Index().ToDictionary(
                buffer => buffer.Item.Name,
                buffer => buffer.Item.Bytes / timings[peaks.Length + activations.Length + buffer.Index].Seconds));
    }

    // Half of a cache stays in it, and a few times the last one does not.
    private static IEnumerable<(string Name, long Bytes)> Buffers()
    {
        foreach (Cache cache in ThisMachine.Current.Caches)
        {
            yield return (FormattableString.Invariant($"L{cache.Level}"), cache.Bytes / PartOfCache);
        }

        if (ThisMachine.Current.Caches.Count > 0)
        {
            yield return ("memory", TimesLastCache * ThisMachine.Current.Caches[^1].Bytes);
        }
    }

    /// <summary>
    /// Whether an activation can be timed by itself: identity takes no time, and softmax and its logarithm belong to the head.
    /// </summary>
    public static bool HasKernel(Activation activation) =>
        activation != Activation.Identity && ActivationTraits.IsElementwise(activation);

    /// <summary>The contender for an activation; a repetition of it has <see cref="KernelLength"/> elements.</summary>
    public static Contender Kernel<T>(Activation activation)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ActivationRegistry.Use<Contender, KernelUse<T>>(activation, ActivationTraits.DefaultAlpha(activation), default);

    /// <summary>The contender for a peak, and the multiply-adds of one of its repetitions.</summary>
    public static (Contender Contender, double MultiplyAdds) Peak<T>(int bits)
        where T : unmanaged, IFloatingPointIeee754<T> => bits switch
        {
            512 => (new FmaPeak<V512<T>, T>(512), FmaPeak<V512<T>, T>.MultiplyAdds),
            256 => (new FmaPeak<V256<T>, T>(256), FmaPeak<V256<T>, T>.MultiplyAdds),
            _ => (new FmaPeak<V128<T>, T>(128), FmaPeak<V128<T>, T>.MultiplyAdds),
        };

    private static IEnumerable<(int Bits, Contender Contender, double MultiplyAdds)> Peaks<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int Bits, bool Accelerated)[] widths =
            [(512, Vector512.IsHardwareAccelerated), (256, Vector256.IsHardwareAccelerated), (128, true)];
        foreach ((int bits, bool accelerated) in widths)
        {
            if (accelerated)
            {
                (Contender contender, double multiplyAdds) = Peak<T>(bits);
                yield return (bits, contender, multiplyAdds);
            }
        }
    }

    private readonly struct KernelUse<T> : IActivationUse<Contender>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Contender With<TFunction>(TFunction function)
            where TFunction : struct, IActivationFunction => new ActivationKernel<TFunction, T>(function);
    }
}
