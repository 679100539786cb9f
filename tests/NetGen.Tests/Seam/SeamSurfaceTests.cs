using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using NetGen.CompilerServices;
using NetGen.Layout;

namespace NetGen.Tests.Seam;

/// <summary>
/// What generated code relies on: the members it calls and overrides, the interfaces it implements, the enumerations whose numbers are
/// compiled into it, and where parameters lie. None of it changes without a look at <c>Versions.Seam</c>.
/// </summary>
public class SeamSurfaceTests
{
    /// <summary>The version that <see cref="Digests"/> is of.</summary>
    private const int Version = 6;

    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance
        | BindingFlags.DeclaredOnly;

    /// <summary>Each part of the seam, with the first digits of the SHA-256 of its text.</summary>
    private static readonly string[] Digests =
    [
        "NetGen.Activation b46025f59153",
        "NetGen.CompilerServices.Activate 5b7c440b7017",
        "NetGen.CompilerServices.BlockUpdate`2 de685ea0950b",
        "NetGen.CompilerServices.DenseLayer fad20ee9e0c7",
        "NetGen.CompilerServices.DropoutLayer bf063f0281be",
        "NetGen.CompilerServices.DropoutStep b2b6b24c91ab",
        "NetGen.CompilerServices.ELU 7b013c614434",
        "NetGen.CompilerServices.FullColumn e8590b495cc5",
        "NetGen.CompilerServices.GELU e2bd500821e0",
        "NetGen.CompilerServices.GELUTanh 76922c2ed33d",
        "NetGen.CompilerServices.GradientSum`1 c567e8937c7c",
        "NetGen.CompilerServices.HardSigmoid 384569627519",
        "NetGen.CompilerServices.HardSwish 145b01075834",
        "NetGen.CompilerServices.Hinge e8a3b786389a",
        "NetGen.CompilerServices.Huber b67185a902fa",
        "NetGen.CompilerServices.IActivationFunction 5667f7540eff",
        "NetGen.CompilerServices.IColumn eb349ff384f4",
        "NetGen.CompilerServices.ICostFunction 10e948cd4acb",
        "NetGen.CompilerServices.ISimd`2 582832db4f32",
        "NetGen.CompilerServices.IUpdateRule`1 1946e45d11e5",
        "NetGen.CompilerServices.Identity de887acd8b4b",
        "NetGen.CompilerServices.KernelSizes f373631213e9",
        "NetGen.CompilerServices.Lanes 20e05a04b846",
        "NetGen.CompilerServices.LeakyReLU 8db52c44bf1e",
        "NetGen.CompilerServices.MeanAbsoluteError 7dc42ccd2fe4",
        "NetGen.CompilerServices.MeanSquaredError abb03af18d5e",
        "NetGen.CompilerServices.Mish 200492fbb8ab",
        "NetGen.CompilerServices.NarrowColumn 3b3f56355e23",
        "NetGen.CompilerServices.NetworkArguments b95dcbd41fd0",
        "NetGen.CompilerServices.NetworkJsonConverter a96052f70a9f",
        "NetGen.CompilerServices.NetworkKernels`1 c7e1ddd3a07f",
        "NetGen.CompilerServices.NetworkPreparation 787e383dc8db",
        "NetGen.CompilerServices.OutputHead`1 91ae8cfba7d0",
        "NetGen.CompilerServices.OutputHeads eaa5bc0196f4",
        "NetGen.CompilerServices.PretrainedParameters bbe69f3ce98d",
        "NetGen.CompilerServices.Quadratic 24b26d9ed724",
        "NetGen.CompilerServices.ReLU 31c2b969692b",
        "NetGen.CompilerServices.RuleConstants`1 48adc978158f",
        "NetGen.CompilerServices.SELU 923ee958278f",
        "NetGen.CompilerServices.Scratch e14cc802c42e",
        "NetGen.CompilerServices.Seam e465c8d413cc",
        "NetGen.CompilerServices.SgdRule`1 95a250752bff",
        "NetGen.CompilerServices.SiLU 4949871b70bd",
        "NetGen.CompilerServices.Sigmoid c9dd059b3f63",
        "NetGen.CompilerServices.Softplus 5653e6f00caa",
        "NetGen.CompilerServices.Softsign c9ee0c325aea",
        "NetGen.CompilerServices.StandardizeLayer 76fc64d2761f",
        "NetGen.CompilerServices.Tanh 6c0e19996a2e",
        "NetGen.CompilerServices.UpdateStep 43a373cfe1b9",
        "NetGen.CompilerServices.UpdateStep`2 367421d5e8fe",
        "NetGen.CostFunction 83ff76af3b7d",
        "NetGen.DenseAttribute 82cb43c1b6eb",
        "NetGen.DropoutAttribute 9c62d84d9059",
        "NetGen.INetwork`1 30b62e11422e",
        "NetGen.IReadOnlyParameters`1 1fa8d09f6b66",
        "NetGen.ITrainableNetwork`1 47df1811b570",
        "NetGen.ITrainableNetwork`2 df0822507ea5",
        "NetGen.Initializer 7d2f390e5cdd",
        "NetGen.LayerAttribute a39b6d034353",
        "NetGen.MinMaxScaleAttribute 9d4f8014ebda",
        "NetGen.NetworkFile 331e08e12d4f",
        "NetGen.NetworkTopology e31bf5103ab0",
        "NetGen.NumericType fed988e5753a",
        "NetGen.ParameterBuffer`1 0065ddd561e9",
        "NetGen.StandardizeAttribute be9e401c1d79",
        "NetGen.WorkerTeam ab65c5125b32",
        "layout 22a9563402fb",
    ];

