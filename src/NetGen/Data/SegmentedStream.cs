namespace NetGen.Data;

/// <summary>Several pieces of memory read one after another. No read crosses from one piece into the next.</summary>
internal sealed class SegmentedStream(params ReadOnlyMemory<byte>[] segments) : Stream
{
    private int _next;
    private int _position;

    /// <summary>The index of the piece that the last byte read came from; -1 before the first byte.</summary>
    public int LastSegment { get; private set; } = -1;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        while (_next < segments.Length && _position == segments[_next].Length)
        {
            _next++;
            _position = 0;
        }

        if (_next == segments.Length || buffer.IsEmpty)
        {
            return 0;
        }

        LastSegment = _next;
        int length = Math.Min(buffer.Length, segments[_next].Length - _position);
        segments[_next].Span.Slice(_position, length).CopyTo(buffer);
        _position += length;
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
