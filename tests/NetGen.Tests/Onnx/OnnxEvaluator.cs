using NetGen.Models.Onnx;

namespace NetGen.Tests.Onnx;

/// <summary>
/// Computes saved models of double node by node, as ONNX defines the operators, for those that ONNX Runtime does not have in double.
/// </summary>
internal static class OnnxEvaluator
{
    /// <summary>The output of a model for its only input.</summary>
    /// <param name="model">The bytes of the model.</param>
    /// <param name="inputs">The samples.</param>
    /// <param name="shape">Their number, and the numbers of each.</param>
    public static double[] Run(byte[] model, double[] inputs, int[] shape)
    {
        var graph = OnnxGraph.Read(model, "m");
        var values = new Dictionary<string, double[][]> { [graph.Inputs.Single().Name] = [.. inputs.Chunk(shape[1])] };
        foreach ((string name, OnnxTensor tensor) in graph.Initializers)
        {
            OnnxConstant constant = tensor.ToConstant();
            Assert.Equal(OnnxType.Double, constant.Type);
            values[name] = [.. constant.Doubles.Chunk(constant.Dimensions.Length == 0 ? 1 : constant.Dimensions[^1])];
        }

        foreach (OnnxNode node in graph.Nodes)
        {
            values[node.Outputs[0]] = Compute(node, [.. node.Inputs.Select(name => values[name])]);
        }

        return [.. values[graph.Outputs.Single()].SelectMany(row => row)];
    }

    private static double[][] Compute(OnnxNode node, double[][][] inputs) => node.Operator switch
    {
        "Identity" => inputs[0],
        "Gemm" when node.Integer("transB", 0) == 1 => [.. inputs[0].Select(row => Sums(row, inputs[1], inputs[2][0]))],
        "Add" => Broadcast(inputs, static (x, y) => x + y),
        "Sub" => Broadcast(inputs, static (x, y) => x - y),
        "Mul" => Broadcast(inputs, static (x, y) => x * y),
        "Div" => Broadcast(inputs, static (x, y) => x / y),
        "Max" => Broadcast(inputs, Math.Max),
        "Min" => Broadcast(inputs, Math.Min),
        "Softmax" when node.Integer("axis", 0) == -1 => [.. inputs[0].Select(row => Array.ConvertAll(LogSoftmax(row), Math.Exp))],
        "LogSoftmax" when node.Integer("axis", 0) == -1 => [.. inputs[0].Select(LogSoftmax)],
        _ => [.. inputs[0].Select(row => Array.ConvertAll(row, x => Apply(node.Operator, x)))],
    };

    private static double Apply(string name, double x) => name switch
    {
        "Erf" => NetGen.Numerics.VectorMath.Erf(x),
        "Exp" => Math.Exp(x),
        "Log" => Math.Log(x),
        "Tanh" => Math.Tanh(x),
        "Sigmoid" => 1 / (1 + Math.Exp(-x)),
        "Relu" => Math.Max(x, 0),
        "Abs" => Math.Abs(x),
        "Neg" => -x,
        _ => throw new NotSupportedException($"{name} is no operator of saved models of double."),
    };

    private static double[] Sums(double[] x, double[][] weights, double[] biases) =>
        [.. weights.Select((row, unit) => row.Zip(x).Sum(pair => pair.First * pair.Second) + biases[unit])];

    private static double[][] Broadcast(double[][][] inputs, Func<double, double, double> function)
    {
        (double[][] left, double[][] right) = (inputs[0], inputs[1]);
        return
        [
            .. left.Select((row, i) => Enumerable.Range(0, row.Length).Select(
                unit => function(row[unit], right[right.Length == 1 ? 0 : i] is var other && other.Length == 1 ? other[0] : other[unit]))
                .ToArray()),
        ];
    }

    private static double[] LogSoftmax(double[] row)
    {
        double most = row.Max();
        double log = most + Math.Log(row.Sum(x => Math.Exp(x - most)));
        return Array.ConvertAll(row, x => x - log);
    }
}
