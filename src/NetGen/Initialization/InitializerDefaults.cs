namespace NetGen;

/// <summary>Which initializer <see cref="Initializer.Default"/> is for a layer: one table for the library and the docs.</summary>
internal static class InitializerDefaults
{
    /// <summary>The initializer of a layer with this activation.</summary>
    public static LayerInitializer For(Activation activation) => activation switch
    {
        Activation.Sigmoid => ScaledInitializer.Instance,
        Activation.ReLU or Activation.LeakyReLU or Activation.GELU => HeNormalInitializer.Instance,
        _ => GlorotNormalInitializer.Instance,
    };
}
