using System.Diagnostics;
using System.Globalization;
using NetGen;
using NetGen.Samples.Audio;

const int SampleRate = 48_000;
const int BlockSize = 64;

if (args.Length == 0)
{
    WavFile.Write("in.wav", Sounds.Chord(5, SampleRate, 110, 164.81, 220, 277.18), SampleRate);
}

float[] input;
try
{
    input = WavFile.Read(args.Length == 0 ? "in.wav" : args[0], SampleRate);
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

// Learns from another chord than the one that is played.
ShaperNet network = ShaperNet.Create(seed: 1);
TrainingHistory history = network.Train(
    Examples(Sounds.Chord(2, SampleRate, 98, 196, 246.94, 659.26)),
    new TrainingOptions { Epochs = 20, MiniBatchSize = 64, Optimizer = Optimizer.Adam(0.003), Schedule = LearningRateSchedule.Cosine(20) });
Write($"{ShaperNet.Topology}");
Write($"trained for {history.Epochs.Count} epochs in {history.Elapsed.TotalSeconds:0.0} s");

// Once, before the first block: compiles all that the callback needs.
ShaperNet.Prepare();
var shaper = new Waveshaper(network, BlockSize);
var output = new float[input.Length];
long total = 0;
long worst = 0;
int blocks = 0;
long allocated = GC.GetAllocatedBytesForCurrentThread();
for (int start = 0; start < input.Length; start += BlockSize, blocks++)
{
    int length = Math.Min(BlockSize, input.Length - start);
    long begin = Stopwatch.GetTimestamp();
    shaper.Process(input.AsSpan(start, length), output.AsSpan(start, length));
    long ticks = Stopwatch.GetTimestamp() - begin;
    total += ticks;
    worst = Math.Max(worst, ticks);
}

allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
WavFile.Write("out.wav", output, SampleRate);

double seconds = (double)input.Length / SampleRate;
double processing = Stopwatch.GetElapsedTime(0, total).TotalSeconds;
Write($"sound: {input.Length} samples in {blocks} blocks of {BlockSize}");
Write($"speed: {seconds:0.0} s of sound in {processing * 1000:0.0} ms, {seconds / processing:0} times real time");
Write($"worst block: {Stopwatch.GetElapsedTime(0, worst).TotalMilliseconds:0.000} ms of {1000.0 * BlockSize / SampleRate:0.00} ms");
Write($"allocated: {allocated} bytes");
float[] target = Sounds.Distort(input);
Write($"error: {100 * Rms([.. output.Zip(target, (a, b) => a - b)]) / Rms(target):0.0} % of the effect it imitates");
Write($"without the network: {100 * Rms([.. input.Zip(target, (a, b) => a - b)]) / Rms(target):0.0} %");
Console.WriteLine("out.wav is what the network has made of it");
return 0;

// For each sample: this one and the two before it, and what the effect makes of them.
static DataSet<float> Examples(float[] sound)
{
    float At(int index) => index < 0 ? 0 : sound[index];
    float[] rows = [.. Enumerable.Range(0, sound.Length).SelectMany(i => new[] { At(i), At(i - 1), At(i - 2) })];
    return DataSet.FromTargets(rows, ShaperNet.InputSize, Sounds.Distort(sound), ShaperNet.OutputSize);
}

static double Rms(float[] values) => Math.Sqrt(values.Average(value => (double)value * value));

static void Write(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
