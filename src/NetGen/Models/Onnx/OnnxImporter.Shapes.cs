using NetGen.Serialization;

namespace NetGen.Models.Onnx;

/// <content>Operators that change shapes and types, and no numbers.</content>
internal sealed partial class OnnxImporter
{
    private OnnxValue? ApplyShape(OnnxNode node, OnnxValue?[] inputs)
    {
        if (node.Operator is not ("Identity" or "Dropout" or "Cast" or "CastLike" or "Flatten" or "Reshape" or "Squeeze" or "Unsqueeze"
            or "Transpose" or "Shape"))
        {
            return null;
        }

        // Of a constant, to the type of what is computed.
        if (node.Operator == "CastLike" && inputs is [OnnxConstant constant, OnnxFlow])
        {
            return constant;
        }

        OnnxFlow flow = Flow(node, inputs, 0);
        switch (node.Operator)
        {
            case "Dropout":
                if (OptionalConstant(node, inputs, 2) is { Count: > 0 } training && training.Doubles[0] != 0)
                {
                    throw _context.Error(
                        node, "it is in training mode. Export the model in its form for use, after model.eval() in PyTorch");
                }

                _context.Note("Dropout, which has no effect in use, was left out.");
                return flow;
            case "Cast":
                return Cast(node, flow);
            case "Flatten":
                return Flatten(node, flow);
            case "Reshape":
                return Reshape(node, flow, Constant(node, inputs, 1));
            case "Squeeze":
                return Squeeze(node, flow, AxesOf(node, inputs));
            case "Unsqueeze":
                return Unsqueeze(node, flow, AxesOf(node, inputs));
            case "Transpose":
                return Transpose(node, flow);
            case "Shape":
                long[] shape = [.. flow.Features.Select(length => (long)length)];
                long[] part = OnnxFolding.PartOfShape(node, flow.HasBatch ? [OnnxConstant.Batch, .. shape] : shape);
                return part.Contains(-1)
                    ? throw _context.Error(node, $"the shape {flow.ShapeText} is not known before the model runs")
                    : new OnnxConstant([part.Length], part, OnnxType.Int64);
            default:
                return flow;
        }
    }

    private OnnxFlow Cast(OnnxNode node, OnnxFlow flow)
    {
        var type = (OnnxType)node.Integer("to", 0);
        if (type is not (OnnxType.Float or OnnxType.Double or OnnxType.Float16 or OnnxType.BFloat16))
        {
            throw _context.Error(node, "expected a cast to floating-point numbers of a value that is computed from the input");
        }

        if (type is OnnxType.Float16 or OnnxType.BFloat16)
        {
            _context.Note("Casts to 16-bit numbers were left out: the network computes in the type of its weights.");
        }

        return flow;
    }

    private OnnxFlow Flatten(OnnxNode node, OnnxFlow flow)
    {
        long axis = node.Integer("axis", 1);
        axis += axis < 0 ? flow.Rank : 0;
        return flow.HasBatch && axis == 1 ? flow.Reshaped(true, [flow.Count])
            : (!flow.HasBatch || flow.Samples == 1) && axis == 0 ? flow.Reshaped(true, [flow.Count])
            : throw _context.Error(node, $"expected to flatten each sample, as axis 1 does; found axis {axis} of {flow.ShapeText}");
    }

    private OnnxFlow Reshape(OnnxNode node, OnnxFlow flow, OnnxConstant shape)
    {
        long[] target = shape.Values as long[] ?? [];
        bool keepsZeros = node.Integer("allowzero", 0) != 0;
        if (target.Length == 0 && shape.Count > 0)
        {
            throw _context.Error(node, "expected a shape of integers");
        }

        // The first dimension counts samples if it is theirs, or if the others hold a whole sample.
        if (flow.HasBatch && target.Length > 0 && IsSamples(target[0], flow, keepsZeros)
            && FeaturesOf(target.AsSpan(1), flow, keepsZeros, 1, target[0] != -1) is int[] features)
        {
            return flow.Reshaped(true, features);
        }

        return (!flow.HasBatch || flow.Samples == 1) && FeaturesOf(target, flow, keepsZeros, 0, true) is int[] whole
            ? flow.Reshaped(false, whole)
            : throw _context.Error(
                node,
                "expected a shape that keeps samples whole; found "
                + MessageText.Shape(target.Select(length => Math.Max(length, -1)))
                + $" for a value of the shape {flow.ShapeText}");
    }

    private static bool IsSamples(long length, OnnxFlow flow, bool keepsZeros) =>
        length == OnnxConstant.Batch || length == -1 || (length == 0 && !keepsZeros) || length == flow.Samples;

