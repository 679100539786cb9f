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
        string type = topology.NumericType == NumericType.Double ? "<double>" : "";
        string sizes = string.Join(", ", topology.Layers.Select(layer => layer.OutputSize).Prepend(topology.InputSize));
        string activations = string.Join(", ", topology.Layers.Select(layer => $"Activation.{layer.Activation}"));
        string parameter = alpha is double value ? string.Create(CultureInfo.InvariantCulture, $", Alpha = {value:R}") : "";
        return $"[Network{type}({sizes}, Activations = [{activations}], Cost = CostFunction.{topology.Cost}{parameter})]\n"
            + $"internal sealed partial class {name};\n";
    }
}
