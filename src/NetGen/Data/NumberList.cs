using System.Numerics;

namespace NetGen.Data;

/// <summary>Numbers that are read one by one, in one array: no copy is made of many of them at the end.</summary>
internal sealed class NumberList<T>
    where T : unmanaged, INumber<T>
{
    // From here on the array grows by a quarter, so that no more than that of it is left over, and it can be kept as it is.
    private const int Many = 1 << 24;

    private T[] _numbers = [];

    /// <summary>How many numbers there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a number; there are fewer than an array holds.</summary>
    public void Add(T number)
    {
        if (Count == _numbers.Length)
        {
            long length = Count < Many ? Math.Max(2L * Count, 256) : Count + (Count / 4L);
            Array.Resize(ref _numbers, (int)Math.Min(length, Array.MaxLength));
        }

        _numbers[Count++] = number;
    }

    /// <summary>All numbers.</summary>
    public ReadOnlyMemory<T> ToMemory() => Count < Many ? _numbers.AsSpan(0, Count).ToArray() : _numbers.AsMemory(0, Count);
}
