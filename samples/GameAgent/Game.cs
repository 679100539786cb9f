using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NetGen.Samples.GameAgent;

/// <summary>What happened in a game.</summary>
/// <param name="Frames">Frames that were played.</param>
/// <param name="AllocatedBytes">Bytes that all of them allocated.</param>
/// <param name="LongestFrame">The time of the longest one.</param>
/// <param name="Digest">A SHA-256 of all states and actions.</param>
internal sealed record Replay(int Frames, long AllocatedBytes, TimeSpan LongestFrame, string Digest);

/// <summary>The loop of a game with a fixed tick; it has no screen, and does not wait for the next tick.</summary>
internal static class Game
{
    /// <summary>Plays, and records each state and the action taken.</summary>
    public static Replay Run(Policy policy, int seconds)
    {
        int frames = seconds * CartPole.TicksPerSecond;
        var record = new float[frames * (Policy.InputSize + 1)];
        CartPole game = CartPole.Start(new SeededRandom(2026));
        long longest = 0;
        int frame = 0;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (; frame < frames && game.IsBalanced; frame++)
        {
            long start = Stopwatch.GetTimestamp();
            Span<float> entry = record.AsSpan(frame * (Policy.InputSize + 1), Policy.InputSize + 1);
            Span<float> state = entry[..Policy.InputSize];
            game.Observe(state);
            int action = policy.Classify(state);
            game.Step(action);
            entry[^1] = action;
            longest = Math.Max(longest, Stopwatch.GetTimestamp() - start);
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        string digest = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(record.AsSpan())));
        return new Replay(frame, allocated, Stopwatch.GetElapsedTime(0, longest), digest);
    }
}
