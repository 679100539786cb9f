namespace NetGen.Tests.Serialization;

/// <summary>A stream over bytes that cannot seek and gives at most some bytes at once, as a pipe or a connection does.</summary>
internal sealed class DribblingStream(byte[] content, int atOnce) : Stream
{
    private readonly MemoryStream _content = new(content);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => _content.Read(buffer, offset, Math.Min(count, atOnce));

    public override int Read(Span<byte> buffer) => _content.Read(buffer[..Math.Min(buffer.Length, atOnce)]);

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>A seekable stream that claims to be longer than it is, as a file does that is cut while it is read.</summary>
internal sealed class ShrinkingStream(byte[] content, long claimed) : MemoryStream(content)
{
    public override long Length => claimed;
}

/// <summary>A stream that only counts what is written to it.</summary>
internal sealed class CountingStream : Stream
{
    public long Count { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Count += count;

    public override void Write(ReadOnlySpan<byte> buffer) => Count += buffer.Length;

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
