using System.Diagnostics;
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

    private readonly int _port;
    private readonly byte[] _request;
    private readonly byte[] _answer = new byte[16 * 1024];
    private readonly List<float> _times;
    private readonly Dictionary<int, int> _statuses = [];
    private Socket? _socket;

    private LoadClient(int port, int capacity)
    {
        _port = port;
        _times = new List<float>(capacity);
        string head = $"POST {ReadingEndpoints.ClassifyPath} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            + $"Content-Type: {RequestBody.Bytes}\r\nContent-Length: 784\r\n\r\n";
        _request = [.. Encoding.ASCII.GetBytes(head), .. Enumerable.Range(0, 784).Select(i => (byte)(i % 28 is 13 or 14 ? 255 : 0))];
    }

    /// <summary>Sends requests for a time.</summary>
    public static async Task<LoadResult> RunAsync(int port, TimeSpan time, int connections, CancellationToken cancellationToken)
    {
        LoadClient[] clients = [.. Enumerable.Range(0, connections).Select(_ => new LoadClient(port, MaxRequests / connections))];

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

    public void Dispose() => _socket?.Dispose();

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
            if (_socket is null)
            {
                _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _port), cancellationToken);
            }

            await _socket.SendAsync(_request, cancellationToken);
            return await ReceiveAsync(_socket, cancellationToken);
        }
        catch (SocketException)
        {
            _socket?.Dispose();
            _socket = null;
            return 0;
        }
    }

    // The answers are short and come in chunks.
    private async ValueTask<int> ReceiveAsync(Socket socket, CancellationToken cancellationToken)
    {
        int length = 0;
        while (!_answer.AsSpan(0, length).EndsWith(LastChunk))
        {
            int count = await socket.ReceiveAsync(_answer.AsMemory(length), cancellationToken);
            if (count == 0)
            {
                throw new SocketException((int)SocketError.ConnectionReset);
            }

            length += count;
        }

        // "HTTP/1.1 200 OK"
        return int.Parse(_answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
    }
}
