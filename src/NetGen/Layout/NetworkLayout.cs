using System.Globalization;
using System.Runtime.CompilerServices;

namespace NetGen.Layout;

/// <summary>Where the parameters of a whole network lie in its packed buffer, layer after layer.</summary>
internal sealed class NetworkLayout : IEquatable<NetworkLayout>
{
    /// <summary>The longest array the runtime allows, less the slack that aligning the buffer may take.</summary>
    public const long MaxBufferLength = 0x7FFFFFC7 - 64;

    /// <summary>The most units of one layer, so that the offsets of a tile of samples fit into 31 bits.</summary>
    public const int MaxLayerSize = 1 << 26;

    // Buffers and kernels of one topology so share one object, and telling that they fit each other takes no time.
    private static readonly ConditionalWeakTable<NetworkTopology, NetworkLayout> s_known = new();

    private readonly LayerLayout[] _layers;

    private NetworkLayout(LayerLayout[] layers)
    {
        _layers = layers;
        BufferLength = (int)layers[layers.Length - 1].EndOffset;
    }

    /// <summary>The layers, from the one that reads the input.</summary>
    public IReadOnlyList<LayerLayout> Layers => _layers;

    /// <summary>Elements of the packed buffer, padding included.</summary>
    public int BufferLength { get; }

    /// <summary>Lays out the parameters of a network.</summary>
    /// <exception cref="ArgumentException">They do not fit into one array, or a layer has too many units.</exception>
    public static NetworkLayout Of(NetworkTopology topology) => s_known.GetValue(topology, Create);

    /// <summary>What is too large about a network of these layers; null if its parameters fit into one array.</summary>
    public static TopologyError? FindExcess(IReadOnlyList<LayerTopology> layers, NumericType numericType) =>
        LayOut(layers, numericType, new LayerLayout[layers.Count]);

    /// <inheritdoc/>
    public bool Equals(NetworkLayout? other) => other is not null && (ReferenceEquals(this, other) || _layers.SequenceEqual(other._layers));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetworkLayout);

    /// <inheritdoc/>
    public override int GetHashCode() => (_layers.Length * 397) ^ _layers[_layers.Length - 1].GetHashCode();

    private static NetworkLayout Create(NetworkTopology topology)
    {
        var layers = new LayerLayout[topology.Layers.Count];
        if (LayOut(topology.Layers, topology.NumericType, layers) is TopologyError error)
        {
            throw new ArgumentException(error.Message, nameof(topology));
        }

        return new NetworkLayout(layers);
    }

    /// <summary>Lays out layer after layer, until one is too large.</summary>
    private static TopologyError? LayOut(IReadOnlyList<LayerTopology> layers, NumericType numericType, LayerLayout[] layouts)
    {
        // Neither exceeds an array's length before a layer is added, which has fewer than 2^62 parameters.
        long length = 0;
        long parameters = 0;
        for (int i = 0; i < layouts.Length; i++)
        {
            foreach (ParameterBlock block in layers[i].ParameterBlocks)
            {
                parameters += block.Count;
            }

            if (parameters > MaxBufferLength)
            {
                return TooLong(layers[i], parameters, "");
            }

            layouts[i] = LayerLayout.Create(layers[i], numericType, length);
            length = layouts[i].EndOffset;
            if (length > MaxBufferLength)
            {
                return TooLong(layers[i], length, " with padding");
            }
        }

        for (int i = 0; i < layouts.Length; i++)
        {
            if (layers[i].OutputSize > MaxLayerSize)
            {
                return TooWide(layers[i]);
            }
        }

        return null;
    }

    private static TopologyError TooLong(LayerTopology layer, long length, string what) => Error(
        -1,
        "The parameters up to layer {0} ({1:N0} -> {2:N0}) take {3:N0} elements{4}; an array holds at most {5:N0}. "
        + "Make these layers smaller.",
        layer.Index,
        layer.InputSize,
        layer.OutputSize,
        length,
        what,
        MaxBufferLength);

    private static TopologyError TooWide(LayerTopology layer) => Error(
        layer.Index + 1,
        "Layer {0} has {1:N0} units; a layer has at most {2:N0}.",
        layer.Index,
        layer.OutputSize,
        MaxLayerSize);

    private static TopologyError Error(int index, string format, params object[] arguments) => new(
        TopologyErrorKind.TooManyParameters, index, string.Format(CultureInfo.InvariantCulture, format, arguments));
}
