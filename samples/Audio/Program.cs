using System.Diagnostics;
using NAudio.Wave;
using NetGen;
using NetGen.Samples.Audio;

const int BlockSize = 64;

// 1. The sound to process: a file, or a chord that is made here.
string path = args.Length == 0 ? "in.wav" : args[0];
float[] input;
int sampleRate = 48_000;
try
{
    if (args.Length == 0)
    {
        Write(path, Sounds.Chord(5, sampleRate, 110, 164.81, 220, 277.18), sampleRate);
    }

    (input, sampleRate) = Read(path);
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException
    or InvalidDataException or InvalidOperationException or ArgumentException)
{
    Console.Error.WriteLine($"{path}: {exception.Message}");
    return 1;
}

// 2. Learn the effect, from a different chord.
ShaperNet network = ShaperNet.Create(seed: 1);
float[] dry = Sounds.Chord(2, sampleRate, 98, 196, 246.94, 659.26);
float[] inputs = new Waveshaper(network, dry.Length).Inputs(dry).ToArray();
var examples = DataSet.FromTargets(inputs, ShaperNet.InputSize, Sounds.Distort(dry), ShaperNet.OutputSize);
TrainingHistory history = network.Train(
    examples,
    new TrainingOptions { Epochs = 20, MiniBatchSize = 64, Optimizer = Optimizer.Adam(0.003), Schedule = LearningRateSchedule.Cosine(20) });
Console.WriteLine($"{ShaperNet.Topology}");
Console.WriteLine($"trained for {history.Epochs.Count} epochs in {history.Elapsed.TotalSeconds:0.0} s");

// 3. Process it block by block, as a sound card would ask for it. First, Prepare compiles the network's code, and a block of silence has
// our own callback compiled.
ShaperNet.Prepare();
var shaper = new Waveshaper(network, BlockSize);
shaper.Process(new float[BlockSize], new float[BlockSize]);
var output = new float[input.Length];
TimeSpan total = TimeSpan.Zero;
TimeSpan worst = TimeSpan.Zero;
long allocated = GC.GetAllocatedBytesForCurrentThread();
for (int start = 0; start < input.Length; start += BlockSize)
{
    int length = Math.Min(BlockSize, input.Length - start);
    long begin = Stopwatch.GetTimestamp();
    shaper.Process(input.AsSpan(start, length), output.AsSpan(start, length));
    TimeSpan time = Stopwatch.GetElapsedTime(begin);
    total += time;
    worst = time > worst ? time : worst;
}

allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
try
{
    Write("out.wav", output, sampleRate);
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"out.wav: {exception.Message}");
    return 1;
}

double seconds = (double)input.Length / sampleRate;
Console.WriteLine($"sound: {input.Length} samples in {(input.Length + BlockSize - 1) / BlockSize} blocks of {BlockSize}");
Console.WriteLine($"speed: {seconds:0.0} s of sound in {total.TotalMilliseconds:0.0} ms, {seconds / total.TotalSeconds:0} times real time");
Console.WriteLine($"worst block: {worst.TotalMilliseconds:0.000} ms of {1000.0 * BlockSize / sampleRate:0.00} ms");
Console.WriteLine($"allocated: {allocated} bytes");
Console.WriteLine($"error: {Difference(output):0.0} % of the effect it imitates");
Console.WriteLine($"without the network: {Difference(input):0.0} %");
Console.WriteLine("out.wav is what the network has made of it");
return 0;

double Difference(float[] sound)
{
    float[] effect = Sounds.Distort(input);
    return 100 * Math.Sqrt(sound.Zip(effect, (a, b) => (a - b) * (a - b)).Average() / effect.Average(value => value * value));
}

// The first channel, in numbers from -1 to 1.
static (float[] Samples, int Rate) Read(string path)
{
    using var reader = new WaveFileReader(path);
    (int rate, int channels) = (reader.WaveFormat.SampleRate, reader.WaveFormat.Channels);
    ISampleProvider sound = reader.ToSampleProvider();
    var samples = new List<float>();
    var buffer = new float[4096 * channels];
    for (int count; (count = sound.Read(buffer)) > 0;)
    {
        samples.AddRange(buffer.Take(count).Where((_, index) => index % channels == 0));
    }

    return rate is < 1000 or > 1_000_000
        ? throw new FormatException($"Expected a rate from 1 to 1,000 kHz; found {rate} Hz.")
        : samples.All(float.IsFinite) && samples.Any(sample => sample != 0)
        ? ([.. samples], rate)
        : throw new FormatException("Expected finite samples in the first channel, not all of them zero.");
}

static void Write(string path, float[] samples, int rate)
{
    using var writer = new WaveFileWriter(path, WaveFormat.CreateIeeeFloatWaveFormat(rate, channels: 1));
    writer.WriteSamples(samples, 0, samples.Length);
}
