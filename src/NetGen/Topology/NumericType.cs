namespace NetGen;

/// <summary>The floating-point type of a network's parameters, inputs and outputs.</summary>
#if NETGEN_GENERATOR
internal
#else
public
#endif
enum NumericType
{
    /// <summary>32-bit <see cref="float"/>.</summary>
    Single,

    /// <summary>64-bit <see cref="double"/>.</summary>
    Double,
}
