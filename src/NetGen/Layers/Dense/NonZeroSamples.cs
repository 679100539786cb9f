using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NetGen.CompilerServices;
using NetGen.Machine;
using NetGen.Numerics;
using static NetGen.Numerics.Counts;
using static NetGen.Numerics.VectorMemory;

namespace NetGen.Layers.Dense;

/// <summary>
/// The samples of a block in which inputs are not zero: for each of a range of inputs a bit for each sample, in words of as many bits as
/// an element has. Inputs are taken in groups of two or four; the last of an odd number, in twos, is a group with itself.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal readonly unsafe struct NonZeroSamples<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The samples that <see cref="Of"/> gives the bits of.</summary>
    public const int Step = 64;

    // Inputs after which the samples found are counted, of every fourth group: that tells enough.
    private const int CountedInputs = 128;
    private const int CountedGroup = 4;

    private readonly T* _masks;
    private readonly nuint _words;

    // From the bits of some samples to those of the samples in the next words.
    private readonly nuint _wordStride;

    /// <summary>Takes memory for a range of inputs.</summary>
    /// <param name="memory">As many elements as <see cref="WordsOf"/> says for each input, of an even number of inputs.</param>
    /// <param name="first">The first input of the range.</param>
    /// <param name="count">The number of inputs: in fours, a multiple of it.</param>
    /// <param name="group">The inputs of a group: 2 or 4.</param>
    /// <param name="rows">The number of samples.</param>
    public NonZeroSamples(T* memory, nuint first, nuint count, nuint group, nuint rows)
    {
        First = first;
        Count = count;
        Group = group;
        Groups = (count + group - 1) / group;
        _wordStride = group * Groups;
        _words = WordsOf(rows);
        _masks = memory;
    }

    /// <summary>The first input of the range.</summary>
    public nuint First { get; }

    /// <summary>The number of inputs.</summary>
    public nuint Count { get; }

    /// <summary>The inputs of a group.</summary>
    public nuint Group { get; }

    /// <summary>The number of groups.</summary>
    public nuint Groups { get; }

    private static nuint WordBits => 8 * (nuint)sizeof(T);

    /// <summary>The words of an input.</summary>
    public static nuint WordsOf(nuint rows) => (rows + WordBits - 1) / WordBits;

    /// <summary>The bits of any input of a group.</summary>
    /// <typeparam name="TGroup">The inputs of a group.</typeparam>
    /// <param name="group">The number of the group.</param>
    /// <param name="start">The first of the samples: a multiple of <see cref="Step"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Of<TGroup>(nuint group, nuint start)
        where TGroup : struct, ICount
    {
        T* mask = _masks + ((nuint)TGroup.Value * group);
        nuint word = start / WordBits;
        ulong bits = OfWord<TGroup>(mask, word);
        return sizeof(T) == sizeof(uint) && word + 1 < _words ? bits | (OfWord<TGroup>(mask, word + 1) << 32) : bits;
    }

    /// <summary>Sets the bits of all inputs.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="givesUp">Whether to give up where so many are set that using them does not pay.</param>
    /// <returns>Whether all bits are set.</returns>
    public bool TryFind<TVector>(in LayerBlock<T> layer, bool givesUp)
        where TVector : struct, ISimd<TVector, T>
    {
        nuint found = 0;
        for (nuint input = 0; input < Count; input += CountedInputs)
        {
            nuint end = Math.Min(Count, input + CountedInputs);
            for (nuint word = 0; word < _words; word++)
            {
                Find<TVector>(in layer, input, end, word);
                if (Group == 4)
                {
                    JoinFours(input, end, word);
                }
            }

            nuint groups = end == Count ? Groups : end / Group;
            found += CountedGroup * (Group == 4 ? CountSamples<Four>(input / 4, groups) : CountSamples<Two>(input / 2, groups));
            if (givesUp && found > MachineModel.MaxNonZeroSamples(groups, Group, layer.Rows))
            {
                return false;
            }
        }

        return true;
    }

    // In fours, the bits of the first input are those of all.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong OfWord<TGroup>(T* mask, nuint word)
        where TGroup : struct, ICount
    {
        mask += word * _wordStride;
        return TGroup.Value == 4 ? BitsAt(mask) : BitsAt(mask) | BitsAt(mask + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong BitsAt(T* mask) => sizeof(T) == sizeof(uint) ? *(uint*)mask : *(ulong*)mask;

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
        T* mask = _masks + (word * _wordStride);
        nuint vector = LaneMask.Length<TVector, T>();
        end = Math.Min(end, Count);
        for (; input + (2 * vector) <= end; input += 2 * vector)
        {
            TVector bits0 = default;
            TVector bits1 = default;

            // Epsilon is the least bit.
            TVector bit = TVector.Broadcast(T.Epsilon);
            ref T values = ref Unsafe.Add(ref first, input);
            for (nuint row = 0; row < rows; row++)
            {
                bits0 |= TVector.SelectEqual(At<TVector, T>(ref values, 0), default, default, bit);
                bits1 |= TVector.SelectEqual(At<TVector, T>(ref values, vector), default, default, bit);
                bit = TVector.AddBits(bit, bit);
                values = ref Unsafe.Add(ref values, stride);
            }

            At<TVector, T>(ref *mask, input) = bits0;
            At<TVector, T>(ref *mask, input + vector) = bits1;
        }

        for (; input < end; input++)
        {
            ulong bits = 0;
            for (nuint row = rows; row > 0; row--)
            {
                bits = (bits << 1) | (Unsafe.Add(ref first, ((row - 1) * stride) + input) == T.Zero ? 0ul : 1ul);
            }

            // In twos, an even one may be the last: then it is its own neighbor.
            SetWord(mask + input, bits);
            SetWord(mask + (input | 1), bits);
        }
    }

    // Of four neighbors, each gets the bits of all, or the first one does.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void JoinFours(nuint input, nuint end, nuint word)
    {
        T* mask = _masks + (word * _wordStride);
        nuint length = (nuint)(Vector512<byte>.Count / sizeof(T));
        for (; Avx512F.IsSupported && input + length <= end; input += length)
        {
            Vector512<T> bits = Vector512.Load(mask + input);
            if (sizeof(T) == sizeof(uint))
            {
                bits |= Avx512F.Shuffle(bits.AsUInt32(), 0xB1).As<uint, T>();
                bits |= Avx512F.Shuffle(bits.AsUInt32(), 0x4E).As<uint, T>();
            }
            else
            {
                bits |= Avx512F.Permute4x64(bits.AsUInt64(), 0xB1).As<ulong, T>();
                bits |= Avx512F.Permute4x64(bits.AsUInt64(), 0x4E).As<ulong, T>();
            }

            bits.Store(mask + input);
        }

        for (; input < end; input += 4)
        {
            T* four = mask + input;
            SetWord(four, BitsAt(four) | BitsAt(four + 1) | BitsAt(four + 2) | BitsAt(four + 3));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private nuint CountSamples<TGroup>(nuint group, nuint end)
        where TGroup : struct, ICount
    {
        int found = 0;
        for (; group < end; group += CountedGroup)
        {
            T* mask = _masks + ((nuint)TGroup.Value * group);
            for (nuint word = 0; word < _words; word++)
            {
                found += BitOperations.PopCount(OfWord<TGroup>(mask, word));
            }
        }

        return (nuint)found;
    }
}
