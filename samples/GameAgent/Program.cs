using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NetGen;
using NetGen.Samples.GameAgent;

const int FullScore = 60 * CartPole.TicksPerSecond;

// Before the first frame, so that none waits for the compiler.
Policy.Prepare();
Policy policy = Policy.Create(seed: 1);
Console.WriteLine($"Policy: {Policy.Topology}");
Console.WriteLine($"before learning: {Score(1000, 20) / 20} ticks balanced of {FullScore}, the mean of 20 starts");

// Learns by the cross-entropy method: tries 60 networks around a mean, and goes on with the mean and the spread of the best 10.
// Each plays from eight starts; the tests before and after play from twenty others.
var random = new SeededRandom(7);
var mean = new float[Policy.Topology.ParameterCount];
float[] spread = [.. Enumerable.Repeat(1f, mean.Length)];
var tried = new (float[] Parameters, int Score)[60];
for (int generation = 1; generation <= 50 && Score(0, 8) < 8 * FullScore; generation++)
{
    for (int i = 0; i < tried.Length; i++)
    {
        float[] parameters = [.. mean.Zip(spread, (value, width) => value + (width * (float)random.NextNormal()))];
        policy.Parameters.CopyFrom(parameters);
        tried[i] = (parameters, Score(0, 8));
    }

    // OrderByDescending keeps the order of equal scores, so the result is the same every time.
    float[][] best = [.. tried.OrderByDescending(one => one.Score).Take(10).Select(one => one.Parameters)];
    for (int i = 0; i < mean.Length; i++)
    {
        mean[i] = best.Average(one => one[i]);
        spread[i] = MathF.Sqrt(best.Average(one => (one[i] - mean[i]) * (one[i] - mean[i]))) + 0.05f;
    }

    policy.Parameters.CopyFrom(mean);
    int top = tried.Max(one => one.Score);
    Console.WriteLine($"generation {generation}: the best balanced {top / 8} ticks, their mean {Score(0, 8) / 8}");
}

Console.WriteLine($"after learning: {Score(1000, 20) / 20} ticks balanced of {FullScore}, the mean of 20 starts");
string first = Play("game");
string second = Play("replay");
Console.WriteLine(first == second ? "The replay has the same bits." : "The replay DIFFERS.");
return first == second ? 0 : 1;

// The ticks until the pole falls or the cart leaves the track, added up over some starts.
int Score(int firstStart, int starts)
{
    int ticks = 0;
    Span<float> state = stackalloc float[Policy.InputSize];
    for (int start = firstStart; start < firstStart + starts; start++)
    {
        CartPole game = CartPole.Start(new SeededRandom(start));
        for (int tick = 0; tick < FullScore && game.IsBalanced; tick++, ticks++)
        {
            game.Observe(state);
            game.Step(policy.Classify(state));
        }
    }

    return ticks;
}

// The loop of the game. It has no screen, does not wait for the next tick, and records all states and actions; returns a digest of them.
string Play(string name)
{
    const int EntrySize = Policy.InputSize + 1;
    var record = new float[FullScore * EntrySize];
    CartPole game = CartPole.Start(new SeededRandom(2026));
    TimeSpan longest = TimeSpan.Zero;
    int frame = 0;
    long allocated = GC.GetAllocatedBytesForCurrentThread();
    for (; frame < FullScore && game.IsBalanced; frame++)
    {
        long start = Stopwatch.GetTimestamp();
        Span<float> entry = record.AsSpan(frame * EntrySize, EntrySize);
        game.Observe(entry[..Policy.InputSize]);
        int action = policy.Classify(entry[..Policy.InputSize]);
        game.Step(action);
        entry[^1] = action;
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        longest = time > longest ? time : longest;
    }

    allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
    string digest = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(record.AsSpan())));
    Console.WriteLine($"{name}: {frame} frames, {allocated} bytes allocated in all of them");
    Console.WriteLine($"longest frame: {longest.TotalMilliseconds:0.000} ms of {1000.0 / CartPole.TicksPerSecond:0.0} ms");
    Console.WriteLine($"SHA-256 {digest}");
    return digest;
}

/// <summary>Sees the state of the game, and says for each of two actions how good it is.</summary>
[Network(4, 16, 2, Hidden = Activation.Tanh, Output = Activation.Identity)]
internal sealed partial class Policy;
