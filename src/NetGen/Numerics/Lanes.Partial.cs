using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen.CompilerServices;

/// <content>
/// Loads and stores of a part of a vector. Calls pass spans of constant length, so that each folds to the few loads or stores it needs.
/// </content>
public static partial class Lanes
{
    /// <summary>Loads all elements of a span; the other lanes are 0.</summary>
    /// <param name="source">From 1 element to as many as there are lanes; of constant length.</param>
    /// <exception cref="ArgumentException">There are none, or more.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadPartial512(ReadOnlySpan<float> source)
    {
        CheckLength(source.Length, Vector512<float>.Count);
        return LoadFirst512(ref MemoryMarshal.GetReference(source), source.Length);
    }

    /// <summary>Loads all elements of a span; the other lanes are 0.</summary>
    /// <param name="source">From 1 element to as many as there are lanes; of constant length.</param>
    /// <exception cref="ArgumentException">There are none, or more.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadPartial512(ReadOnlySpan<double> source)
    {
        CheckLength(source.Length, Vector512<double>.Count);
        return LoadFirst512(ref MemoryMarshal.GetReference(source), source.Length);
    }

    /// <summary>Loads all elements of a span; the other lanes are 0.</summary>
    /// <param name="source">From 1 element to as many as there are lanes; of constant length.</param>
    /// <exception cref="ArgumentException">There are none, or more.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadPartial256(ReadOnlySpan<float> source)
    {
        CheckLength(source.Length, Vector256<float>.Count);
        return LoadFirst256(ref MemoryMarshal.GetReference(source), source.Length);
    }

    /// <summary>Loads all elements of a span; the other lanes are 0.</summary>
    /// <param name="source">From 1 element to as many as there are lanes; of constant length.</param>
    /// <exception cref="ArgumentException">There are none, or more.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadPartial256(ReadOnlySpan<double> source)
    {
        CheckLength(source.Length, Vector256<double>.Count);
        return LoadFirst256(ref MemoryMarshal.GetReference(source), source.Length);
    }

    /// <summary>Loads all elements of a span; the other lanes are 0.</summary>
    /// <param name="source">From 1 element to as many as there are lanes; of constant length.</param>
    /// <exception cref="ArgumentException">There are none, or more.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadPartial128(ReadOnlySpan<float> source)
    {
        CheckLength(source.Length, Vector128<float>.Count);
        return LoadFirst128(ref MemoryMarshal.GetReference(source), source.Length);
    }

    /// <summary>Loads all elements of a span; the other lanes are 0.</summary>
    /// <param name="source">From 1 element to as many as there are lanes; of constant length.</param>
    /// <exception cref="ArgumentException">There are none, or more.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> LoadPartial128(ReadOnlySpan<double> source)
    {
        CheckLength(source.Length, Vector128<double>.Count);
        return LoadFirst128(ref MemoryMarshal.GetReference(source), source.Length);
    }

    /// <summary>Stores as many lanes as a span has elements.</summary>
    /// <param name="value">The lanes.</param>
    /// <param name="destination">From 1 element to as many as there are lanes; of constant length.</param>
    /// <exception cref="ArgumentException">There are none, or more.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector512<float> value, Span<float> destination)
    {
        CheckLength(destination.Length, Vector512<float>.Count);
        StoreFirst(value, ref MemoryMarshal.GetReference(destination), destination.Length);
    }

    /// <summary>Stores as many lanes as a span has elements.</summary>
    /// <param name="value">The lanes.</param>
    /// <param name="destination">From 1 element to as many as there are lanes; of constant length.</param>
    /// <exception cref="ArgumentException">There are none, or more.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector512<double> value, Span<double> destination)
    {
        CheckLength(destination.Length, Vector512<double>.Count);
        StoreFirst(value, ref MemoryMarshal.GetReference(destination), destination.Length);
    }

    /// <summary>Stores as many lanes as a span has elements.</summary>
    /// <param name="value">The lanes.</param>
    /// <param name="destination">From 1 element to as many as there are lanes; of constant length.</param>
    /// <exception cref="ArgumentException">There are none, or more.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector256<float> value, Span<float> destination)
    {
        CheckLength(destination.Length, Vector256<float>.Count);
        StoreFirst(value, ref MemoryMarshal.GetReference(destination), destination.Length);
    }

    /// <summary>Stores as many lanes as a span has elements.</summary>
    /// <param name="value">The lanes.</param>
    /// <param name="destination">From 1 element to as many as there are lanes; of constant length.</param>
    /// <exception cref="ArgumentException">There are none, or more.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector256<double> value, Span<double> destination)
    {
        CheckLength(destination.Length, Vector256<double>.Count);
        StoreFirst(value, ref MemoryMarshal.GetReference(destination), destination.Length);
    }

    /// <summary>Stores as many lanes as a span has elements.</summary>
    /// <param name="value">The lanes.</param>
    /// <param name="destination">From 1 element to as many as there are lanes; of constant length.</param>
    /// <exception cref="ArgumentException">There are none, or more.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector128<float> value, Span<float> destination)
    {
        CheckLength(destination.Length, Vector128<float>.Count);
        StoreFirst(value, ref MemoryMarshal.GetReference(destination), destination.Length);
    }

