using System.Globalization;
using NetGen;
using NetGen.Samples.GameAgent;

const int Seconds = 60;
const int FullScore = Seconds * CartPole.TicksPerSecond;
const int Starts = 8;

// Before the first frame, so that none waits for the compiler.
Policy.Prepare();
Policy policy = Policy.Create(seed: 1);
Write($"Policy: {Policy.Topology}");
Write($"before learning: {TestScore()} ticks balanced of {FullScore}, the mean of 20 starts");

// Learning looks at eight starts, the test at twenty others.
var evolution = new Evolution(policy, player => Enumerable.Range(0, Starts).Sum(start => Play(player, start)));
int generation = 0;
int score;
do
{
    score = evolution.Generation();
    generation++;
    Write($"generation {generation}: the best balanced {score / Starts} ticks, their mean {MeanScore(0, Starts)}");
}
while (MeanScore(0, Starts) < FullScore && generation < 50);

Write($"after learning: {TestScore()} ticks balanced of {FullScore}, the mean of 20 starts");

Replay first = Game.Run(policy, Seconds);
Replay second = Game.Run(policy, Seconds);
Write($"game: {first.Frames} frames, {first.AllocatedBytes} bytes allocated in all of them");
Write($"longest frame: {first.LongestFrame.TotalMilliseconds:0.000} ms of {1000.0 / CartPole.TicksPerSecond:0.0} ms");
Write($"replay: SHA-256 {first.Digest}");
Write($"again:  SHA-256 {second.Digest}, {(first.Digest == second.Digest ? "the same" : "DIFFERENT")}");
return first.Digest == second.Digest ? 0 : 1;

int TestScore() => MeanScore(1000, 20);

int MeanScore(int firstStart, int count) => Enumerable.Range(firstStart, count).Sum(start => Play(policy, start)) / count;

// Ticks until the pole falls or the cart leaves the track.
static int Play(Policy player, long start)
{
    CartPole game = CartPole.Start(new SeededRandom(start));
    Span<float> state = stackalloc float[Policy.InputSize];
    int tick = 0;
    for (; tick < FullScore && game.IsBalanced; tick++)
    {
        game.Observe(state);
        game.Step(player.Classify(state));
    }

    return tick;
}

static void Write(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

/// <summary>Sees the state of the game, and says for each of two actions how good it is.</summary>
[Network(4, 16, 2, Hidden = Activation.Tanh, Output = Activation.Identity)]
internal sealed partial class Policy;
