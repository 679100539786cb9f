using NetGen.Serialization;

namespace NetGen.Models.Onnx;

/// <content>Operators that take all units of a sample together.</content>
internal sealed partial class OnnxImporter
{
    private const string WeightSuffix = ".weight";

    private const string SecondOfTwoNote =
        "Of the probabilities of two classes, that of the second was taken as the only output: the other is 1 minus it.";

    private OnnxFlow? ApplyLayer(OnnxNode node, OnnxValue?[] inputs)
    {
        switch (node.Operator)
        {
            case "Gemm":
                return Gemm(node, inputs);
            case "MatMul":
                return MatMul(node, inputs);
            case "BatchNormalization":
                return BatchNormalization(node, inputs);
            case "Softmax" or "LogSoftmax":
                OnnxFlow flow = Flow(node, inputs, 0);
                CheckAxis(node, flow, _version < 13 ? 1 : -1, isFlattening: _version < 13);
                Activation activation = node.Operator == "Softmax" ? Activation.Softmax : Activation.LogSoftmax;
                return flow.After(Sealed(flow).With(new OnnxActivation(activation, 0, node), _context.NextIndex()), flow.Features);
            case "ArgMax":
                OnnxFlow scores = Flow(node, inputs, 0);
                CheckAxis(node, scores, 0, isFlattening: false);
                return scores.AsLabel(null);
            case "Concat":
                return BothClasses(node, inputs);
            default:
                return null;
        }
    }

    // The steps that make the value, and nothing to compute after them.
    private OnnxChain Sealed(OnnxFlow flow)
    {
        if (flow.Expression.Chain is OnnxChain done)
        {
            return done;
        }

        OnnxChain chain = flow.Chain;
        foreach (OnnxStep step in flow.Expression.ToSteps(_context))
        {
            chain = chain.With(step, _context.NextIndex());
        }

        flow.Expression.Chain = chain;
        return chain;
    }

    private OnnxFlow Gemm(OnnxNode node, OnnxValue?[] inputs)
    {
        OnnxFlow flow = Flow(node, inputs, 0);
        OnnxConstant weights = Constant(node, inputs, 1);
        if (node.Integer("transA", 0) != 0)
        {
            throw _context.Error(node, "transA = 1 is not supported: expected a sample in each row of A. Transpose the input in the model");
        }

        OnnxConstant? biases = OptionalConstant(node, inputs, 2);
        Array? c = biases is null ? null : Scaled(biases.Values, node.Number("beta", 1));
        return Dense(node, flow, weights, node.Integer("transB", 0) != 0, node.Number("alpha", 1), biases, c);
    }

    private OnnxFlow MatMul(OnnxNode node, OnnxValue?[] inputs)
    {
        // Weights times a vector, in that order.
        if (inputs is [OnnxConstant { IsText: false } left, OnnxFlow { HasBatch: false } vector])
        {
            return Dense(node, vector, left, isOutFirst: true, 1, null, null);
        }

        return Dense(node, Flow(node, inputs, 0), Constant(node, inputs, 1), isOutFirst: false, 1, null, null);
    }

    private OnnxFlow Dense(
        OnnxNode node, OnnxFlow flow, OnnxConstant weights, bool isOutFirst, double alpha, OnnxConstant? c, Array? biases)
    {
        int input = node.Inputs.Count > 1 && weights.Name != node.Inputs[0] ? 1 : 0;
        string name = MessageText.Quote(weights.Name.Length > 0 ? weights.Name : node.Inputs[input]);
        if (weights.Dimensions is not [> 0, > 0])
        {
            throw _context.Error(node, $"expected weights of two dimensions in {name}; found the shape {weights.ShapeText}");
        }

        int outputs = weights.Dimensions[isOutFirst ? 0 : 1];
        int units = weights.Dimensions[isOutFirst ? 1 : 0];
        int last = flow.Features.Length == 0 ? 1 : flow.Features[^1];
        if ((last >= 0 && last != units) || (flow.Count >= 0 && flow.Count != units))
        {
            throw _context.Error(
                node,
                $"expected {units} units for the weights {name} {weights.ShapeText}; found a value of the shape {flow.ShapeText}"
                + (last == units ? ". Flatten the samples before the layer" : ""));
        }

        // Each place of an unknown dimension would have units of its own.
        if (flow.Features.SkipLast(1).Any(length => length != 1) && flow.Count < 0)
        {
            throw _context.Error(
                node,
                $"expected samples of {units} units; found a value of the shape {flow.ShapeText}. Give the dimension a length, and flatten "
                + "the samples before the layer");
        }

        _context.Use(weights.Count, node);
        Array values = isOutFirst ? weights.Values : Transposed(weights.Values, units, outputs);
        var dense = new OnnxDense(node, Scaled(values is long[] ? weights.Doubles : values, alpha), units, outputs)
        {
            Biases = c is null ? null : Broadcast(node, c, biases!, outputs, flow),
            Name = weights.Name.EndsWith(WeightSuffix, StringComparison.Ordinal) ? weights.Name[..^WeightSuffix.Length] : null,
            IsDouble = weights.Type == OnnxType.Double,
        };
        if (weights.Type is OnnxType.Float16 or OnnxType.BFloat16)
        {
            _context.Note($"The weights of {(weights.Type == OnnxType.Float16 ? "half precision" : "bfloat16")} were widened to float.");
        }

        int[] features = [.. flow.Features.SkipLast(1), outputs];
        return flow.After(Sealed(flow).With(dense, _context.NextIndex()), features);
    }

