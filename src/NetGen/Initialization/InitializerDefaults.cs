namespace NetGen;

/// <summary>Which initializer <see cref="Initializer.Default"/> is for a layer: one table for the library and the docs.</summary>
internal static class InitializerDefaults
{
    private static readonly ScaledInitializer _scaled = new();
    private static readonly GlorotNormalInitializer _glorot = new();
    private static readonly HeNormalInitializer _he = new();

    /// <summary>The initializer of a layer with this activation.</summary>
    public static LayerInitializer For(Activation activation) => activation switch
    {
        Activation.Sigmoid => _scaled,
        Activation.ReLU or Activation.LeakyReLU or Activation.GELU => _he,
        _ => _glorot,
    };
}
