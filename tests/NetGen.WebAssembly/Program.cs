using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using NetGen.Native;

// The speed of one network, then the hash of each recipe that is named.
DigitNet net = DigitNet.Create(1);
float[] input = [.. Enumerable.Range(1, DigitNet.InputSize).Select(pixel => pixel / 784f)];
var output = new float[DigitNet.OutputSize];
const int Calls = 500;
double best = double.MaxValue;
for (int round = 0; round < 5; round++)
{
    long start = Stopwatch.GetTimestamp();
    for (int call = 0; call < Calls; call++)
    {
        net.FeedForward(input, output);
    }

    best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / Calls);
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"784-30-10, one sample: {best:F0} µs"));
foreach (Recipe recipe in Recipe.All.Where(recipe => args.Contains(recipe.Name)))
{
    Console.WriteLine($"{Convert.ToHexStringLower(SHA256.HashData(recipe.Train(1)))}  {recipe.Name}");
}
