using System.Numerics;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;

namespace NetGen.Tests.Numerics;

public sealed class LanesTests
{
    private static readonly Random _random = new(7);

    [Fact]
    public void Sums_follow_the_halving_tree()
    {
        for (int round = 0; round < 200; round++)
        {
            float[] x = Numbers(64, v => (float)v);
            double[] d = Numbers(32, v => v);
            var f128 = Array.ConvertAll([0, 4, 8, 12], i => Vector128.Create(x, i));
            var f256 = Array.ConvertAll([0, 8, 16, 24], i => Vector256.Create(x, i));
            var f512 = Array.ConvertAll([0, 16, 32, 48], i => Vector512.Create(x, i));
            var d128 = Array.ConvertAll([0, 2], i => Vector128.Create(d, i));
            var d256 = Array.ConvertAll([0, 4, 8, 12], i => Vector256.Create(d, i));
            var d512 = Array.ConvertAll([0, 8, 16, 24], i => Vector512.Create(d, i));

            Equal(Trees(x, 4), Array.ConvertAll(f128, Lanes.Sum));
            Equal(Trees(x, 8), Array.ConvertAll(f256, Lanes.Sum));
            Equal(Trees(x, 16), Array.ConvertAll(f512, Lanes.Sum));
            Equal(Trees(d, 2)[..2], Array.ConvertAll(d128, Lanes.Sum));
            Equal(Trees(d, 4), Array.ConvertAll(d256, Lanes.Sum));
            Equal(Trees(d, 8), Array.ConvertAll(d512, Lanes.Sum));

            Equal(Trees(x, 4), Elements(Lanes.Sum4(f128[0], f128[1], f128[2], f128[3])));
            Equal(Trees(x, 8), Elements(Lanes.Sum4(f256[0], f256[1], f256[2], f256[3])));
            Equal(Trees(x, 16), Elements(Lanes.Sum4(f512[0], f512[1], f512[2], f512[3])));
            Equal(Trees(d, 2)[..2], Elements(Lanes.Sum2(d128[0], d128[1])));
            Equal(Trees(d, 4), Elements(Lanes.Sum4(d256[0], d256[1], d256[2], d256[3])));
            Equal(Trees(d, 8), Elements(Lanes.Sum4(d512[0], d512[1], d512[2], d512[3])));
        }
    }

    [Fact]
    public void A_chunk_of_a_vector_fills_another_and_each_of_its_numbers_all_lanes()
    {
        float[] x = Numbers(16, v => (float)v);
        double[] d = Numbers(8, v => v);
        for (int chunk = 0; chunk < 4; chunk++)
        {
            float[] four = x[(4 * chunk)..(4 * (chunk + 1))];
            double[] two = d[(2 * chunk)..(2 * (chunk + 1))];
            Equal(four, Elements(Lanes.RepeatChunk128(Vector512.Create(x), chunk)));
            Equal(Repeated(four, 8), Elements(Lanes.RepeatChunk256(Vector512.Create(x), chunk)));
            Equal(Repeated(four, 16), Elements(Lanes.RepeatChunk512(Vector512.Create(x), chunk)));
            Equal(two, Elements(Lanes.RepeatChunk128(Vector512.Create(d), chunk)));
            Equal(Repeated(two, 4), Elements(Lanes.RepeatChunk256(Vector512.Create(d), chunk)));
            Equal(Repeated(two, 8), Elements(Lanes.RepeatChunk512(Vector512.Create(d), chunk)));
            if (chunk < 2)
            {
                Equal(four, Elements(Lanes.RepeatChunk128(Vector256.Create(x), chunk)));
                Equal(Repeated(four, 8), Elements(Lanes.RepeatChunk256(Vector256.Create(x), chunk)));
                Equal(Repeated(four, 16), Elements(Lanes.RepeatChunk512(Vector256.Create(x), chunk)));
                Equal(two, Elements(Lanes.RepeatChunk128(Vector256.Create(d), chunk)));
                Equal(Repeated(two, 4), Elements(Lanes.RepeatChunk256(Vector256.Create(d), chunk)));
                Equal(Repeated(two, 8), Elements(Lanes.RepeatChunk512(Vector256.Create(d), chunk)));
            }
        }

        Equal(Repeated(x[..4], 8), Elements(Lanes.RepeatChunk256(Vector128.Create(x), 0)));
        Equal(Repeated(x[..4], 16), Elements(Lanes.RepeatChunk512(Vector128.Create(x), 0)));
        Equal(Repeated(d[..2], 4), Elements(Lanes.RepeatChunk256(Vector128.Create(d), 0)));
        Equal(Repeated(d[..2], 8), Elements(Lanes.RepeatChunk512(Vector128.Create(d), 0)));
        for (int i = 0; i < 4; i++)
        {
            Equal(Spread(x, 4, i), Elements(Lanes.SpreadInChunks(Vector512.Create(x), i)));
            Equal(Spread(x[..8], 4, i), Elements(Lanes.SpreadInChunks(Vector256.Create(x), i)));
            Equal(Spread(x[..4], 4, i), Elements(Lanes.SpreadInChunks(Vector128.Create(x), i)));
            if (i < 2)
            {
                Equal(Spread(d, 2, i), Elements(Lanes.SpreadInChunks(Vector512.Create(d), i)));
                Equal(Spread(d[..4], 2, i), Elements(Lanes.SpreadInChunks(Vector256.Create(d), i)));
                Equal(Spread(d[..2], 2, i), Elements(Lanes.SpreadInChunks(Vector128.Create(d), i)));
            }
        }
    }

