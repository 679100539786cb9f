using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Machine;
using NetGen.Numerics;
using static NetGen.Numerics.VectorMemory;

namespace NetGen.Layers.Dense;

/// <summary>
/// The samples of a block in which inputs are not zero: for each of a range of inputs a bit for each sample, in words of as many bits as
/// an element has. Inputs are taken in pairs; the last of an odd number is a pair with itself.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal readonly unsafe struct NonZeroSamples<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The samples that <see cref="Of"/> gives the bits of.</summary>
    public const int Step = 64;

    // Pairs after which the samples found are counted.
    private const int CountedPairs = 64;

    private readonly T* _masks;
    private readonly nuint _words;

    /// <summary>Takes memory for a range of inputs.</summary>
    /// <param name="memory">As many elements as <see cref="WordsOf"/> says for each input, of an even number of inputs.</param>
    /// <param name="first">The first input of the range.</param>
    /// <param name="count">The number of inputs.</param>
    /// <param name="rows">The number of samples.</param>
    public NonZeroSamples(T* memory, nuint first, nuint count, nuint rows)
    {
        First = first;
        Count = count;
        _words = WordsOf(rows);
        _masks = memory;
    }

    /// <summary>The first input of the range.</summary>
    public nuint First { get; }

    /// <summary>The number of inputs.</summary>
    public nuint Count { get; }

    /// <summary>The number of pairs.</summary>
    public nuint Pairs => (Count + 1) / 2;

    private static nuint WordBits => 8 * (nuint)sizeof(T);

    /// <summary>The words of an input.</summary>
    public static nuint WordsOf(nuint rows) => (rows + WordBits - 1) / WordBits;

    /// <summary>The bits of either input of a pair.</summary>
    /// <param name="pair">The number of the pair.</param>
    /// <param name="start">The first of the samples: a multiple of <see cref="Step"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Of(nuint pair, nuint start)
    {
        T* mask = _masks + (2 * pair);
        nuint word = start / WordBits;
        ulong bits = OfWord(mask, word);
        return sizeof(T) == sizeof(uint) && word + 1 < _words ? bits | (OfWord(mask, word + 1) << 32) : bits;
    }

    /// <summary>Sets the bits of all inputs.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="givesUp">Whether to give up where so many are set that using them does not pay.</param>
    /// <returns>Whether all bits are set.</returns>
    public bool TryFind<TVector>(in LayerBlock<T> layer, bool givesUp)
        where TVector : struct, ISimd<TVector, T>
    {
        nuint found = 0;
        for (nuint pair = 0; pair < Pairs; pair += CountedPairs)
        {
            nuint end = Math.Min(Pairs, pair + CountedPairs);
            for (nuint word = 0; word < _words; word++)
            {
                Find<TVector>(in layer, 2 * pair, 2 * end, word);
            }

            found += CountSamples(pair, end);
            if (givesUp && found > MachineModel.MaxNonZeroSamples(end, layer.Rows))
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong OfWord(T* mask, nuint word)
    {
        mask += word * 2 * Pairs;
        return sizeof(T) == sizeof(uint) ? *(uint*)mask | *(uint*)(mask + 1) : *(ulong*)mask | *(ulong*)(mask + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetWord(T* mask, ulong bits)
    {
        if (sizeof(T) == sizeof(uint))
        {
            *(uint*)mask = (uint)bits;
        }
        else
        {
            *(ulong*)mask = bits;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Find<TVector>(in LayerBlock<T> layer, nuint input, nuint end, nuint word)
        where TVector : struct, ISimd<TVector, T>
    {
        nuint start = word * WordBits;
        nuint rows = Math.Min(WordBits, layer.Rows - start);
        nuint stride = layer.InputStride;
        ref T first = ref Unsafe.Add(ref layer.X, (start * stride) + First);
        T* mask = _masks + (word * 2 * Pairs);
        end = Math.Min(end, Count);
        for (; input + LaneMask.Length<TVector, T>() <= end; input += LaneMask.Length<TVector, T>())
        {
            // Epsilon is the least bit.
            TVector bits = default;
            for (nuint row = rows; row > 0; row--)
            {
                TVector values = At<TVector, T>(ref first, ((row - 1) * stride) + input);
                bits = TVector.AddBits(bits, bits) | TVector.SelectEqual(values, default, default, TVector.Broadcast(T.Epsilon));
            }

            At<TVector, T>(ref *mask, input) = bits;
        }

        for (; input < end; input++)
        {
            ulong bits = 0;
            for (nuint row = rows; row > 0; row--)
            {
                bits = (bits << 1) | (Unsafe.Add(ref first, ((row - 1) * stride) + input) == T.Zero ? 0ul : 1ul);
            }

            // An even one may be the last: then it is its own neighbor.
            SetWord(mask + input, bits);
            SetWord(mask + (input | 1), bits);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private nuint CountSamples(nuint pair, nuint end)
    {
        int found = 0;
        for (; pair < end; pair++)
        {
            T* mask = _masks + (2 * pair);
            for (nuint word = 0; word < _words; word++)
            {
                found += BitOperations.PopCount(OfWord(mask, word));
            }
        }

        return (nuint)found;
    }
}
