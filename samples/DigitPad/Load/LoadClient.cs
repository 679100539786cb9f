using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NetGen.Samples.DigitPad.Web;

namespace NetGen.Samples.DigitPad.Load;

/// <summary>
/// Sends the same request again and again over connections of this machine. It is much simpler than a client for HTTP, so that it takes
/// little time and memory of its own.
/// </summary>
internal sealed class LoadClient : IDisposable
{
    private const int MaxRequests = 2_000_000;
    private static readonly byte[] LastChunk = "\r\n0\r\n\r\n"u8.ToArray();
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private readonly int _port;
    private readonly TimeSpan _timeout;
    private readonly byte[] _request;
    private readonly byte[] _answer = new byte[16 * 1024];
    private readonly List<float> _times;
    private readonly Dictionary<int, int> _statuses = [];
    private Socket? _socket;
    private CancellationTokenSource _deadline;

    private LoadClient(int port, int capacity, TimeSpan timeout, CancellationToken cancellationToken)
    {
        _port = port;
        _timeout = timeout;
        Renew(cancellationToken);
        _times = new List<float>(capacity);
        string head = $"POST {ReadingEndpoints.ClassifyPath} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            + $"Content-Type: {RequestBody.Bytes}\r\nContent-Length: 784\r\n\r\n";
        _request = [.. Encoding.ASCII.GetBytes(head), .. Enumerable.Range(0, 784).Select(i => (byte)(i % 28 is 13 or 14 ? 255 : 0))];
    }

    /// <summary>Sends requests for a time.</summary>
    /// <param name="port">Where the server listens.</param>
    /// <param name="time">How long.</param>
    /// <param name="connections">How many send at once.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="timeout">How long an answer may take; later, it counts as none. Unless set, 30 seconds.</param>
    public static async Task<LoadResult> RunAsync(
        int port, TimeSpan time, int connections, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        int capacity = MaxRequests / connections;
        LoadClient[] clients =
        [
            .. Enumerable.Range(0, connections)
                .Select(_ => new LoadClient(port, capacity, timeout ?? DefaultTimeout, cancellationToken)),
        ];

        // What only the first requests need is not counted.
        TimeSpan warmUp = TimeSpan.FromSeconds(Math.Min(1, time.TotalSeconds / 2));
        await Task.WhenAll(clients.Select(client => client.SendAsync(warmUp, cancellationToken)));
        foreach (LoadClient client in clients)
        {
            client._times.Clear();
            client._statuses.Clear();
        }

        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(clients.Select(client => client.SendAsync(time, cancellationToken)));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        float[] times = [.. clients.SelectMany(client => client._times)];
        Array.Sort(times);
        Dictionary<int, int> statuses = clients.SelectMany(client => client._statuses)
            .GroupBy(status => status.Key, status => status.Value)
            .ToDictionary(status => status.Key, status => status.Sum());
        foreach (LoadClient client in clients)
        {
            client.Dispose();
        }

        return new LoadResult(statuses, times, seconds, bytes);
    }

    public void Dispose()
    {
        Close();
        _deadline.Dispose();
    }

    private async Task SendAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time && _times.Count < _times.Capacity)
        {
            long begin = Stopwatch.GetTimestamp();
            int status = await SendAsync(cancellationToken);
            _times.Add((float)Stopwatch.GetElapsedTime(begin).TotalMicroseconds);
            _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
        }
    }

    private async Task<int> SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            _deadline.CancelAfter(_timeout);
            if (_socket is null)
            {
                _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _port), _deadline.Token);
            }

            await _socket.SendAsync(_request, _deadline.Token);
            return await ReceiveAsync(_socket, _deadline.Token);
        }
        catch (SocketException)
        {
            Close();
            return 0;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The answer has not come in time.
            Close();
            Renew(cancellationToken);
            return 0;
        }
    }

    // The body comes in chunks, with its length, or until the connection is closed.
    private async ValueTask<int> ReceiveAsync(Socket socket, CancellationToken cancellationToken)
    {
        int length = 0;
        int head;
        while ((head = _answer.AsSpan(0, length).IndexOf(EndOfHead)) < 0)
        {
            length += await ReceiveAsync(socket, length, cancellationToken) is > 0 and int count
                ? count
                : throw new SocketException((int)SocketError.ConnectionReset);
        }

        head += EndOfHead.Length;
        int? rest = FindLength(head) - (length - head);
        bool chunked = FindHeader(head, "Transfer-Encoding"u8).SequenceEqual("chunked"u8);
        bool close = (rest is null && !chunked) || FindHeader(head, "Connection"u8).SequenceEqual("close"u8);

        // "HTTP/1.1 200 OK"
        int status = int.Parse(_answer.AsSpan(9, 3), CultureInfo.InvariantCulture);
        while (chunked ? !_answer.AsSpan(0, length).EndsWith(LastChunk) : rest is not <= 0)
        {
            // Only the end is needed, where it says which chunk is the last.
            int kept = Math.Min(length, LastChunk.Length);
            _answer.AsSpan(length - kept, kept).CopyTo(_answer);
            int count = await ReceiveAsync(socket, kept, cancellationToken);
            if (count == 0 && (chunked || rest > 0))
            {
                throw new SocketException((int)SocketError.ConnectionReset);
            }

            if (count == 0)
            {
                break;
            }

            length = kept + count;
            rest -= count;
        }

        if (close)
        {
            Close();
        }

        return status;
    }

    private ValueTask<int> ReceiveAsync(Socket socket, int start, CancellationToken cancellationToken) => start < _answer.Length
        ? socket.ReceiveAsync(_answer.AsMemory(start), cancellationToken)
        : throw new SocketException((int)SocketError.MessageSize);

    private int? FindLength(int head) =>
        int.TryParse(FindHeader(head, "Content-Length"u8), NumberStyles.None, CultureInfo.InvariantCulture, out int length) ? length : null;

    // The value of a header, or nothing.
    private ReadOnlySpan<byte> FindHeader(int head, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> text = _answer.AsSpan(0, head);
        while (text.IndexOf("\r\n"u8) is >= 0 and int end)
        {
            ReadOnlySpan<byte> line = text[..end];
            if (line.Length > name.Length && line[name.Length] == ':' && Ascii.EqualsIgnoreCase(line[..name.Length], name))
            {
                return line[(name.Length + 1)..].Trim((byte)' ');
            }

            text = text[(end + 2)..];
        }

        return [];
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }

    [MemberNotNull(nameof(_deadline))]
    private void Renew(CancellationToken cancellationToken)
    {
        _deadline?.Dispose();
        _deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }
}
