using System.Net;
using System.Net.Sockets;
using System.Text;
using NetGen.Samples.DigitPad.Commands;
using NetGen.Samples.DigitPad.Load;

namespace NetGen.DigitPad.Tests.Api;

public class LoadTests
{
    [Fact]
    public async Task Under_load_there_are_only_answers_that_are_allowed()
    {
        // On a machine that is busy, a short time may not be enough for all answers. They may come in different runs.
        var output = new StringWriter();
        for (int seconds = 1; seconds < 60 && !(HasStatus(429) && HasStatus(503)); seconds *= 2)
        {
            int result = await LoadCommand.RunAsync(
                TimeSpan.FromSeconds(seconds), 8, output, TestContext.Current.CancellationToken, rate: 200);
            Assert.True(result == 0, output.ToString());
        }

        Assert.Contains("requests/s", output.ToString(), StringComparison.Ordinal);
        Assert.True(HasStatus(429) && HasStatus(503), output.ToString());

        bool HasStatus(int status) => output.ToString().Contains($"{status}: ", StringComparison.Ordinal);
    }

    /// <summary>Whatever form an answer has, its status is counted, and the next request is sent.</summary>
    [Fact]
    public async Task Every_status_is_counted_with_or_without_chunks()
    {
        using var server = new CannedServer(
            "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 5\r\n\r\nwrong",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nyes\r\n0\r\n\r\n",
            "HTTP/1.1 503 Service Unavailable\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 413 Content Too Large\r\nContent-Length: 20000\r\n\r\n" + new string('-', 20_000),
            "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 502 Bad Gateway\r\n\r\nuntil the end");
        LoadResult result = await RunUntilAsync(server, results => results.Count == 7, timeout: null);
        Assert.Equal([200, 400, 408, 413, 500, 502, 503], result.Statuses.Keys.Order());
        Assert.False(result.HasOnly(200, 429, 503));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nless")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nyes\r\n")]
    public async Task An_answer_that_does_not_end_counts_as_none(string answer)
    {
        using var server = new CannedServer(answer);
        LoadResult result = await RunUntilAsync(server, results => results.Count > 0, TimeSpan.FromMilliseconds(50));
        Assert.Equal([0], result.Statuses.Keys);
        Assert.StartsWith("no answer: ", result.DescribeStatuses(), StringComparison.Ordinal);
    }

    // On a machine that is busy, a short time may not be enough for all answers.
    private static async Task<LoadResult> RunUntilAsync(
        CannedServer server, Func<IReadOnlyDictionary<int, int>, bool> isEnough, TimeSpan? timeout)
    {
        for (double seconds = 0.2; ; seconds *= 2)
        {
            LoadResult result = await LoadClient.RunAsync(
                server.Port, TimeSpan.FromSeconds(seconds), 1, TestContext.Current.CancellationToken, timeout);
            if (isEnough(result.Statuses) || seconds > 60)
            {
                return result;
            }
        }
    }

    // Gives its answers in turn, each as soon as a request has come.
    private sealed class CannedServer : IDisposable
    {
        private const int BodyLength = 784;
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly string[] _answers;
        private int _next;

        public CannedServer(params string[] answers)
        {
            _answers = answers;
            _listener.Start();
            _ = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose() => _listener.Dispose();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    _ = AnswerAsync(await _listener.AcceptTcpClientAsync());
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task AnswerAsync(TcpClient accepted)
        {
            using TcpClient client = accepted;
            NetworkStream stream = client.GetStream();
            var request = new byte[4096];
            try
            {
                bool isOpen = true;
                while (isOpen)
                {
                    int length = 0;
                    int head = -1;
                    while (head < 0 || length < head + 4 + BodyLength)
                    {
                        int count = await stream.ReadAsync(request.AsMemory(length));
                        if (count == 0)
                        {
                            return;
                        }

                        length += count;
                        head = request.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
                    }

                    string answer = _answers[_next++ % _answers.Length];
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
                    isOpen = !answer.Contains(": close", StringComparison.Ordinal) && !answer.EndsWith("the end", StringComparison.Ordinal);
                }
            }
            catch (IOException)
            {
                // The client gave up.
            }
        }
    }
}
