using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using NetGen.Samples.Embedded;

long start = Stopwatch.GetTimestamp();
float[] picture = Picture.Read();
using var options = new SessionOptions { IntraOpNumThreads = 1 };
using var session = new InferenceSession(Path.Combine(AppContext.BaseDirectory, "digits.onnx"), options);
float[] outputs = Run(picture, 1);
double first = Stopwatch.GetElapsedTime(start).TotalMicroseconds;

Console.WriteLine(Picture.Text);
int digit = outputs.IndexOf(outputs.Max());
Console.WriteLine(FormattableString.Invariant($"This is a {digit}: probability {outputs[digit]:F4}."));
Console.WriteLine(FormattableString.Invariant($"First output after {first:F0} µs in the program."));

const int Count = 1_000;
float[] noise = Picture.Noise(Count);
start = Stopwatch.GetTimestamp();
float[] all = Run(noise, Count);
double batch = Stopwatch.GetElapsedTime(start).TotalNanoseconds / Count;
Console.WriteLine(FormattableString.Invariant($"{Count} pictures: {batch:F0} ns each."));
Console.WriteLine($"Digest: {Picture.Digest(all)}");

float[] Run(float[] pixels, int count)
{
    using OrtValue input = OrtValue.CreateTensorValueFromMemory(pixels, [count, Picture.Pixels]);
    using var run = new RunOptions();
    using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, session.InputNames, [input], session.OutputNames);
    return results[0].GetTensorDataAsSpan<float>().ToArray();
}