    // The dimensions of a sample in the new shape; null if they do not hold it.
    private static int[]? FeaturesOf(ReadOnlySpan<long> target, OnnxFlow flow, bool keepsZeros, int start, bool mayInfer)
    {
        int[] old = flow.HasBatch ? [1, .. flow.Features] : flow.Features;
        var features = new int[target.Length];
        int open = -1;
        long product = 1;
        for (int i = 0; i < features.Length; i++)
        {
            long length = target[i] == 0 && !keepsZeros && i + start < old.Length ? old[i + start] : target[i];
            if (length == -1 && open < 0 && mayInfer)
            {
                open = i;
                continue;
            }

            if (length is < 1 or > int.MaxValue || product * length > int.MaxValue)
            {
                return null;
            }

            product *= length;
            features[i] = (int)length;
        }

        if (open >= 0)
        {
            features[open] = flow.Count < 0 ? -1 : (int)(flow.Count / product);
            product *= Math.Max(features[open], 1);
        }

        return flow.Count < 0 || product == flow.Count ? features : null;
    }

    private List<long>? AxesOf(OnnxNode node, OnnxValue?[] inputs) =>
        OptionalConstant(node, inputs, 1)?.Values is long[] axes ? [.. axes] : node.Find("axes")?.Integers;

    private OnnxFlow Squeeze(OnnxNode node, OnnxFlow flow, List<long>? axes)
    {
        int first = flow.HasBatch ? 1 : 0;
        if (axes is null)
        {
            return flow.Samples == 1 || !flow.HasBatch
                ? flow.Reshaped(false, [.. flow.Features.Where(length => length != 1)])
                : flow.Reshaped(true, [.. flow.Features.Where(length => length != 1)]);
        }

        var dropped = axes.Select(axis => axis < 0 ? axis + flow.Rank : axis).ToHashSet();
        bool dropsBatch = flow.HasBatch && dropped.Contains(0);
        if (dropped.Any(axis => axis < 0 || axis >= flow.Rank || (axis >= first && flow.Features[axis - first] is not (1 or -1)))
            || (dropsBatch && flow.Samples != 1))
        {
            throw _context.Error(
                node, $"expected to drop dimensions of length 1; found the axes {MessageText.Shape(axes)} of {flow.ShapeText}");
        }

        return flow.Reshaped(flow.HasBatch && !dropsBatch, [.. flow.Features.Where((_, i) => !dropped.Contains(i + first))]);
    }

    private OnnxFlow Unsqueeze(OnnxNode node, OnnxFlow flow, List<long>? axes)
    {
        int rank = flow.Rank + (axes?.Count ?? 0);
        var added = (axes ?? []).Select(axis => axis < 0 ? axis + rank : axis).ToHashSet();
        if (added.Count == 0 || added.Count > 8 || added.Count != axes!.Count || added.Any(axis => axis < 0 || axis >= rank))
        {
            throw _context.Error(node, $"expected axes within the new shape; found {MessageText.Shape(axes ?? [])} for {flow.ShapeText}");
        }

        var dimensions = new List<int>();
        int next = 0;
        int[] old = flow.HasBatch ? [0, .. flow.Features] : flow.Features;
        for (int i = 0; i < old.Length + added.Count; i++)
        {
            dimensions.Add(added.Contains(i) ? 1 : old[next++]);
        }

        // A new first dimension makes one sample of what had no samples.
        return !flow.HasBatch && added.Contains(0) ? flow.Reshaped(true, [.. dimensions.Skip(1)])
            : !flow.HasBatch ? flow.Reshaped(false, [.. dimensions])
            : !added.Contains(0) ? flow.Reshaped(true, [.. dimensions.Skip(1)])
            : throw _context.Error(node, $"expected the samples to stay the first dimension of {flow.ShapeText}");
    }

    // Dimensions of length 1 may go anywhere: the order of the units stays.
    private OnnxFlow Transpose(OnnxNode node, OnnxFlow flow)
    {
        List<long> order = node.Find("perm")?.Integers ?? [.. Enumerable.Range(0, flow.Rank).Reverse().Select(axis => (long)axis)];
        int first = flow.HasBatch ? 1 : 0;
        bool fits = order.Count == flow.Rank
            && order.Distinct().Count() == flow.Rank
            && order.TrueForAll(axis => axis >= 0 && axis < flow.Rank)
            && (!flow.HasBatch || order[0] == 0);
        long[] moved = fits ? [.. order.Skip(first).Select(axis => axis - first).Where(axis => flow.Features[axis] != 1)] : [];
        return fits && moved.SequenceEqual(moved.Order())
            ? flow.Reshaped(flow.HasBatch, [.. order.Skip(first).Select(axis => flow.Features[axis - first])])
            : throw _context.Error(
                node,
                $"expected an order that keeps that of the units; found {MessageText.Shape(order)} of {flow.ShapeText}. Move the "
                + "transposition out of the model, to the data");
    }
}
