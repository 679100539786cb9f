using System.Collections.ObjectModel;
using System.Numerics;
using NetGen.Models;
using NetGen.Serialization;

#pragma warning disable RS0026 // The overloads of WithActivations differ in the type of a required parameter: no call is ambiguous.

namespace NetGen;

/// <summary>
/// A network as a file holds it, in whichever format: layers, parameters and, where the file says them, activations, cost and the names of
/// classes and features.
/// </summary>
/// <remarks>Immutable. Networks are made from it, or take over its parameters.</remarks>
public sealed class NetworkModel
{
    // The values of each parameter block in canonical order: arrays of float or double, as the numeric type says.
    private readonly Array[] _values;
    private readonly NetworkTopology _topology;

    /// <summary>Takes what a reader has found.</summary>
    /// <param name="source">What the file is called in messages.</param>
    /// <param name="topology">The network. Where the file does not say its activations, those of the topology stand for nothing.</param>
    /// <param name="values">
    /// For each of its parameter blocks the values in canonical order, an array of the numeric type's numbers.
    /// </param>
    /// <exception cref="InvalidDataException">There are more or fewer arrays than blocks, or one does not fit its block.</exception>
    internal NetworkModel(string source, NetworkTopology topology, IReadOnlyList<Array> values)
    {
        Source = source;
        _topology = topology;
        _values = [.. values];
        if (_values.Length != topology.ParameterBlocks.Count)
        {
            throw new InvalidDataException(
                $"{source}: expected values for the {topology.ParameterBlocks.Count} parameter blocks of {topology}; "
                + $"found {_values.Length}.");
        }

        Type type = topology.NumericType == NumericType.Single ? typeof(float[]) : typeof(double[]);
        for (int i = 0; i < _values.Length; i++)
        {
            if (_values[i].GetType() != type || _values[i].LongLength != topology.ParameterBlocks[i].Count)
            {
                throw new InvalidDataException(
                    $"{source}: expected {topology.ParameterBlocks[i].Count} values of {topology.NumericType} for "
                    + $"{topology.ParameterBlocks[i]}; found {_values[i].LongLength} of {_values[i].GetType().GetElementType()!.Name}.");
            }
        }
    }

    /// <summary>What the file is called in messages: its path, or a word for a stream.</summary>
    public string Source { get; }

    /// <summary>The type of the parameters.</summary>
    public NumericType NumericType => _topology.NumericType;

    /// <summary>Whether the file says what activations the layers have. Files of tensors alone do not.</summary>
    public bool HasActivations { get; internal init; } = true;

    /// <summary>The network that the file describes.</summary>
    /// <exception cref="InvalidOperationException">
    /// The file does not say its activations; <see cref="WithActivations(Activation, Activation, CostFunction?)"/> makes a model that has
    /// them.
    /// </exception>
    public NetworkTopology Topology => HasActivations
        ? _topology
        : throw new InvalidOperationException(
            $"{Source} does not say what activations the layers of {SizesText()} have. Call WithActivations, or declare them.");

    /// <summary>The names of the classes; null if the file has none.</summary>
    public IReadOnlyList<string>? ClassNames { get; internal init; }

    /// <summary>The names of the features, one for each input; null if the file has none.</summary>
    public IReadOnlyList<string>? FeatureNames { get; internal init; }

    /// <summary>What reading has left out or changed, a sentence each; empty if nothing.</summary>
    public IReadOnlyList<string> Notes { get; internal init; } = ReadOnlyCollection<string>.Empty;

    /// <summary>Whether the file says the cost that the network was trained with.</summary>
    internal bool HasCost { get; init; }

    /// <summary>Whether the file says of what type its numbers are. Texts do not.</summary>
    internal bool HasNumericType { get; init; } = true;

    /// <summary>The output of the file that the network computes, if the file has outputs.</summary>
    internal ModelOutput? Output { get; init; }

    /// <summary>The layers with their shapes; the activations stand for nothing if the file does not say them.</summary>
    internal NetworkTopology Structure => _topology;

