using System.Globalization;
using NetGen;
using NetGen.Samples.OnlineLearning;

long most = long.MaxValue;
if (args.Length > 1 || (args.Length == 1 && !(long.TryParse(args[0], CultureInfo.InvariantCulture, out most) && most > 0)))
{
    Console.Error.WriteLine($"Expected how many mini-batches to learn from, an integer from 1 on; found '{string.Join(' ', args)}'.");
    return 1;
}

try
{
    return await Run();
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

async Task<int> Run()
{
    (string? file, long learned) = Checkpoint.Last();
    PointNet network = file is null ? PointNet.Create(seed: 1) : PointNet.Load(file);
    Console.WriteLine(file is null ? $"a new network: {PointNet.Topology}" : $"continues from {file}");

    var latest = new LatestSnapshot(new Snapshot(network.ToInference(), learned));
    await using WebApplication service = Service.Build(latest);
    await service.StartAsync();
    Console.WriteLine($"serves {service.Urls.First()}/class?x=1&y=2");

    // Ctrl+C, and what a service manager or a container sends: end the mini-batch, save, and go.
    CancellationToken stop = service.Lifetime.ApplicationStopping;
    var learner = new Learner(network, learned, latest);
    long last = most > long.MaxValue - learned ? long.MaxValue : learned + most;
    while (learner.Learned < last && !stop.IsCancellationRequested)
    {
        learner.Step();
        if (args.Length == 0)
        {
            // The pace of the stream: a mini-batch comes every ten milliseconds.
            await Task.Delay(10, CancellationToken.None);
        }
    }

    Console.WriteLine(stop.IsCancellationRequested ? "stopped by a signal" : $"learned from {most} mini-batches");
    Console.WriteLine($"saved: {Checkpoint.Save(network, learner.Learned)}; start again to continue");
    await service.StopAsync(CancellationToken.None);
    return 0;
}

/// <summary>Says which of two classes a point belongs to.</summary>
[Network(2, 16, 2, Hidden = Activation.Tanh, Output = Activation.Softmax)]
internal sealed partial class PointNet;
