using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Tool.Models;

/// <summary>
/// What one inference takes at least on one thread of this machine: its multiply-adds at the best rate of fused multiply-adds, or its bytes
/// at the rate of reading as many again and again, whichever is longer.
/// </summary>
/// <param name="Nanoseconds">The bound.</param>
/// <param name="LimitedBy">What it comes from: <c>multiply-adds</c> or <c>memory</c>.</param>
/// <param name="MultiplyAddsPerNanosecond">The measured rate.</param>
/// <param name="BytesPerNanosecond">The measured rate.</param>
/// <remarks>Both rates are the best of short runs. The activation functions are not counted, so the true least is higher.</remarks>
internal sealed record InferenceBound(double Nanoseconds, string LimitedBy, double MultiplyAddsPerNanosecond, double BytesPerNanosecond)
{
    private const int Runs = 12;
    private const int Rounds = 40_000;
    private const int Chains = 12;
    private const int MinBytes = 4096;
    private const int MaxBytes = 1 << 27;
    private const int BytesPerRun = 1 << 24;

    /// <summary>Measures both rates, in less than a second.</summary>
    public static InferenceBound Measure<T>(long multiplyAdds, long bytes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // A vector of the widest kind that the processor computes with at once.
        double compute = Vector512.IsHardwareAccelerated
            ? Best(Chains * (double)Rounds * Vector512<T>.Count, static () => Sink(Multiply<V512<T>, T>()))
            : Vector256.IsHardwareAccelerated
            ? Best(Chains * (double)Rounds * Vector256<T>.Count, static () => Sink(Multiply<V256<T>, T>()))
            : Best(Chains * (double)Rounds * Vector128<T>.Count, static () => Sink(Multiply<V128<T>, T>()));
        byte[] buffer = new byte[Math.Clamp(bytes, MinBytes, MaxBytes) / 256 * 256];
        int repeats = Math.Max(1, BytesPerRun / buffer.Length);
        double memory = Best((double)buffer.Length * repeats, () => Sink(Read(buffer, repeats)));
        (double byCompute, double byMemory) = (multiplyAdds / compute, bytes / memory);
        return new InferenceBound(
            Math.Max(byCompute, byMemory), byCompute >= byMemory ? "multiply-adds" : "memory", compute, memory);
    }

    private static double Best(double amount, Action work)
    {
        double best = 0;
        for (int i = 0; i < Runs; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            best = Math.Max(best, amount / Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Sink<T>(T value) => _ = value;

    // Twelve sums that do not wait for each other keep two units with a latency of four to six cycles busy.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static TVector Multiply<TVector, T>()
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector x = TVector.Create(0.5), y = TVector.Create(0.25);
        (TVector s0, TVector s1, TVector s2, TVector s3, TVector s4, TVector s5) = (x, x, x, x, x, x);
        (TVector s6, TVector s7, TVector s8, TVector s9, TVector s10, TVector s11) = (x, x, x, x, x, x);
        for (int i = 0; i < Rounds; i++)
        {
            s0 = TVector.FusedMultiplyAdd(s0, x, y);
            s1 = TVector.FusedMultiplyAdd(s1, x, y);
            s2 = TVector.FusedMultiplyAdd(s2, x, y);
            s3 = TVector.FusedMultiplyAdd(s3, x, y);
            s4 = TVector.FusedMultiplyAdd(s4, x, y);
            s5 = TVector.FusedMultiplyAdd(s5, x, y);
            s6 = TVector.FusedMultiplyAdd(s6, x, y);
            s7 = TVector.FusedMultiplyAdd(s7, x, y);
            s8 = TVector.FusedMultiplyAdd(s8, x, y);
            s9 = TVector.FusedMultiplyAdd(s9, x, y);
            s10 = TVector.FusedMultiplyAdd(s10, x, y);
            s11 = TVector.FusedMultiplyAdd(s11, x, y);
        }

        return s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static Vector<ulong> Read(byte[] buffer, int repeats)
    {
        ReadOnlySpan<Vector<ulong>> vectors = MemoryMarshal.Cast<byte, Vector<ulong>>(buffer);
        (Vector<ulong> s0, Vector<ulong> s1, Vector<ulong> s2, Vector<ulong> s3) = (default, default, default, default);
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            ref Vector<ulong> first = ref MemoryMarshal.GetReference(vectors);
            for (int i = 0; i < vectors.Length; i += 4)
            {
                s0 |= Unsafe.Add(ref first, i);
                s1 |= Unsafe.Add(ref first, i + 1);
                s2 |= Unsafe.Add(ref first, i + 2);
                s3 |= Unsafe.Add(ref first, i + 3);
            }
        }

        return s0 | s1 | s2 | s3;
    }
}