    /// <summary>Reads a file of any format that is known, told by its content.</summary>
    /// <param name="path">
    /// An ONNX file; a safetensors file with the network's blocks, such as <see cref="NetworkFile.Save{T}(INetwork{T}, string)"/> writes,
    /// or with weights <c>[out, in]</c> and biases <c>[out]</c> named <c>layer.weight</c> and <c>layer.bias</c>; a .npz archive of such
    /// arrays, or of arrays without names in the order weights, biases, weights...; or the JSON of the book's <c>network2.py</c>.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The content is damaged, or is not a network that can be compiled; the message names the file, the place, what was expected and what
    /// found.
    /// </exception>
    public static NetworkModel Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return ModelFormats.Read(stream, path);
    }

    /// <summary>Reads a file of any format that is known from a stream, from its position to its end.</summary>
    /// <param name="stream">The content; stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidDataException">As for a path.</exception>
    public static NetworkModel Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ModelFormats.Read(stream, "The stream");
    }

    /// <summary>The model of a file that does not say its activations, with activations.</summary>
    /// <param name="hidden">The activation of all hidden layers.</param>
    /// <param name="output">The activation of the output layer.</param>
    /// <param name="cost">The cost; null for the default of the output's activation.</param>
    /// <exception cref="InvalidOperationException">The file says its activations.</exception>
    /// <exception cref="ArgumentException">The activations and the cost make no network; the message says why.</exception>
    public NetworkModel WithActivations(Activation hidden, Activation output, CostFunction? cost = null)
    {
        if (HasActivations)
        {
            throw new InvalidOperationException($"{Source} says what activations its layers have: {_topology}.");
        }

        int count = _topology.TrainedLayers.Count(layer => layer is DenseTopology);
        return WithActivations([.. Enumerable.Repeat(hidden, count - 1), output], alphas: null, cost);
    }

    /// <summary>The model of a file that does not say its activations, with an activation for each layer.</summary>
    /// <param name="activations">The activations of the dense layers, from the first on.</param>
    /// <param name="alphas">
    /// The parameters of the activations: one for each dense layer, ignored where the activation has none. Null for the defaults.
    /// </param>
    /// <param name="cost">The cost; null for the default of the output's activation.</param>
    /// <exception cref="ArgumentNullException"><paramref name="activations"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The file says its activations.</exception>
    /// <exception cref="ArgumentException">
    /// There are more or fewer activations or alphas than dense layers, or the activations and the cost make no network; the message says
    /// why.
    /// </exception>
    public NetworkModel WithActivations(
        IReadOnlyList<Activation> activations, IReadOnlyList<double>? alphas = null, CostFunction? cost = null)
    {
        ArgumentNullException.ThrowIfNull(activations);
        if (HasActivations)
        {
            throw new InvalidOperationException($"{Source} says what activations its layers have: {_topology}.");
        }

        int count = _topology.Layers.OfType<DenseTopology>().Count();
        CheckCount(activations.Count, count, nameof(activations));
        CheckCount(alphas?.Count ?? count, count, nameof(alphas));
        int next = 0;
        LayerAttribute[] layers =
        [
            .. _topology.Layers.Select(layer => layer is DenseTopology dense ? Activated(dense, next++) : LayerKinds.Describe(layer)),
        ];
        NetworkTopology topology = NetworkTopology.FromLayers([_topology.InputSize], layers, cost, NumericType);
        return new NetworkModel(Source, topology, _values)
        {
            HasCost = cost is not null,
            HasNumericType = HasNumericType,
            Output = Output,
            ClassNames = ClassNames,
            FeatureNames = FeatureNames,
            Notes = Notes,
        };

        DenseAttribute Activated(DenseTopology dense, int index)
        {
            var layer = new DenseAttribute(dense.OutputSize, activations[index]) { Name = dense.Name };
            if (alphas is not null && ActivationTraits.HasAlpha(activations[index]))
            {
                layer.Alpha = alphas[index];
            }

            return layer;
        }
    }

    /// <summary>Makes a network of plain loops, for any topology at run time: slow, and good for comparison.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, as <see cref="NumericType"/> says.</typeparam>
    /// <exception cref="InvalidDataException">
    /// The parameters are of the other type; <see cref="WithNumericType"/> converts them.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The file does not say its activations; <see cref="WithActivations(Activation, Activation, CostFunction?)"/> makes a model that has
    /// them.
    /// </exception>
    public ReferenceNetwork<T> ToReferenceNetwork<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NetworkModel model = For<T>();
        ReferenceNetwork<T> network = ReferenceNetwork<T>.Create(model.Topology, 0, Initializer.Zeros);
        model.CopyTo(network.Parameters);
        network.ClassNames = ClassNames;
        return network;
    }

    /// <summary>The same model with parameters of another type: doubles are rounded to the nearest float.</summary>
    /// <param name="numericType">The type.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="numericType"/> is not one of the enumeration's values.</exception>
    public NetworkModel WithNumericType(NumericType numericType)
    {
        if (numericType == NumericType)
        {
            return this;
        }

        Array[] values = numericType switch
        {
            NumericType.Single => [.. _values.Cast<double[]>().Select(block => Array.ConvertAll(block, value => (float)value))],
            NumericType.Double => [.. _values.Cast<float[]>().Select(block => Array.ConvertAll(block, value => (double)value))],
            _ => throw new ArgumentOutOfRangeException(
                nameof(numericType), numericType, "The type must be a member of NumericType."),
        };
        return new NetworkModel(Source, _topology.WithNumericType(numericType), values)
        {
            HasActivations = HasActivations,
            HasCost = HasCost,
            Output = Output,
            ClassNames = ClassNames,
            FeatureNames = FeatureNames,
            Notes = Notes,
        };
    }

    /// <summary>The network and where it comes from, for people.</summary>
    public override string ToString() => $"{(HasActivations ? _topology.ToString() : SizesText())} ({Source})";

    /// <summary>The model for a network of a numeric type, converted if the file does not say of what type its numbers are.</summary>
    /// <exception cref="InvalidDataException">The parameters are of the other type.</exception>
    internal NetworkModel For<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NumericType expected = typeof(T) == typeof(float) ? NumericType.Single : NumericType.Double;
        return !HasNumericType ? WithNumericType(expected)
            : expected == NumericType ? this
            : throw NumericTypes.Mismatch(Source, expected, NumericType);
    }

    /// <summary>The model with a note on each block that has numbers which are not finite.</summary>
    internal NetworkModel WithNoteOnNumbers()
    {
        string[] notes =
        [
            .. _topology.ParameterBlocks
                .Where((_, i) => _values[i] is float[] floats ? !Array.TrueForAll(floats, float.IsFinite)
                    : !Array.TrueForAll((double[])_values[i], double.IsFinite))
                .Select(block => $"{block} has numbers that are not finite."),
        ];
        return notes.Length == 0 ? this : new NetworkModel(Source, _topology, _values)
        {
            HasActivations = HasActivations,
            HasCost = HasCost,
            HasNumericType = HasNumericType,
            Output = Output,
            ClassNames = ClassNames,
            FeatureNames = FeatureNames,
            Notes = [.. Notes, .. notes],
        };
    }

    /// <summary>The values of a parameter block in canonical order.</summary>
    internal ReadOnlySpan<T> ValuesOf<T>(int block)
        where T : unmanaged, IFloatingPointIeee754<T> => (T[])_values[block];

    /// <summary>Copies all values, and the names of the features, into parameters of the same structure.</summary>
    internal void CopyTo<T>(ParameterBuffer<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < _values.Length; i++)
        {
            parameters.Write(parameters.Topology.ParameterBlocks[i], ValuesOf<T>(i));
        }

        parameters.FeatureNames = FeatureNames;
    }

    /// <summary>Gives a network of the same structure the values and the names; on any error it stays as it was.</summary>
    /// <exception cref="InvalidDataException">
    /// The model is that of another network; the message says what was expected and what found.
    /// </exception>
    internal void LoadInto<T>(ITrainableNetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NetworkModel model = For<T>();
        model.CheckFits(network.Topology);
        IReadOnlyList<string>? names = ClassNamesFor(network.Topology);
        model.CopyTo(network.Parameters);
        network.ClassNames = names;
    }

    /// <summary>
    /// Checks that a network computes what this model does, whatever its layers are called and whatever it does in training.
    /// </summary>
    /// <exception cref="InvalidDataException">It does not; the message says what was expected and what found.</exception>
    internal void CheckFits(NetworkTopology topology)
    {
        if (topology.NumericType != NumericType)
        {
            throw NumericTypes.Mismatch(Source, topology.NumericType, NumericType);
        }

        if (TopologyMatch.FindDifference(topology, _topology, HasActivations) is not null)
        {
            throw new InvalidDataException(
                $"{Source}: expected a network of {topology}; found one of {(HasActivations ? _topology.ToString() : SizesText())}"
                + (HasActivations ? "" : $" {NumericType}") + ". Declare the network as that of the file.");
        }
    }

    private IReadOnlyList<string>? ClassNamesFor(NetworkTopology topology)
    {
        try
        {
            return NetGen.ClassNames.Checked(ClassNames, topology);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException(
                $"{Source}: its class names do not fit {topology}. {MessageText.WithoutParameter(exception)}", exception);
        }
    }

    private void CheckCount(int found, int expected, string parameterName)
    {
        if (found != expected)
        {
            throw new ArgumentException($"{Source} has {expected} dense layers; found {found} elements.", parameterName);
        }
    }

    private string SizesText() =>
        string.Join("-", new[] { _topology.InputSize }.Concat(_topology.TrainedLayers.Select(layer => layer.OutputSize)));
}
