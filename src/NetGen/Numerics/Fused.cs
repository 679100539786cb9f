using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.Wasm;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Numerics;

/// <summary>
/// Products and sums with one rounding, on every machine: by the processor's instruction, or by exact operations where it has none.
/// </summary>
/// <remarks>
/// .NET's own methods call the C library where there is no instruction: slowly, one lane at a time, and as exactly as that library is. They
/// stay in use in WebAssembly, where the library is part of the runtime, exact, and compiled, while all else is mostly interpreted.
/// </remarks>
internal static class Fused
{
    /// <summary>
    /// Whether the processor has the instruction for vectors of 128 bits: a constant to the compiler. Where .NET accelerates wider ones, it
    /// has it for them.
    /// </summary>
    public static bool IsAccelerated
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Fma.IsSupported || AdvSimd.Arm64.IsSupported;
    }

    /// <summary>Whether loops over calls of <see cref="MultiplyAdd{T}"/> are faster than vectors: a constant to the compiler.</summary>
    public static bool PrefersScalars
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => PackedSimd.IsSupported;
    }

    // The three tests stand in each method: the compiler then leaves the other branch alone, where a property of their result would have
    // it read all of the exact operations first, for each call, in each kernel.

    /// <summary><c>a · b + c</c>, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MultiplyAdd<T>(T a, T b, T c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Fma.IsSupported || AdvSimd.Arm64.IsSupported || PackedSimd.IsSupported)
        {
            return T.FusedMultiplyAdd(a, b, c);
        }

        return typeof(T) == typeof(float)
            ? Unsafe.BitCast<float, T>(
                FusedSingle.MultiplyAdd(Unsafe.BitCast<T, float>(a), Unsafe.BitCast<T, float>(b), Unsafe.BitCast<T, float>(c)))
            : Unsafe.BitCast<double, T>(
                FusedDouble.MultiplyAdd(Unsafe.BitCast<T, double>(a), Unsafe.BitCast<T, double>(b), Unsafe.BitCast<T, double>(c)));
    }

    /// <summary><c>a · b + c</c>, lane by lane, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c)
    {
        if (Fma.IsSupported || AdvSimd.Arm64.IsSupported || PackedSimd.IsSupported)
        {
            return Vector128.FusedMultiplyAdd(a, b, c);
        }

        return FusedSingle.MultiplyAdd(a, b, c);
    }

    /// <summary><c>a · b + c</c>, lane by lane, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> MultiplyAdd(Vector128<double> a, Vector128<double> b, Vector128<double> c)
    {
        if (Fma.IsSupported || AdvSimd.Arm64.IsSupported || PackedSimd.IsSupported)
        {
            return Vector128.FusedMultiplyAdd(a, b, c);
        }

        return FusedDouble.MultiplyAdd(a, b, c);
    }
}
