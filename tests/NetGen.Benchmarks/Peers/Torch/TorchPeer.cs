using System.Runtime.InteropServices;
using NetGen.Benchmarks.Compare;
using TorchSharp;

namespace NetGen.Benchmarks.Peers;

/// <summary>TorchSharp: PyTorch's native library, on one thread.</summary>
internal sealed class TorchPeer : IOptionalPeer
{
    private const string NativeLibraryName = "LibTorchSharp";

    public string Name => "TorchSharp";

    public string? Load()
    {
        try
        {
            // Before TorchSharp does it: where it fails, it copies hundreds of megabytes about and tells nothing of the reason.
            NativeLibrary.Load(NativeLibraryName, typeof(torch).Assembly, null);
        }
        catch (DllNotFoundException exception)
        {
            // One line for each place that was looked at, after a general one.
            return exception.Message
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Last(line => !line.EndsWith("No such file or directory", StringComparison.Ordinal));
        }

        torch.set_num_threads(1);
        return null;
    }

    IPeerModel<T> IOptionalPeer.Copy<T>(INetwork<T> network, SampleSets<T> samples, double learningRate) =>
        new TorchModel<T>(network, samples, learningRate);
}
