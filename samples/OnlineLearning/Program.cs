using System.Globalization;
using System.Text.RegularExpressions;
using NetGen;
using NetGen.Metrics;
using NetGen.Samples.OnlineLearning;

long limit = long.MaxValue;
if (args.Length > 1 || (args.Length == 1 && !(long.TryParse(args[0], CultureInfo.InvariantCulture, out limit) && limit > 0)))
{
    Console.Error.WriteLine($"Expected how many mini-batches to learn from, an integer from 1 on; found '{string.Join(' ', args)}'.");
    return 1;
}

try
{
    // 1. Continue from the last checkpoint. Its name says how many mini-batches the network has learned from.
    string? file = Checkpoints().Max(StringComparer.Ordinal);
    PointNet network = file is null ? PointNet.Create(seed: 1) : PointNet.Load(file);
    long learned = file is null ? 0 : long.Parse(file.AsSpan("online-".Length, 12), CultureInfo.InvariantCulture);
    Console.WriteLine(file is null ? $"a new network: {PointNet.Topology}" : $"continues from {file}");

    // 2. Serve. A request takes the last snapshot, which never changes: it needs no lock, and sees no network that is half trained.
    var latest = new Snapshot(network.ToInference(), learned);
    await using WebApplication service = Service(() => Volatile.Read(ref latest));
    await service.StartAsync();
    Console.WriteLine($"serves {service.Urls.First()}/class?x=1&y=2");

    // 3. Learn until Ctrl+C, or until a service manager or a container asks it to stop.
    CancellationToken stop = service.Lifetime.ApplicationStopping;
    PointNet? stopped = null;
    (double seen, int right, int stoppedRight) = (0, 0, 0);
    var points = new float[DriftingStream.BatchSize * PointNet.InputSize];
    var targets = new float[DriftingStream.BatchSize * PointNet.OutputSize];
    for (long i = 0; i < limit && !stop.IsCancellationRequested; i++)
    {
        DriftingStream.Next(learned, points, targets);

        // Tested on each mini-batch before it learns from it, so always on points that it has not seen.
        right += Right(network, points, targets);
        stoppedRight += stopped is null ? 0 : Right(stopped, points, targets);
        seen += DriftingStream.BatchSize;
        network.TrainMiniBatch(points, targets, learningRate: 0.3f);
        learned++;
        if (learned % 10 == 0)
        {
            Volatile.Write(ref latest, new Snapshot(network.ToInference(), learned));
        }

        if (learned % 500 == 0)
        {
            Save(network, learned);
        }

        if (learned % 200 == 0)
        {
            string other = stopped is null ? "" : $"; the copy that stopped: {stoppedRight / seen:P1}";
            Console.WriteLine($"up to mini-batch {learned}: {right / seen:P1} right{other}");

            // To compare with: the same network, but it stopped learning at the first report.
            stopped ??= network.Clone();
            (seen, right, stoppedRight) = (0, 0, 0);
        }

        if (args.Length == 0)
        {
            // The pace of the stream: a mini-batch comes every ten milliseconds.
            await Task.Delay(10, CancellationToken.None);
        }
    }

    // 4. Save.
    Console.WriteLine(stop.IsCancellationRequested ? "stopped by a signal" : $"learned from {limit} mini-batches");
    Console.WriteLine($"saved: {Save(network, learned)}; start again to continue");
    await service.StopAsync(CancellationToken.None);
    return 0;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static int Right(PointNet network, float[] points, float[] targets) =>
    Enumerable.Range(0, DriftingStream.BatchSize).Count(i => targets[(2 * i) + network.Classify(points.AsSpan(2 * i, 2))] == 1);

static IEnumerable<string> Checkpoints() => Directory.GetFiles(".").Select(path => Path.GetFileName(path))
    .Where(name => Regex.IsMatch(name, @"^online-\d{12}\.safetensors$"));

// Writes a whole file or none, so a file that is there can be loaded; then deletes the ones before it. Plain gradient descent keeps
// nothing between its steps: the parameters and the number are all there is to save.
static string Save(PointNet network, long learned)
{
    string file = $"online-{learned:000000000000}.safetensors";
    network.Save(file);
    foreach (string other in Checkpoints().Where(other => other != file))
    {
        File.Delete(other);
    }

    return file;
}

// Answers requests for the class of a point, where the variable ASPNETCORE_URLS says, or at port 5081 of this machine.
static WebApplication Service(Func<Snapshot> latest)
{
    WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
    builder.Logging.SetMinimumLevel(LogLevel.Warning);

    // If the service cannot start, that is an exception already: it is not logged as well.
    builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
    WebApplication app = builder.Build();
    if (string.IsNullOrEmpty(app.Configuration["urls"]))
    {
        app.Urls.Add("http://127.0.0.1:5081");
    }

    app.MapGet("/class", (float x, float y) =>
    {
        if (!float.IsFinite(x) || !float.IsFinite(y))
        {
            return Results.Problem("Expected finite numbers for x and y.", statusCode: StatusCodes.Status400BadRequest);
        }

        Snapshot snapshot = latest();
        Prediction prediction = snapshot.Network.Predict([x, y]);
        return Results.Ok(new { Class = prediction.Label, prediction.Probability, LearnedFrom = snapshot.Learned });
    });
    return app;
}

/// <summary>Says which of two classes a point belongs to.</summary>
[Network(2, 16, 2, Hidden = Activation.Tanh, Output = Activation.Softmax)]
internal sealed partial class PointNet;

/// <summary>A network as it was after some mini-batches, read-only.</summary>
internal sealed record Snapshot(PointNet.Inference Network, long Learned);
