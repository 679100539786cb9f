using System.Numerics;

namespace NetGen;

/// <summary>How the parameters of a new network are drawn.</summary>
public abstract class Initializer
{
    /// <summary>x</summary>
    public static Initializer Default => throw new NotSupportedException();

    /// <summary>Fills all weights and biases of <paramref name="parameters"/> from <paramref name="seed"/>.</summary>
    public abstract void Initialize<T>(ParameterBuffer<T> parameters, long seed)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
