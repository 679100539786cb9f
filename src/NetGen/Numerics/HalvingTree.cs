using System.Numerics;

namespace NetGen.Numerics;

/// <summary>The sum of lanes in the order of the numerics contract, as a plain loop.</summary>
internal static class HalvingTree
{
    /// <summary>Adds lanes, a power of two of them: lane l takes that of lane l + n/2, then l + n/4, until one is left.</summary>
    public static T Sum<T>(Span<T> lanes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int half = lanes.Length / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
            {
                lanes[lane] += lanes[lane + half];
            }
        }

        return lanes[0];
    }
}
