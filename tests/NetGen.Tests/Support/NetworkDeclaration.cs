using System.Globalization;

namespace NetGen.Tests;

/// <summary>Declarations of networks, as a user writes them.</summary>
internal static class NetworkDeclaration
{
    /// <summary>Declares a class.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="topology">What it is to be.</param>
    /// <param name="alpha">The parameter of all activations that have one; null to leave it out.</param>
    public static string Of(string name, NetworkTopology topology, double? alpha)
    {
        if (topology.Layers.Any(layer => layer is not DenseTopology))
        {
            return ByLayers(name, topology);
        }

        string type = topology.NumericType == NumericType.Double ? "<double>" : "";
        string sizes = string.Join(", ", topology.Layers.Select(layer => layer.OutputSize).Prepend(topology.InputSize));
        string activations = string.Join(", ", topology.Layers.Select(layer => $"Activation.{layer.Activation}"));
        string parameter = alpha is double value ? string.Create(CultureInfo.InvariantCulture, $", Alpha = {value:R}") : "";
        string cost = $"CostFunction.{topology.Cost}{CostParameters(topology)}";
        return $"[Network{type}({sizes}, Activations = [{activations}], Cost = {cost}{parameter})]\n"
            + $"internal sealed partial class {name};\n";
    }

    private static string ByLayers(string name, NetworkTopology topology)
    {
        string type = topology.NumericType == NumericType.Double ? "<double>" : "";
        IEnumerable<string> layers = topology.Layers.Select(layer => layer switch
        {
            DenseTopology dense => $"[Dense({dense.OutputSize}, Activation.{dense.Activation}{AlphaOf(dense)})]\n",
            DropoutTopology dropout => string.Create(CultureInfo.InvariantCulture, $"[Dropout({dropout.Rate:R})]\n"),
            _ => $"[{layer.Kind}]\n",
        });
        return $"[Network{type}(InputShape = [{topology.InputSize}], Cost = CostFunction.{topology.Cost}{CostParameters(topology)})]\n"
            + string.Concat(layers)
            + $"internal sealed partial class {name};\n";
    }

    private static string CostParameters(NetworkTopology topology) =>
        (CostTraits.HasDelta(topology.Cost) ? $", Delta = {Text(topology.Delta)}" : "")
        + (topology.LabelSmoothing > 0 ? $", LabelSmoothing = {Text(topology.LabelSmoothing)}" : "");

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string AlphaOf(DenseTopology layer) => ActivationTraits.HasAlpha(layer.Activation)
        ? string.Create(CultureInfo.InvariantCulture, $", Alpha = {layer.Alpha:R}")
        : "";
}
