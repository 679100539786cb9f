namespace NetGen.Models.Onnx;

/// <content>Operators that work element by element.</content>
internal sealed partial class OnnxImporter
{
    private OnnxFlow? ApplyElementwise(OnnxNode node, OnnxValue?[] inputs)
    {
        if (OnnxFunctions.FindBinary(node.Operator) is not null)
        {
            return inputs.Length switch
            {
                0 => null,
                1 => inputs[0] as OnnxFlow,
                _ => inputs.Skip(1).Aggregate(inputs[0], (left, right) => Combine(node, left, right)) as OnnxFlow,
            };
        }

        OnnxFlow flow = Flow(node, inputs, 0);
        if (node.Operator == "Clip")
        {
            (double least, double most) = Bounds(node, inputs);
            return flow.With(Apply(node, "Clip", x => Math.Min(Math.Max(x, least), most), flow.Expression));
        }

        if (inputs.Length != 1)
        {
            return null;
        }

        return OnnxFunctions.FindUnary(node) is (Func<double, double> function, double alpha)
            ? flow.With(Apply(node, node.Operator, function, flow.Expression, alpha))
            : null;
    }

    private (double Least, double Most) Bounds(OnnxNode node, OnnxValue?[] inputs)
    {
        if (_version < 11)
        {
            return (node.Number("min", double.NegativeInfinity), node.Number("max", double.PositiveInfinity));
        }

        OnnxConstant? least = OptionalConstant(node, inputs, 1);
        OnnxConstant? most = OptionalConstant(node, inputs, 2);
        return least is { Count: not 1 } || most is { Count: not 1 }
            ? throw _context.Error(node, "expected single numbers as its bounds")
            : (least?.Doubles[0] ?? double.NegativeInfinity, most?.Doubles[0] ?? double.PositiveInfinity);
    }

    private OnnxValue Combine(OnnxNode node, OnnxValue? left, OnnxValue? right) => (left, right) switch
    {
        (OnnxFlow flow, OnnxConstant { IsText: false } constant) => Combine(node, node.Operator, flow, constant),
        (OnnxConstant { IsText: false } constant, OnnxFlow flow) => Combine(node, node.Operator, constant, flow),
        (OnnxFlow first, OnnxFlow second) => Combine(node, first, second),
        (OnnxConstant { IsText: false } first, OnnxConstant { IsText: false } second) =>
            OnnxFolding.Combine(node, first, second, _context),
        _ => throw _context.Error(node, "expected numbers as its inputs"),
    };

    private OnnxFlow Combine(OnnxNode node, OnnxFlow first, OnnxFlow second)
    {
        if (!ReferenceEquals(first.Chain, second.Chain))
        {
            throw _context.Error(
                node,
                "it joins values of different layers, such as the input of a layer and its output; a chain of layers has no branches");
        }

        return first.Features.SequenceEqual(second.Features)
            ? first.With(Apply(node, node.Operator, first.Expression, second.Expression))
            : throw _context.Error(node, $"expected values of one shape; found {first.ShapeText} and {second.ShapeText}");
    }

    private OnnxFlow Combine(OnnxNode node, string name, OnnxFlow flow, OnnxConstant constant)
    {
        (OnnxExpression operand, int[] features) = Operand(node, constant, flow);
        return flow.With(Apply(node, name, flow.Expression, operand), features);
    }

    private OnnxFlow Combine(OnnxNode node, string name, OnnxConstant constant, OnnxFlow flow)
    {
        (OnnxExpression operand, int[] features) = Operand(node, constant, flow);
        return flow.With(Apply(node, name, operand, flow.Expression), features);
    }

    // The constant as one number, or as one for each unit; the last dimensions of both belong together.
    private (OnnxExpression Operand, int[] Features) Operand(OnnxNode node, OnnxConstant constant, OnnxFlow flow)
    {
        if (constant.Count == 1)
        {
            return (OnnxExpression.Of([constant.Doubles[0]], node), flow.Features);
        }

        int[] own = [.. constant.Dimensions.SkipWhile(length => length == 1)];
        int[] features = flow.Features is [-1] && own.Length == 1 ? own : flow.Features;
        bool fits = constant.Count > 0 && own.Length <= features.Length && !features.Contains(-1);
        for (int i = 1; i <= own.Length && fits; i++)
        {
            fits = own[^i] == 1 || own[^i] == features[^i];
        }

        if (!fits)
        {
            throw _context.Error(
                node, $"expected a constant that fits a value of the shape {flow.ShapeText}; found the shape {constant.ShapeText}");
        }

        int count = features.Aggregate(1, (product, length) => product * length);
        _context.Use(count, node);
        return (OnnxExpression.Of(OnnxFolding.Broadcast(constant.Doubles, own, features, count), node), features);
    }

    private OnnxExpression Apply(OnnxNode node, string name, OnnxExpression left, OnnxExpression right) =>
        OnnxExpression.Apply(_context.NextIndex(), node, name, OnnxFunctions.FindBinary(name)!, left, right);

    private OnnxExpression Apply(OnnxNode node, string name, Func<double, double> function, OnnxExpression operand, double alpha = 0) =>
        OnnxExpression.Apply(_context.NextIndex(), node, name, function, operand, alpha);
}
