using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <content>
/// Loads and stores of a part of a vector. Calls pass a constant count, so that each folds to the few loads or stores it needs.
/// </content>
public static partial class Lanes
{
    /// <summary>Loads <paramref name="count"/> elements, touching no memory beyond them; the other lanes are 0.</summary>
    /// <param name="source">The first element.</param>
    /// <param name="count">From 1 to the number of lanes; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadPartial512(ref float source, int count)
    {
        if (count == Vector512<float>.Count)
        {
            return Vector512.LoadUnsafe(ref source);
        }

        return count > 8
            ? Vector256.LoadUnsafe(ref source).ToVector512Unsafe()
                .WithUpper(LoadPartial256(ref Unsafe.Add(ref source, 8), count - 8))
            : LoadPartial256(ref source, count).ToVector512();
    }

    /// <summary>Loads <paramref name="count"/> elements, touching no memory beyond them; the other lanes are 0.</summary>
    /// <param name="source">The first element.</param>
    /// <param name="count">From 1 to the number of lanes; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadPartial256(ref float source, int count)
    {
        if (count == Vector256<float>.Count)
        {
            return Vector256.LoadUnsafe(ref source);
        }

        return count > 4
            ? Vector128.LoadUnsafe(ref source).ToVector256Unsafe()
                .WithUpper(LoadPartial128(ref Unsafe.Add(ref source, 4), count - 4))
            : LoadPartial128(ref source, count).ToVector256();
    }

    /// <summary>Loads <paramref name="count"/> elements, touching no memory beyond them; the other lanes are 0.</summary>
    /// <param name="source">The first element.</param>
    /// <param name="count">From 1 to the number of lanes; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadPartial128(ref float source, int count)
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

    /// <summary>Loads <paramref name="count"/> elements, touching no memory beyond them; the other lanes are 0.</summary>
    /// <param name="source">The first element.</param>
    /// <param name="count">From 1 to the number of lanes; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadPartial512(ref double source, int count)
    {
        if (count == Vector512<double>.Count)
        {
            return Vector512.LoadUnsafe(ref source);
        }

        return count > 4
            ? Vector256.LoadUnsafe(ref source).ToVector512Unsafe()
                .WithUpper(LoadPartial256(ref Unsafe.Add(ref source, 4), count - 4))
            : LoadPartial256(ref source, count).ToVector512();
    }

    /// <summary>Loads <paramref name="count"/> elements, touching no memory beyond them; the other lanes are 0.</summary>
    /// <param name="source">The first element.</param>
    /// <param name="count">From 1 to the number of lanes; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadPartial256(ref double source, int count)
    {
        if (count == Vector256<double>.Count)
        {
            return Vector256.LoadUnsafe(ref source);
        }

        return count > 2
            ? Vector128.LoadUnsafe(ref source).ToVector256Unsafe()
                .WithUpper(LoadPartial128(ref Unsafe.Add(ref source, 2), count - 2))
            : LoadPartial128(ref source, count).ToVector256();
    }

    /// <summary>Loads <paramref name="count"/> elements, touching no memory beyond them; the other lanes are 0.</summary>
    /// <param name="source">The first element.</param>
    /// <param name="count">From 1 to the number of lanes; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> LoadPartial128(ref double source, int count) =>
        count == 2 ? Vector128.LoadUnsafe(ref source) : Vector128.CreateScalar(source);

    /// <summary>Stores the first <paramref name="count"/> lanes, touching no memory beyond them.</summary>
    /// <param name="value">The vector.</param>
    /// <param name="destination">The first element.</param>
    /// <param name="count">From 1 to the number of lanes; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector512<float> value, ref float destination, int count)
    {
        if (count == Vector512<float>.Count)
        {
            value.StoreUnsafe(ref destination);
        }
        else if (count > 8)
        {
            value.GetLower().StoreUnsafe(ref destination);
            StorePartial(value.GetUpper(), ref Unsafe.Add(ref destination, 8), count - 8);
        }
        else
        {
            StorePartial(value.GetLower(), ref destination, count);
        }
    }

    /// <summary>Stores the first <paramref name="count"/> lanes, touching no memory beyond them.</summary>
    /// <param name="value">The vector.</param>
    /// <param name="destination">The first element.</param>
    /// <param name="count">From 1 to the number of lanes; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector256<float> value, ref float destination, int count)
    {
        if (count == Vector256<float>.Count)
        {
            value.StoreUnsafe(ref destination);
        }
        else if (count > 4)
        {
            value.GetLower().StoreUnsafe(ref destination);
            StorePartial(value.GetUpper(), ref Unsafe.Add(ref destination, 4), count - 4);
        }
        else
        {
            StorePartial(value.GetLower(), ref destination, count);
        }
    }

    /// <summary>Stores the first <paramref name="count"/> lanes, touching no memory beyond them.</summary>
    /// <param name="value">The vector.</param>
    /// <param name="destination">The first element.</param>
    /// <param name="count">From 1 to the number of lanes; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector128<float> value, ref float destination, int count)
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

    /// <summary>Stores the first <paramref name="count"/> lanes, touching no memory beyond them.</summary>
    /// <param name="value">The vector.</param>
    /// <param name="destination">The first element.</param>
    /// <param name="count">From 1 to the number of lanes; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector512<double> value, ref double destination, int count)
    {
        if (count == Vector512<double>.Count)
        {
            value.StoreUnsafe(ref destination);
        }
        else if (count > 4)
        {
            value.GetLower().StoreUnsafe(ref destination);
            StorePartial(value.GetUpper(), ref Unsafe.Add(ref destination, 4), count - 4);
        }
        else
        {
            StorePartial(value.GetLower(), ref destination, count);
        }
    }

    /// <summary>Stores the first <paramref name="count"/> lanes, touching no memory beyond them.</summary>
    /// <param name="value">The vector.</param>
    /// <param name="destination">The first element.</param>
    /// <param name="count">From 1 to the number of lanes; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector256<double> value, ref double destination, int count)
    {
        if (count == Vector256<double>.Count)
        {
            value.StoreUnsafe(ref destination);
        }
        else if (count > 2)
        {
            value.GetLower().StoreUnsafe(ref destination);
            StorePartial(value.GetUpper(), ref Unsafe.Add(ref destination, 2), count - 2);
        }
        else
        {
            StorePartial(value.GetLower(), ref destination, count);
        }
    }

    /// <summary>Stores the first <paramref name="count"/> lanes, touching no memory beyond them.</summary>
    /// <param name="value">The vector.</param>
    /// <param name="destination">The first element.</param>
    /// <param name="count">From 1 to the number of lanes; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector128<double> value, ref double destination, int count)
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
