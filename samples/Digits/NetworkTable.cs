using System.Globalization;
using System.Text;

namespace NetGen.Samples.Digits;

/// <summary>A network as a table.</summary>
internal static class NetworkTable
{
    /// <summary>A line for each layer, with its parameters and their bytes.</summary>
    public static string Of(NetworkTopology topology)
    {
        int elementSize = topology.NumericType == NumericType.Single ? sizeof(float) : sizeof(double);
        var text = new StringBuilder();
        AppendLine("layer", "shape", "activation", "parameters", "bytes");
        foreach (LayerTopology layer in topology.Layers)
        {
            AppendLine(
                $"{layer.Index}",
                $"{layer.InputSize} -> {layer.OutputSize}",
                $"{layer.Activation}",
                Number(layer.ParameterCount),
                Number(layer.ParameterCount * elementSize));
        }

        AppendLine("total", "", "", Number(topology.ParameterCount), Number(topology.ParameterCount * elementSize));
        return text.ToString();

        void AppendLine(string layer, string shape, string activation, string parameters, string bytes) => text.AppendLine(
            CultureInfo.InvariantCulture, $"  {layer,-5}  {shape,-10}  {activation,-10}  {parameters,10}  {bytes,9}");

        static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
    }
}