    // As float or double without rounding; times a factor in double.
    private Array Scaled(Array values, double factor)
    {
        if (factor == 1 && values is float[] or double[])
        {
            return values;
        }

        double[] doubles = new OnnxConstant([values.Length], values, OnnxType.Double).Doubles;
        if (factor == 1)
        {
            return doubles;
        }

        _context.Note("Factors of weights and biases were multiplied into them, in double, and rounded once.");
        return Array.ConvertAll(doubles, value => value * factor);
    }

    private Array Broadcast(OnnxNode node, OnnxConstant c, Array values, int outputs, OnnxFlow flow)
    {
        bool isRow = c.Dimensions.SkipLast(1).All(length => length == 1)
            && (c.Dimensions.Length == 0 || c.Dimensions[^1] == 1 || c.Dimensions[^1] == outputs);
        if (!isRow)
        {
            throw _context.Error(
                node,
                $"expected biases [{outputs}] for a value of the shape {flow.ShapeText}; found {MessageText.Quote(node.Inputs[2])} "
                + c.ShapeText);
        }

        return values.Length == outputs ? values
            : values is float[] floats ? Enumerable.Repeat(floats[0], outputs).ToArray()
            : Enumerable.Repeat(((double[])values)[0], outputs).ToArray();
    }

    private static Array Transposed(Array values, int rows, int columns) => values switch
    {
        float[] floats => Transposed(floats, rows, columns),
        double[] doubles => Transposed(doubles, rows, columns),
        _ => Transposed((long[])values, rows, columns),
    };

    private static T[] Transposed<T>(T[] values, int rows, int columns)
    {
        var transposed = new T[values.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                transposed[((long)column * rows) + row] = values[((long)row * columns) + column];
            }
        }

        return transposed;
    }

    // γ (x − μ) / √(σ² + ε) + β with constants, so a factor and an offset for each unit.
    private OnnxFlow BatchNormalization(OnnxNode node, OnnxValue?[] inputs)
    {
        OnnxFlow flow = Flow(node, inputs, 0);
        OnnxConstant[] constants = [.. Enumerable.Range(1, 4).Select(index => Constant(node, inputs, index))];
        if (node.Integer("training_mode", 0) != 0 || (node.Outputs.Count > 1 && _version < 14 && node.Outputs[1].Length > 0))
        {
            throw _context.Error(node, "it is in training mode. Export the model in its form for use, after model.eval() in PyTorch");
        }

        int channels = constants[0].Count;
        int size = flow.Count < 0 ? channels : flow.Count;
        bool fits = constants.All(constant => constant.Dimensions.Length == 1 && constant.Count == channels)
            && channels > 0 && size % channels == 0
            && (flow.Count < 0 ? flow.Features.Length == 1 : flow.Features.Length > 0 && flow.Features[0] == channels);
        if (!fits)
        {
            throw _context.Error(
                node,
                $"expected scale, bias, mean and variance of one shape that fits {flow.ShapeText}; found "
                + string.Join(", ", constants.Select(constant => constant.ShapeText)));
        }

        _context.Use(size, node);
        double epsilon = node.Number("epsilon", 1e-5);
        var factors = new double[size];
        var offsets = new double[size];
        for (int i = 0; i < size; i++)
        {
            int channel = i / (size / channels);
            factors[i] = constants[0].Doubles[channel] / Math.Sqrt(constants[3].Doubles[channel] + epsilon);
            offsets[i] = constants[1].Doubles[channel] - (factors[i] * constants[2].Doubles[channel]);
        }

        int[] features = flow.Count < 0 ? [channels] : flow.Features;
        _context.Note("Batch normalization was computed into factors and offsets, in double.");
        OnnxExpression scaled = Apply(node, "Mul", flow.Expression, OnnxExpression.Of(factors, node));
        return flow.With(Apply(node, "Add", scaled, OnnxExpression.Of(offsets, node)), features);
    }

    // Softmax and the choice of a class must be over all units of a sample, and over nothing else.
    private void CheckAxis(OnnxNode node, OnnxFlow flow, long otherwise, bool isFlattening)
    {
        long axis = node.Integer("axis", otherwise);
        axis += axis < 0 ? flow.Rank : 0;
        int first = flow.HasBatch ? 1 : 0;
        bool fits = axis >= first && axis < flow.Rank;
        for (int i = 0; i < flow.Features.Length && fits; i++)
        {
            fits = flow.Features[i] is 1 or -1 || (isFlattening ? i + first >= axis : i + first == axis);
        }

        if (!fits)
        {
            throw _context.Error(
                node,
                $"expected the axis of all units of a sample; found axis {node.Integer("axis", otherwise)} of {flow.ShapeText}");
        }
    }

    // Two columns 1 − p and p, as scikit-learn's converter makes of a single output.
    private OnnxFlow BothClasses(OnnxNode node, OnnxValue?[] inputs)
    {
        if (inputs is [OnnxFlow negative, OnnxFlow positive]
            && positive.Count is 1 or -1
            && negative.Expression is { Operator: "Sub", Left.Constant: [1], Right: OnnxExpression subtracted }
            && ReferenceEquals(subtracted, positive.Expression)
            && node.Integer("axis", 0) is 1 or -1)
        {
            _context.Note(SecondOfTwoNote);
            return positive.AsSecondOfTwo();
        }

        throw _context.Error(node, "it joins values that are computed from the input; a chain of layers has no branches");
    }
}
