using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using NetGen;
using NetGen.Samples.OnlineLearning;

const int ReportEvery = 200;
const int SaveEvery = 500;
const int PublishEvery = 10;
const string FirstFile = "first.safetensors";

// Ctrl+C, and what a service manager or a container sends: end the mini-batch, save, and go.
using var stop = new CancellationTokenSource();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopCleanly);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopCleanly);

long more = 2000;
if (args.Length > 1 || (args.Length == 1 && !(long.TryParse(args[0], CultureInfo.InvariantCulture, out more) && more > 0)))
{
    Console.Error.WriteLine($"Expected how many mini-batches to learn from, an integer from 1 on; found '{string.Join(' ', args)}'.");
    return 1;
}

(string? file, long learned) = Checkpoint.Last();
PointNet network = file is null ? PointNet.Create(seed: 1) : PointNet.Load(file);
Console.WriteLine(file is null ? $"a new network: {PointNet.Topology}" : $"continues from {file}");

// The same network, but it stopped learning after the first mini-batches.
PointNet? stopped = learned >= ReportEvery ? PointNet.Load(FirstFile) : null;

var readers = new Readers(network.ToInference());
using var end = new CancellationTokenSource();
Task[] serving = [Task.Run(() => readers.Serve(1, end.Token)), Task.Run(() => readers.Serve(2, end.Token))];
long start = Stopwatch.GetTimestamp();
Learn(learned + more);
end.Cancel();
await Task.WhenAll(serving);

Write($"served meanwhile: {readers.Answers} points in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
if (stop.IsCancellationRequested)
{
    Console.WriteLine("stopped by a signal");
}

Write($"saved: {Checkpoint.Save(network, learned)}; start again to continue");
return 0;

void Learn(long last)
{
    var points = new float[DriftingStream.BatchSize * PointNet.InputSize];
    var targets = new float[DriftingStream.BatchSize * PointNet.OutputSize];
    int right = 0;
    int stoppedRight = 0;
    int seen = 0;
    while (learned < last && !stop.IsCancellationRequested)
    {
        DriftingStream.Next(learned, points, targets);

        // Tested on each mini-batch before it learns from it, so always on points that it has not seen.
        right += Right(network, points, targets);
        stoppedRight += stopped is null ? 0 : Right(stopped, points, targets);
        seen += DriftingStream.BatchSize;
        network.TrainMiniBatch(points, targets, learningRate: 0.3f);
        learned++;
        if (learned % PublishEvery == 0)
        {
            readers.Publish(network.ToInference());
        }

        if (learned % SaveEvery == 0)
        {
            Checkpoint.Save(network, learned);
        }

        if (learned % ReportEvery == 0)
        {
            Report((double)right / seen, (double)stoppedRight / seen);
            right = stoppedRight = seen = 0;
        }
    }
}

void Report(double accuracy, double stoppedAccuracy)
{
    string other = stopped is null ? "" : string.Create(CultureInfo.InvariantCulture, $"; without learning on: {stoppedAccuracy:P1}");
    Write($"up to mini-batch {learned}: {accuracy:P1} right{other}");
    if (stopped is null)
    {
        stopped = network.Clone();
        stopped.Save(FirstFile);
    }
}

static int Right(PointNet network, ReadOnlySpan<float> points, ReadOnlySpan<float> targets)
{
    int right = 0;
    for (int i = 0; i < DriftingStream.BatchSize; i++)
    {
        int label = targets[(2 * i) + 1] == 1 ? 1 : 0;
        right += network.Classify(points.Slice(2 * i, 2)) == label ? 1 : 0;
    }

    return right;
}

void StopCleanly(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

static void Write(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

/// <summary>Says which of two classes a point belongs to.</summary>
[Network(2, 16, 2, Hidden = Activation.Tanh, Output = Activation.Softmax)]
internal sealed partial class PointNet;
