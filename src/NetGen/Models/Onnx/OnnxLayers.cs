namespace NetGen.Models.Onnx;

/// <summary>
/// Makes layers of the steps of a chain: scaling goes into a layer of its own at the input, and into dense layers elsewhere.
/// </summary>
internal sealed class OnnxLayers
{
    // Of a layer that only carries an activation or a scaling, which has as many weights as the square of its units.
    private const int MostUnitsOfPlainLayer = 1024;

    private readonly OnnxContext _context;
    private readonly bool _isDouble;
    private readonly List<LayerAttribute> _layers = [];
    private readonly List<Array> _values = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    // Scaling after the last layer.
    private readonly List<OnnxScale> _scales = [];
    private OpenLayer? _open;
    private int _units;

    private OnnxLayers(OnnxContext context, int inputs, bool isDouble)
    {
        _context = context;
        _units = inputs;
        _isDouble = isDouble;
        InputSize = inputs;
    }

    /// <summary>The number of inputs.</summary>
    public int InputSize { get; }

    /// <summary>The declared layers.</summary>
    public IReadOnlyList<LayerAttribute> Layers => _layers;

    /// <summary>The values of each block, arrays of the numeric type.</summary>
    public IReadOnlyList<Array> Values => _values;

    public NumericType NumericType => _isDouble ? NumericType.Double : NumericType.Single;

    /// <summary>Makes the layers.</summary>
    /// <param name="steps">The steps from the input on.</param>
    /// <param name="inputs">The number of inputs; −1 if the graph does not say it.</param>
    /// <param name="inputType">The type of the input, which counts where there are no weights.</param>
    /// <param name="context">The import.</param>
    public static OnnxLayers Of(List<OnnxStep> steps, int inputs, OnnxType inputType, OnnxContext context)
    {
        OnnxDense? first = steps.OfType<OnnxDense>().FirstOrDefault();
        if (inputs < 0)
        {
            inputs = first?.Inputs ?? steps.OfType<OnnxScale>().Select(scale => scale.Values.Length).Append(0).Max();
        }

        if (inputs < 1)
        {
            throw context.Error("the number of inputs is not known. Give the input of the graph a shape [batch, features]");
        }

        bool isDouble = first is null ? inputType == OnnxType.Double : steps.OfType<OnnxDense>().Any(dense => dense.IsDouble);
        var layers = new OnnxLayers(context, inputs, isDouble);
        foreach (OnnxStep step in Merged(steps, context))
        {
            layers.Add(step);
        }

        layers.Finish();
        return layers;
    }

    // Softmax with its logarithm after it.
    private static List<OnnxStep> Merged(List<OnnxStep> steps, OnnxContext context)
    {
        var merged = new List<OnnxStep>();
        foreach (OnnxStep step in steps)
        {
            if (step is OnnxLogarithm)
            {
                if (merged is not [.., OnnxActivation { Activation: Activation.Softmax }])
                {
                    throw context.Error(step.Origin, "a logarithm is read after Softmax alone");
                }

                merged[^1] = new OnnxActivation(Activation.LogSoftmax, 0, step.Origin);
                continue;
            }

            if (merged is [.., OnnxActivation { Activation: Activation.Softmax or Activation.LogSoftmax }])
            {
                throw context.Error(step.Origin, "nothing but the choice of a class may follow Softmax or LogSoftmax");
            }

            merged.Add(step);
        }

        return merged;
    }

    private void Add(OnnxStep step)
    {
        switch (step)
        {
            case OnnxDense dense:
                AddDense(dense);
                break;
            case OnnxActivation activation:
                _open ??= PlainLayer(activation.Origin);
                Close(activation.Activation, activation.Alpha);
                break;
            case OnnxScale scale when _open is null:
                _scales.Add(scale);
                break;
            case OnnxScale scale:
                _open.Scale(scale, _context);
                break;
        }
    }

    private void Finish()
    {
        if (_open is null && (_scales.Count > 0 || _layers.Count == 0))
        {
            _open = PlainLayer(_scales.Count > 0 ? _scales[0].Origin : null);
        }

        Close(Activation.Identity, 0);
    }

    private void AddDense(OnnxDense dense)
    {
        Close(Activation.Identity, 0);
        var layer = new OpenLayer(dense.Weights, dense.Biases, dense.Inputs, dense.Outputs, dense.Name);
        if (_scales.Count > 0 && !(_layers.Count == 0 && TryStandardize()))
        {
            (double[] factors, double[] offsets) = Scaling();
            layer.ScaleInputs(factors, offsets);
            _context.Note("Scaling between layers was computed into the weights of the layer after it, in double, and rounded once.");
        }

        _scales.Clear();
        _open = layer;
    }

    private void Close(Activation activation, double alpha)
    {
        if (_open is null)
        {
            return;
        }

        string? name = DenseChain.NameOf(_open.Name, _layers.Count(layer => layer is DenseAttribute));
        var layer = new DenseAttribute(_open.Outputs, activation) { Name = name is not null && _names.Add(name) ? name : null };
        if (ActivationTraits.HasAlpha(activation))
        {
            layer.Alpha = alpha;
        }

        _layers.Add(layer);
        _values.Add(Typed(_open.Weights));
        _values.Add(Typed(_open.Biases ?? new double[_open.Outputs]));
        _units = _open.Outputs;
        _open = null;
    }