    /// <summary>Stores as many lanes as a span has elements.</summary>
    /// <param name="value">The lanes.</param>
    /// <param name="destination">From 1 element to as many as there are lanes; of constant length.</param>
    /// <exception cref="ArgumentException">There are none, or more.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector128<double> value, Span<double> destination)
    {
        CheckLength(destination.Length, Vector128<double>.Count);
        StoreFirst(value, ref MemoryMarshal.GetReference(destination), destination.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CheckLength(int length, int lanes)
    {
        if (length < 1 || length > lanes)
        {
            throw new ArgumentException($"Expected from 1 to {lanes} elements; the span has {length}.");
        }
    }

    // The elements from source on; a constant count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LoadFirst512(ref float source, int count)
    {
        if (count == Vector512<float>.Count)
        {
            return Vector512.LoadUnsafe(ref source);
        }

        return count > 8
            ? Vector256.LoadUnsafe(ref source).ToVector512Unsafe()
                .WithUpper(LoadFirst256(ref Unsafe.Add(ref source, 8), count - 8))
            : LoadFirst256(ref source, count).ToVector512();
    }

    // The elements from source on; a constant count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LoadFirst256(ref float source, int count)
    {
        if (count == Vector256<float>.Count)
        {
            return Vector256.LoadUnsafe(ref source);
        }

        return count > 4
            ? Vector128.LoadUnsafe(ref source).ToVector256Unsafe()
                .WithUpper(LoadFirst128(ref Unsafe.Add(ref source, 4), count - 4))
            : LoadFirst128(ref source, count).ToVector256();
    }

    // The elements from source on; a constant count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LoadFirst128(ref float source, int count)
    {
        if (count == 4)
        {
            return Vector128.LoadUnsafe(ref source);
        }

        if (count == 1)
        {
            return Vector128.CreateScalar(source);
        }

        // Two elements move as one 64-bit scalar.
        double pair = Unsafe.ReadUnaligned<double>(ref Unsafe.As<float, byte>(ref source));
        Vector128<float> two = Vector128.CreateScalar(pair).AsSingle();
        return count == 2 ? two : two.WithElement(2, Unsafe.Add(ref source, 2));
    }

    // The elements from source on; a constant count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LoadFirst512(ref double source, int count)
    {
        if (count == Vector512<double>.Count)
        {
            return Vector512.LoadUnsafe(ref source);
        }

        return count > 4
            ? Vector256.LoadUnsafe(ref source).ToVector512Unsafe()
                .WithUpper(LoadFirst256(ref Unsafe.Add(ref source, 4), count - 4))
            : LoadFirst256(ref source, count).ToVector512();
    }

    // The elements from source on; a constant count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> LoadFirst256(ref double source, int count)
    {
        if (count == Vector256<double>.Count)
        {
            return Vector256.LoadUnsafe(ref source);
        }

        return count > 2
            ? Vector128.LoadUnsafe(ref source).ToVector256Unsafe()
                .WithUpper(LoadFirst128(ref Unsafe.Add(ref source, 2), count - 2))
            : LoadFirst128(ref source, count).ToVector256();
    }

    // The elements from source on; a constant count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> LoadFirst128(ref double source, int count) =>
        count == 2 ? Vector128.LoadUnsafe(ref source) : Vector128.CreateScalar(source);

    // To destination on; a constant count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFirst(Vector512<float> value, ref float destination, int count)
    {
        if (count == Vector512<float>.Count)
        {
            value.StoreUnsafe(ref destination);
        }
        else if (count > 8)
        {
            value.GetLower().StoreUnsafe(ref destination);
            StoreFirst(value.GetUpper(), ref Unsafe.Add(ref destination, 8), count - 8);
        }
        else
        {
            StoreFirst(value.GetLower(), ref destination, count);
        }
    }

    // To destination on; a constant count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFirst(Vector256<float> value, ref float destination, int count)
    {
        if (count == Vector256<float>.Count)
        {
            value.StoreUnsafe(ref destination);
        }
        else if (count > 4)
        {
            value.GetLower().StoreUnsafe(ref destination);
            StoreFirst(value.GetUpper(), ref Unsafe.Add(ref destination, 4), count - 4);
        }
        else
        {
            StoreFirst(value.GetLower(), ref destination, count);
        }
    }

    // To destination on; a constant count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFirst(Vector128<float> value, ref float destination, int count)
    {
        if (count == 4)
        {
            value.StoreUnsafe(ref destination);
        }
        else if (count == 1)
        {
            destination = value.ToScalar();
        }
        else
        {
            Unsafe.WriteUnaligned(ref Unsafe.As<float, byte>(ref destination), value.AsDouble().ToScalar());
            if (count == 3)
            {
                Unsafe.Add(ref destination, 2) = value.GetElement(2);
            }
        }
    }

    // To destination on; a constant count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFirst(Vector512<double> value, ref double destination, int count)
    {
        if (count == Vector512<double>.Count)
        {
            value.StoreUnsafe(ref destination);
        }
        else if (count > 4)
        {
            value.GetLower().StoreUnsafe(ref destination);
            StoreFirst(value.GetUpper(), ref Unsafe.Add(ref destination, 4), count - 4);
        }
        else
        {
            StoreFirst(value.GetLower(), ref destination, count);
        }
    }

    // To destination on; a constant count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFirst(Vector256<double> value, ref double destination, int count)
    {
        if (count == Vector256<double>.Count)
        {
            value.StoreUnsafe(ref destination);
        }
        else if (count > 2)
        {
            value.GetLower().StoreUnsafe(ref destination);
            StoreFirst(value.GetUpper(), ref Unsafe.Add(ref destination, 2), count - 2);
        }
        else
        {
            StoreFirst(value.GetLower(), ref destination, count);
        }
    }

    // To destination on; a constant count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFirst(Vector128<double> value, ref double destination, int count)
    {
        if (count == 2)
        {
            value.StoreUnsafe(ref destination);
        }
        else
        {
            destination = value.ToScalar();
        }
    }
}