    [Fact]
    public void The_seam_is_that_of_its_version()
    {
        string[] digests = [.. Parts().Select(part => $"{part.Name} {DigestOf(part.Lines)}")];
        string[] changed =
        [
            .. Digests.Except(digests).Concat(digests.Except(Digests)).Select(line => line.Split(' ')[0])
                .Distinct().Order(StringComparer.Ordinal),
        ];
        if (changed.Length > 0 || Version != Versions.Seam)
        {
            string list = string.Join("\n", digests.Select(line => $"        \"{line}\","));
            Assert.Fail(
                $"What generated code relies on has changed since this test was last brought up to date, for version {Version} of the "
                + $"seam; Versions.Seam is {Versions.Seam}. Changed: {(changed.Length > 0 ? string.Join(", ", changed) : "nothing")}.\n"
                + "If code that an earlier generator wrote is wrong with the library as it is now, or does not run with it, raise "
                + "Versions.Seam: a member is gone or has another signature or meaning, an interface has one more, parameters lie "
                + "elsewhere. If members were only added to classes, it may stay.\n"
                + $"In both cases set Version in this test to the number, and Digests to this list:\n{list}");
        }
    }

    [Fact]
    public void Kernels_that_generated_code_overrides_are_part_of_the_seam()
    {
        string[] lines = TextOf(typeof(NetworkKernels<>));
        Assert.Contains(lines, line => line.StartsWith("protected abstract Void WeightedInputs(", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("public T Cost(", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("protected Void .ctor(", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("ParametersOf", StringComparison.Ordinal));
        Assert.Contains("Tanh = 2", TextOf(typeof(Activation)));
    }

    private static IEnumerable<(string Name, string[] Lines)> Parts()
    {
        Assembly library = typeof(NetworkKernels<>).Assembly;
        Type[] others =
        [
            typeof(INetwork<>), typeof(ITrainableNetwork<>), typeof(ITrainableNetwork<,>), typeof(Activation), typeof(CostFunction),
            typeof(NumericType), typeof(NetworkTopology), typeof(ParameterBuffer<>), typeof(IReadOnlyParameters<>), typeof(Initializer),
            typeof(NetworkFile), typeof(WorkerTeam),
            .. library.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(LayerAttribute))),
        ];
        return library.GetExportedTypes().Where(type => type.Namespace == typeof(NetworkKernels<>).Namespace)
            .Concat(others)
            .Select(type => (type.FullName!, TextOf(type)))
            .Append(("layout", LayoutText()))
            .OrderBy(part => part.Item1, StringComparer.Ordinal);
    }

    private static string DigestOf(string[] lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join("\n", lines))))[..12];

    /// <summary>A type and its members that other assemblies can see, a line each.</summary>
    private static string[] TextOf(Type type)
    {
        string kind = $"{(type.IsInterface ? "interface" : type.IsValueType ? "struct" : "class")}"
            + $"{(type.IsAbstract ? " abstract" : "")}{(type.IsSealed ? " sealed" : "")}";
        IEnumerable<string> interfaces = type.GetInterfaces().Select(other => other.ToString()).Order(StringComparer.Ordinal);
        string head = $"{kind} {type} : {type.BaseType} {string.Join(", ", interfaces)}{ConstraintsOf(type.GetGenericArguments())}";
        IEnumerable<string> methods = type.GetMembers(All).OfType<MethodBase>()
            .Where(method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly)
            .Select(TextOf);
        IEnumerable<string> fields = type.GetFields(All)
            .Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly)
            .Select(field => type.IsEnum && field.IsLiteral
                ? string.Create(CultureInfo.InvariantCulture, $"{field.Name} = {field.GetRawConstantValue()}")
                : $"{(field.IsStatic ? "static " : "")}{field}");
        return [head, .. methods.Concat(fields).Order(StringComparer.Ordinal)];
    }

    private static string TextOf(MethodBase method)
    {
        string access = method.IsPublic ? "public" : "protected";
        string kind = (method.IsStatic ? " static" : "") + (method.IsAbstract ? " abstract" : method.IsVirtual ? " virtual" : "");
        return $"{access}{kind} {method}{ConstraintsOf(method.IsGenericMethod ? method.GetGenericArguments() : [])}";
    }

    private static string ConstraintsOf(Type[] arguments) => string.Concat(arguments.Select(argument =>
    {
        IEnumerable<string> types = argument.GetGenericParameterConstraints().Select(type => type.ToString()).Order(StringComparer.Ordinal);
        return $" where {argument}: {argument.GenericParameterAttributes} {string.Join(", ", types)}";
    }));

    /// <summary>Where the parameters of layers of many sizes lie, the second of each pair after a first of 3 to 5 units.</summary>
    private static string[] LayoutText()
    {
        int[] sizes = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 100, 130, 784];
        return
        [
            .. from numericType in new[] { NumericType.Single, NumericType.Double }
               from size in sizes
               let layer = new StandardizeLayout(size, LayerLayout.LaneCountOf(numericType), 0)
               select string.Create(
                   CultureInfo.InvariantCulture,
                   $"{numericType} {size}: {layer.MeanOffset} {layer.InverseDeviationOffset} {layer.EndOffset}"),
            .. from numericType in new[] { NumericType.Single, NumericType.Double }
               from inputs in sizes
               from outputs in sizes
               let first = DenseLayout.Create(3, 5, numericType, 0)
               let layer = DenseLayout.Create(inputs, outputs, numericType, first.EndOffset)
               let corners = new[] { (0, 0), (0, inputs - 1), (outputs - 1, 0), (outputs - 1, inputs - 1), (outputs / 2, inputs / 2) }
               let places = corners.Select(corner => layer.WeightIndex(corner.Item1, corner.Item2))
               select string.Create(
                   CultureInfo.InvariantCulture,
                   $"{numericType} {inputs} {outputs}: {layer.BiasOffset} {string.Join(' ', places)} {layer.EndOffset}"),
        ];
    }
}
