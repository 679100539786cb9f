using NetGen.Numerics;

namespace NetGen.Models.Onnx;

/// <summary>The operators of ONNX that work element by element, as functions of double.</summary>
internal static class OnnxFunctions
{
    /// <summary>The operators of two operands.</summary>
    public static Func<double, double, double>? FindBinary(string name) => name switch
    {
        "Add" or "Sum" => static (x, y) => x + y,
        "Sub" => static (x, y) => x - y,
        "Mul" => static (x, y) => x * y,
        "Div" => static (x, y) => x / y,
        "Pow" => Math.Pow,
        "Max" => Math.Max,
        "Min" => Math.Min,
        "PRelu" => static (x, slope) => x < 0 ? slope * x : x,
        _ => null,
    };

    /// <summary>The operators of a single operand, with their arguments.</summary>
    /// <returns>The function, and its parameter if it has one that an activation has; null for other operators.</returns>
    public static (Func<double, double> Function, double Alpha)? FindUnary(OnnxNode node)
    {
        Func<double, double>? function = Find(node.Operator);
        return function is not null ? (function, 0) : FindWithArguments(node);
    }

    private static Func<double, double>? Find(string name) => name switch
    {
        "Relu" => static x => Math.Max(x, 0),
        "Sigmoid" => Sigmoid,
        "Tanh" => Math.Tanh,
        "Softplus" => Softplus,
        "Softsign" => static x => x / (1 + Math.Abs(x)),
        "HardSwish" => static x => x * Math.Clamp((x + 3) / 6, 0, 1),
        "Mish" => static x => x * Math.Tanh(Softplus(x)),
        "Erf" => static x => Elementary.Erf<V1<double>, double>(new(x)).Value,
        "Exp" => Math.Exp,
        "Log" => Math.Log,
        "Sqrt" => Math.Sqrt,
        "Neg" => static x => -x,
        "Abs" => Math.Abs,
        "Reciprocal" => static x => 1 / x,
        _ => null,
    };

    private static (Func<double, double> Function, double Alpha)? FindWithArguments(OnnxNode node)
    {
        double alpha;
        switch (node.Operator)
        {
            case "LeakyRelu":
                alpha = node.Number("alpha", 0.01);
                return (x => x < 0 ? alpha * x : x, alpha);
            case "Elu":
                alpha = node.Number("alpha", 1);
                return (x => x < 0 ? alpha * (Math.Exp(x) - 1) : x, alpha);
            case "Celu":
                alpha = node.Number("alpha", 1);
                return (x => x < 0 ? alpha * (Math.Exp(x / alpha) - 1) : x, alpha);
            case "ThresholdedRelu":
                alpha = node.Number("alpha", 1);
                return (x => x > alpha ? x : 0, 0);
            case "Selu":
                alpha = node.Number("alpha", 1.6732632);
                double gamma = node.Number("gamma", 1.050701);
                return (x => gamma * (x < 0 ? alpha * (Math.Exp(x) - 1) : x), 0);
            case "HardSigmoid":
                alpha = node.Number("alpha", 0.2);
                double beta = node.Number("beta", 0.5);
                return (x => Math.Max(0, Math.Min(1, (alpha * x) + beta)), 0);
            case "Swish":
                alpha = node.Number("alpha", 1);
                return (x => x * Sigmoid(alpha * x), 0);
            case "Gelu":
                return (node.Text("approximate", "none") == "tanh" ? GeluTanh : Gelu, 0);
            case "FastGelu":
                return (GeluTanh, 0);
            default:
                return null;
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private static double Gelu(double x) => Elementary.Gelu<V1<double>, double>(new(x)).Value;

    private static double GeluTanh(double x) => Elementary.GeluTanh<V1<double>, double>(new(x)).Value;
}