    [Fact]
    public void Partial_loads_give_the_elements_and_then_zeros()
    {
        // Arrays of exactly the count; the lanes beyond must be 0, not what lies behind in memory.
        float[] x = Numbers(16, v => (float)v);
        double[] d = Numbers(8, v => v);
        for (int count = 1; count <= 16; count++)
        {
            Equal(Padded(x, count, 16), Elements(Lanes.LoadPartial512(x.AsSpan(0, count))));
            if (count <= 8)
            {
                Equal(Padded(x, count, 8), Elements(Lanes.LoadPartial256(x.AsSpan(0, count))));
                Equal(Padded(d, count, 8), Elements(Lanes.LoadPartial512(d.AsSpan(0, count))));
            }

            if (count <= 4)
            {
                Equal(Padded(x, count, 4), Elements(Lanes.LoadPartial128(x.AsSpan(0, count))));
                Equal(Padded(d, count, 4), Elements(Lanes.LoadPartial256(d.AsSpan(0, count))));
            }

            if (count <= 2)
            {
                Equal(Padded(d, count, 2), Elements(Lanes.LoadPartial128(d.AsSpan(0, count))));
            }
        }
    }

    [Fact]
    public void Partial_stores_leave_the_rest_alone()
    {
        float[] x = Numbers(16, v => (float)v);
        double[] d = Numbers(8, v => v);
        for (int count = 1; count <= 16; count++)
        {
            CheckStore(x, count, to => Lanes.StorePartial(Vector512.Create(x), to));
            if (count <= 8)
            {
                CheckStore(x, count, to => Lanes.StorePartial(Vector256.Create(x), to));
                CheckStore(d, count, to => Lanes.StorePartial(Vector512.Create(d), to));
            }

            if (count <= 4)
            {
                CheckStore(x, count, to => Lanes.StorePartial(Vector128.Create(x), to));
                CheckStore(d, count, to => Lanes.StorePartial(Vector256.Create(d), to));
            }

            if (count <= 2)
            {
                CheckStore(d, count, to => Lanes.StorePartial(Vector128.Create(d), to));
            }
        }
    }

    private delegate void Store<T>(Span<T> destination);

    private static void CheckStore<T>(T[] source, int count, Store<T> store)
        where T : unmanaged, INumber<T>
    {
        T[] target = new T[source.Length + 1];
        Array.Fill(target, T.CreateChecked(99));
        store(target.AsSpan(0, count));
        Assert.Equal(source[..count], target[..count]);
        Assert.All(target[count..], rest => Assert.Equal(T.CreateChecked(99), rest));
    }

    private static T[] Padded<T>(T[] source, int count, int lanes)
    {
        T[] padded = new T[lanes];
        Array.Copy(source, padded, count);
        return padded;
    }

    private static T[] Numbers<T>(int count, Func<double, T> convert)
    {
        T[] numbers = new T[count];
        for (int i = 0; i < count; i++)
        {
            // Sizes far apart, so that another order gives another sum.
            numbers[i] = convert((_random.NextDouble() - 0.5) * Math.Pow(10, _random.Next(6)));
        }

        return numbers;
    }

    /// <summary>The sums of the first four groups of lanes, by plain loops.</summary>
    private static T[] Trees<T>(T[] numbers, int lanes)
        where T : INumber<T>
    {
        T[] sums = new T[4];
        for (int group = 0; group < 4; group++)
        {
            T[] tree = numbers[(group * lanes)..((group + 1) * lanes)];
            for (int half = lanes / 2; half > 0; half /= 2)
            {
                for (int lane = 0; lane < half; lane++)
                {
                    tree[lane] += tree[lane + half];
                }
            }

            sums[group] = tree[0];
        }

        return sums;
    }

    private static T[] Repeated<T>(T[] part, int lanes) => [.. Enumerable.Range(0, lanes).Select(lane => part[lane % part.Length])];

    private static T[] Spread<T>(T[] vector, int part, int index) => [.. vector.Select((_, lane) => vector[(lane / part * part) + index])];

    private static T[] Elements<T>(Vector128<T> vector)
    {
        T[] elements = new T[Vector128<T>.Count];
        vector.CopyTo(elements);
        return elements;
    }

    private static T[] Elements<T>(Vector256<T> vector)
    {
        T[] elements = new T[Vector256<T>.Count];
        vector.CopyTo(elements);
        return elements;
    }

    private static T[] Elements<T>(Vector512<T> vector)
    {
        T[] elements = new T[Vector512<T>.Count];
        vector.CopyTo(elements);
        return elements;
    }

    private static void Equal<T>(T[] expected, T[] actual) => Assert.Equal(expected, actual);
}
