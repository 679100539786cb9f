using System.Numerics;

namespace NetGen.Tool.Models;

/// <summary>What is done with a network of either numeric type.</summary>
/// <typeparam name="TResult">What comes of it.</typeparam>
internal interface INetworkUse<out TResult>
{
    /// <summary>Does it.</summary>
    /// <typeparam name="T">The type of the parameters.</typeparam>
    TResult Use<T>(RuntimeNetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>Makes the network of a model, of the type of its parameters.</summary>
internal static class NetworkUses
{
    /// <summary>Uses the network of a model.</summary>
    public static TResult With<TResult>(this INetworkUse<TResult> use, NetworkModel model) => model.NumericType == NumericType.Single
        ? use.Use(RuntimeNetwork<float>.Of(model))
        : use.Use(RuntimeNetwork<double>.Of(model));
}
