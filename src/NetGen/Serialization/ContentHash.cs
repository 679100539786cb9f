using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using NetGen.Numerics;

namespace NetGen.Serialization;

/// <summary>
/// A 64-bit hash that tells accidental changes of content; the same on every platform. Not for cryptography.
/// </summary>
/// <remarks>
/// Each word of 64 bits is joined to the state by exclusive or, and the state goes through the mixing steps that end MurmurHash3 (A.
/// Appleby). All of that is a bijection of the state, and of the word: contents of equal length that differ within one word never have the
/// same hash.
/// </remarks>
internal struct ContentHash
{
    private ulong _state;

    /// <summary>Adds a text.</summary>
    public void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    /// <summary>Adds numbers, by their bits.</summary>
    public void AddValues<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (BitConverter.IsLittleEndian)
        {
            Add(MemoryMarshal.AsBytes(values));
            return;
        }

        byte[] bytes = new byte[values.Length * Unsafe.SizeOf<T>()];
        LittleEndian.Write(values, bytes);
        Add(bytes);
    }

    /// <summary>Adds bytes, and how many there are.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        // One more than the length, so that nothing at all counts as well.
        AddWord((ulong)bytes.Length + 1);
        while (bytes.Length >= sizeof(ulong))
        {
            AddWord(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        if (!bytes.IsEmpty)
        {
            Span<byte> last = stackalloc byte[sizeof(ulong)];
            bytes.CopyTo(last);
            AddWord(BinaryPrimitives.ReadUInt64LittleEndian(last));
        }
    }

    /// <summary>The hash as 16 hexadecimal digits.</summary>
    public override readonly string ToString() => FormattableString.Invariant($"{_state:x16}");

    private void AddWord(ulong word)
    {
        unchecked
        {
            ulong state = _state ^ word;
            state = (state ^ (state >> 33)) * 0xFF51AFD7ED558CCD;
            state = (state ^ (state >> 33)) * 0xC4CEB9FE1A85EC53;
            _state = state ^ (state >> 33);
        }
    }
}
