using System.Numerics;

namespace NetGen.Optimization;

/// <summary>Argument checks of members that take the state of an optimizer.</summary>
internal static class OptimizerChecks
{
    private const string NameOfArgument = "optimizer";

    /// <summary>The state of an optimizer has made steps for another network.</summary>
    public static ArgumentException OfAnotherNetwork() => new(
        "The state of the optimizer was used for another network. Create one for each network, or call Reset first.",
        NameOfArgument);

    /// <summary>Checks that a state was made for networks of a topology.</summary>
    public static void IsFor<T>(OptimizerState<T> optimizer, NetworkTopology topology)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (!ReferenceEquals(optimizer.Topology, topology) && !optimizer.Topology.Equals(topology))
        {
            throw new ArgumentException(
                $"The state of the optimizer was made for the network {optimizer.Topology}; this one is {topology}.", nameof(optimizer));
        }
    }
}