    // A dense layer that gives its inputs, scaled, for an activation without weights before it.
    private OpenLayer PlainLayer(OnnxNode? origin)
    {
        if (_units > MostUnitsOfPlainLayer)
        {
            string text = $"{_units} units without weights before; a layer for them would have {(long)_units * _units} weights";
            throw origin is null ? _context.Error(text) : _context.Error(origin, text);
        }

        _context.Note("Activations or scaling without weights before them got a dense layer that gives its inputs.");
        (double[] factors, double[] offsets) = Scaling();
        _scales.Clear();
        var weights = new double[_units * _units];
        for (int i = 0; i < _units; i++)
        {
            weights[(i * _units) + i] = factors[i];
        }

        return new OpenLayer(weights, offsets, _units, _units, null);
    }

    private (double[] Factors, double[] Offsets) Scaling()
    {
        var factors = new double[_units];
        var offsets = new double[_units];
        Array.Fill(factors, 1);
        foreach (OnnxScale scale in _scales)
        {
            scale.ApplyTo(factors, offsets);
        }

        return (factors, offsets);
    }

    // (x − mean) times a factor: as the nodes have it, or computed from them.
    private bool TryStandardize()
    {
        double[]? means = _scales[0].Operator switch
        {
            "Sub" => _scales[0].Values,
            "Add" => Array.ConvertAll(_scales[0].Values, value => -value),
            _ => null,
        };
        OnnxScale[] rest = [.. _scales.Skip(means is null ? 0 : 1)];
        double[]? factors = rest is [] ? [1.0]
            : rest is [{ Operator: "Mul" } times] ? times.Values
            : rest is [{ Operator: "Div" } by] ? Array.ConvertAll(by.Values, value => 1 / value)
            : null;
        if (factors is not null)
        {
            if (rest is [{ Operator: "Div" }])
            {
                _context.Note("Divisions of the features became multiplications by inverses, which are rounded once.");
            }

            means ??= [0.0];
        }
        else
        {
            (factors, double[] offsets) = Scaling();
            means = [.. factors.Zip(offsets, (factor, offset) => offset == 0 ? 0 : -offset / factor)];
            _context.Note("The scaling of the features was computed into means and factors, in double, and rounded once.");
        }

        if (!factors.Concat(means).All(double.IsFinite) || factors.Contains(0.0))
        {
            return false;
        }

        _layers.Add(new StandardizeAttribute());
        _values.Add(Typed(Filled(means)));
        _values.Add(Typed(Filled(factors)));
        return true;
    }

    private double[] Filled(double[] values) => values.Length == _units ? values : [.. Enumerable.Repeat(values[0], _units)];

    private Array Typed(Array values) => (values, _isDouble) switch
    {
        (float[] floats, true) => Array.ConvertAll(floats, value => (double)value),
        (double[] doubles, false) => Array.ConvertAll(doubles, value => (float)value),
        _ => values,
    };

    /// <summary>A dense layer whose activation has not come yet.</summary>
    private sealed class OpenLayer(Array weights, Array? biases, int inputs, int outputs, string? name)
    {
        public Array Weights { get; private set; } = weights;

        public Array? Biases { get; private set; } = biases;

        public int Outputs => outputs;

        public string? Name => name;

        /// <summary>Scales its outputs: a bias by itself as it is, all else into weights and biases.</summary>
        public void Scale(OnnxScale scale, OnnxContext context)
        {
            if (Biases is null && scale.Operator is "Add" or "Sub")
            {
                double sign = scale.Operator == "Sub" ? -1 : 1;
                Biases = Enumerable.Range(0, outputs).Select(i => sign * scale.Values[scale.Values.Length == 1 ? 0 : i]).ToArray();
                return;
            }

            var factors = new double[outputs];
            Array.Fill(factors, 1);
            double[] biases = [.. Doubles(Biases ?? new double[outputs])];
            scale.ApplyTo(factors, biases);
            double[] weights = [.. Doubles(Weights)];

            // ApplyTo has scaled the biases as the offsets that they are; the weights take the factors.
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] *= factors[i / inputs];
            }

            Weights = weights;
            Biases = biases;
            context.Note("Scaling after layers was computed into their weights and biases, in double, and rounded once.");
        }

        /// <summary>Takes over a scaling of its inputs.</summary>
        public void ScaleInputs(double[] factors, double[] offsets)
        {
            double[] weights = [.. Doubles(Weights)];
            double[] biases = [.. Doubles(Biases ?? new double[outputs])];
            for (int i = 0; i < weights.Length; i++)
            {
                biases[i / inputs] += weights[i] * offsets[i % inputs];
                weights[i] *= factors[i % inputs];
            }

            Weights = weights;
            Biases = biases;
        }

        private static double[] Doubles(Array values) => values as double[] ?? Array.ConvertAll((float[])values, value => (double)value);
    }
}
