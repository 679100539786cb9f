namespace NetGen.Data;

/// <summary>What a file begins with that says how long its content is.</summary>
/// <param name="MaxLength">The most bytes that <paramref name="ContentLength"/> looks at.</param>
/// <param name="ContentLength">
/// The bytes of the content, the header included, from its beginning and the file's name; throws an
/// <see cref="InvalidDataException"/> if the header is none.
/// </param>
internal sealed record DataHeader(int MaxLength, Func<ReadOnlyMemory<byte>, string, long> ContentLength);
