using System.Diagnostics;
using NetGen.Samples.Embedded;

long start = Stopwatch.GetTimestamp();
float[] picture = Picture.Read();
var outputs = new float[DigitNet.OutputSize];
DigitNet.Pretrained.FeedForward(picture, outputs);
double first = Stopwatch.GetElapsedTime(start).TotalMicroseconds;

Console.WriteLine(Picture.Text);
int digit = DigitNet.Pretrained.Classify(picture);
Console.WriteLine(FormattableString.Invariant($"This is a {digit}: probability {outputs[digit]:F4}."));
Console.WriteLine(FormattableString.Invariant($"First output after {first:F0} µs in the program."));

// The same on every machine: with any instruction set, compiled ahead or just in time.
const int Count = 1_000;
float[] noise = Picture.Noise(Count);
var all = new float[Count * DigitNet.OutputSize];
start = Stopwatch.GetTimestamp();
DigitNet.Pretrained.FeedForwardBatch(noise, all);
double batch = Stopwatch.GetElapsedTime(start).TotalNanoseconds / Count;
Console.WriteLine(FormattableString.Invariant($"{Count} pictures: {batch:F0} ns each."));
Console.WriteLine($"Digest: {Picture.Digest(all)}");
