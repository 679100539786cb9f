using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace NetGen.Generator;

/// <summary>Finds spans of a wrong length among the arguments of a network's methods, where both lengths are known at build time.</summary>
internal static class LengthRules
{
    private static readonly HashSet<string> Methods = new(StringComparer.Ordinal)
    {
        "FeedForward", "FeedForwardBatch", "Classify", "Predict", "Cost", "Backprop", "TrainMiniBatch", "InputGradients", "Jacobian",
        "CheckGradient", "FillMissing", "GetWeights", "SetWeights", "GetBiases", "SetBiases",
    };

    /// <summary>Checks a call of any method.</summary>
    public static void CheckCall(IInvocationOperation call, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        if (!Methods.Contains(call.TargetMethod.Name) || ReceiverOf(call) is not INamedTypeSymbol network
            || SizesOf(network) is not (int inputSize, int outputSize))
        {
            return;
        }

        if (BlockOf(call, network, cancellationToken) is (string what, long blockLength))
        {
            CheckBlock(call, network, what, blockLength, report, cancellationToken);
            return;
        }

        // The first of these arguments says how many samples there are.
        long? samples = null;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            string name = argument.Parameter?.Name ?? "";
            bool isSample = name is "input" or "output";
            long? perSample = name switch
            {
                "input" or "inputs" or "inputGradients" => inputSize,
                "output" or "outputs" or "targets" or "values" => outputSize,
                "costs" or "sampleWeights" => 1,
                "jacobians" => (long)inputSize * outputSize,
                _ => null,
            };
            bool canBeEmpty = name is "sampleWeights" || (name is "inputGradients" && call.TargetMethod.Name == "Backprop");
            if (perSample is not long size || ConstantLength.Of(argument.Value, cancellationToken) is not int length
                || (length == 0 && canBeEmpty))
            {
                continue;
            }

            if (FindProblem(name, isSample, size, samples, length, CanHaveNoSamples(call.TargetMethod)) is string needed)
            {
                Report(argument, network, needed, length, report);
            }
            else if (!isSample)
            {
                samples ??= length / size;
            }
        }
    }

    // What an argument must have; null if it has it.
    private static string? FindProblem(string name, bool isSample, long size, long? samples, int length, bool canHaveNoSamples)
    {
        if (isSample)
        {
            return length == size ? null : $"{Text(size)}, one for each {name}";
        }

        string each = size == 1 ? "one for each sample" : $"{Number(size)} for each sample";
        return samples is long count ? (length == count * size ? null : $"{Text(count * size)}, {each}")
            : length % size == 0 && (length > 0 || canHaveNoSamples) ? null
            : $"{Text(size)} or a multiple of that, {each}";
    }

    private static bool CanHaveNoSamples(IMethodSymbol method) => method.Name is "FeedForwardBatch" or "FillMissing";

    private static void CheckBlock(
        IInvocationOperation call,
        INamedTypeSymbol network,
        string what,
        long blockLength,
        Action<Diagnostic> report,
        CancellationToken cancellationToken)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter?.Name is "source" or "destination"
                && ConstantLength.Of(argument.Value, cancellationToken) is int length && length != blockLength)
            {
                Report(argument, network, $"{Text(blockLength)}, {what}", length, report);
            }
        }
    }

    private static void Report(
        IArgumentOperation argument, INamedTypeSymbol network, string needed, int length, Action<Diagnostic> report)
    {
        SyntaxNode place = argument.Syntax is ArgumentSyntax syntax ? syntax.Expression : argument.Syntax;
        report(Diagnostic.Create(
            Rules.WrongLength, place.GetLocation(), argument.Parameter!.Name, network.Name, needed, Number(length)));
    }

    // The network class of what a method is called on, be it of an extension method, through an interface or by its parameters.
    private static INamedTypeSymbol? ReceiverOf(IInvocationOperation call)
    {
        IOperation? receiver = call.Instance;
        if (receiver is null && call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 && IsOfLibrary(call.TargetMethod))
        {
            receiver = call.Arguments[0].Value;
        }

        receiver = Unconverted(receiver);
        if (receiver is IPropertyReferenceOperation { Property.Name: "Parameters", Instance: IOperation owner }
            && IsOfLibrary(call.TargetMethod))
        {
            receiver = Unconverted(owner);
        }

        INamedTypeSymbol? type = receiver?.Type as INamedTypeSymbol;
        type = type is { Name: GeneratedMembers.InferenceClass, ContainingType: INamedTypeSymbol outer } ? outer : type;
        return type is not null && NetworkAttributes.Of(type).Count > 0
            && (IsOfLibrary(call.TargetMethod) || IsGenerated(call.TargetMethod, type))
            ? type
            : null;
    }

    private static IOperation? Unconverted(IOperation? operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    private static bool IsOfLibrary(IMethodSymbol method) => method.ContainingAssembly?.Name == "NetGen";

    // An overload of the user's own has parameters of its own, whatever their names.
    private static bool IsGenerated(IMethodSymbol method, INamedTypeSymbol network) =>
        (SymbolEqualityComparer.Default.Equals(method.ContainingType, network)
            || SymbolEqualityComparer.Default.Equals(method.ContainingType.ContainingType, network))
        && !UserCode.DeclarationsOf(method).Any();

    // Generated constants, so those of networks in other assemblies and of files of models are known too.
    private static (int InputSize, int OutputSize)? SizesOf(INamedTypeSymbol network) =>
        ConstantOf(network, "ParameterCount") is > ShellSpec.ParameterCount
        && ConstantOf(network, "InputSize") is int inputSize and > 0
        && ConstantOf(network, "OutputSize") is int outputSize and > 0
            ? (inputSize, outputSize)
            : null;

    private static int? ConstantOf(INamedTypeSymbol network, string name) =>
        network.GetMembers(name) is [IFieldSymbol { ConstantValue: int value }] ? value : null;

    private static (string What, long Length)? BlockOf(
        IInvocationOperation call, INamedTypeSymbol network, CancellationToken cancellationToken)
    {
        string? part = call.TargetMethod.Name switch
        {
            "GetWeights" or "SetWeights" => DenseTopology.Weight,
            "GetBiases" or "SetBiases" => DenseTopology.Bias,
            _ => null,
        };
        int? layer = call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "layer")?.Value.ConstantValue.Value as int?;
        if (part is null || layer is not >= 0 || TopologyOf(network, cancellationToken) is not NetworkTopology topology)
        {
            return null;
        }

        ParameterBlock? block = topology.ParameterBlocks.Where(block => block.Part == part).Skip(layer.Value).FirstOrDefault();
        return block is null ? null
            : part == DenseTopology.Bias ? ($"one for each bias of layer {Number(layer.Value)}", block.Count)
            : ($"{string.Join(" x ", block.Shape.Select(length => Number(length)))} for the weights of layer {Number(layer.Value)}",
                block.Count);
    }

    // Only of a network of this compilation, whose declaration has been found right.
    private static NetworkTopology? TopologyOf(INamedTypeSymbol network, CancellationToken cancellationToken) =>
        UserCode.DeclarationsOf(network).Any()
        && NetworkArguments.TryRead(NetworkAttributes.Of(network)[0], cancellationToken)
            is { Model: null, NumericType: NumericType numericType } arguments
        && LayerDeclarations.TryReadAll(LayerDeclarations.Of(network), cancellationToken) is IReadOnlyList<LayerAttribute> layers
            ? arguments.ToTopology(layers, numericType)
            : null;

    private static string Text(long count) => Number(count) + (count == 1 ? " element" : " elements");

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
