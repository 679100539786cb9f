using System.Numerics;

namespace NetGen.Tests.Numerics;

/// <summary>Inputs for the numerics tests: special values, random numbers of useful size, random bits.</summary>
internal static class Inputs
{
    /// <summary>A multiple of 16 values.</summary>
    public static T[] Create<T>(int count = 4096)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] special =
        [
            T.Zero, T.NegativeZero, T.Epsilon, -T.Epsilon, T.One, -T.One, T.NaN, -T.NaN, T.PositiveInfinity, T.NegativeInfinity,
            T.CreateChecked(0.5), T.CreateChecked(-0.5), T.CreateChecked(1e-40), T.CreateChecked(-1e-40), T.CreateChecked(-87.4),
            T.CreateChecked(-100), T.CreateChecked(-103.97), T.CreateChecked(-104), T.CreateChecked(-110), T.CreateChecked(88.72),
            T.CreateChecked(88.73), T.CreateChecked(89), T.CreateChecked(709.78), T.CreateChecked(709.79),
            T.CreateChecked(-708.5), T.CreateChecked(-740), T.CreateChecked(-745.2), T.CreateChecked(-746), T.CreateChecked(-800),
            T.CreateSaturating(1e300), T.CreateSaturating(-1e300), T.CreateChecked(1.1754942e-38), T.CreateChecked(2.225e-308),
        ];

        var random = new Random(20_24);
        var inputs = new T[count];
        for (int i = 0; i < count; i++)
        {
            inputs[i] = (i % 4) switch
            {
                _ when i < special.Length => special[i],
                0 => T.CreateChecked((random.NextDouble() * 20) - 10),
                1 => T.CreateChecked((random.NextDouble() * 1600) - 800),
                2 => T.CreateChecked(random.NextDouble()),
                _ => Bits<T>(random.NextInt64(long.MinValue, long.MaxValue)),
            };
        }

        return inputs;
    }

    private static T Bits<T>(long bits)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? (T)(object)BitConverter.Int32BitsToSingle((int)(bits >> 32))
            : (T)(object)BitConverter.Int64BitsToDouble(bits);
}
