namespace NetGen;

/// <summary>
/// A layer of the annotated network, whose <c>[Network]</c> attribute gives the shape of the input. The order of the attributes is that of
/// the layers.
/// </summary>
/// <example><code>
/// [Network(InputShape = [13])]
/// [Standardize]
/// [Dense(32, Activation.ReLU)]
/// [Dense(3, Activation.Softmax)]
/// public sealed partial class WineNet;
/// </code></example>
// Only classes can be networks; on others a diagnostic says so, and how to fix it.
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
#if NETGEN_GENERATOR
internal
#else
public
#endif
abstract class LayerAttribute : Attribute
{
    private protected LayerAttribute()
    {
    }
}
