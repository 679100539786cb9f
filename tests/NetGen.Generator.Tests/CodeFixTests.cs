using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.CodeFixes;

namespace NetGen.Generator.Tests;

/// <summary>
/// Code fixes: one alone, all of a file, of a project and of a solution; what they leave as it is, and where they offer nothing.
/// </summary>
public sealed class CodeFixTests
{
    private const string Uses = "using NetGen;\n";

    // The fix, what it offers, the source before and after. Each is a file that has one thing to mend and can stand beside others.
    private static readonly (string Fix, string Title, string Before, string After)[] Cases =
    [
        (nameof(MakePartial), "Make 'Net' partial",
            "/// <summary>A network.</summary>\n[Network(2, 1)] // Small.\npublic sealed /* here */ class Net;",
            "/// <summary>A network.</summary>\n[Network(2, 1)] // Small.\npublic sealed /* here */ partial class Net;"),
        (nameof(MakePartial), "Make 'A' and 'B' and 'Net' partial",
            "public class A\n{\n    // Odd.\n    record struct B\n    {\n        [Network(2, 1)]\n        class Net;\n    }\n}",
            "public partial class A\n{\n    // Odd.\n    partial record struct B\n    {\n        [Network(2, 1)]\n"
                + "        partial class Net;\n    }\n}"),
        (nameof(MakePartial), "Make 'A' partial",
            "class A { [Network(2, 1)] partial class Net; [Network(3, 1)] partial class Other; }",
            "partial class A { [Network(2, 1)] partial class Net; [Network(3, 1)] partial class Other; }"),
        (nameof(RemoveModifier), "Remove the modifier 'static'",
            "[Network(2, 1)]\npublic static partial class Net;", "[Network(2, 1)]\npublic partial class Net;"),
        (nameof(RemoveModifier), "Remove the modifier 'abstract'",
            "[Network(2, 1)]\nabstract /* why? */ partial class Net;", "[Network(2, 1)]\n /* why? */ partial class Net;"),
        (nameof(RemoveModifier), "Remove the modifier 'file'",
            "[Network(2, 1)]\nfile partial class Net;", "[Network(2, 1)]\npartial class Net;"),
        (nameof(RemoveModifier), "Remove the modifier 'file'",
            "file partial class Outer { [Network(2, 1)] partial class Net; }",
            "partial class Outer { [Network(2, 1)] partial class Net; }"),
        (nameof(MakeClass), "Make 'Net' a partial class",
            "[Network(2, 1)]\npublic readonly struct Net; // Fast.", "[Network(2, 1)]\npublic partial class Net; // Fast."),
        (nameof(MakeClass), "Make 'Net' a partial class",
            "[Network(2, 1)]\nsealed partial record class Net { }", "[Network(2, 1)]\nsealed partial class Net { }"),
        (nameof(CorrectActivations), "Add 1 activation",
            "[Network(2, 3, 1, Activations = [Activation.Tanh /* all */])]\npartial class Net;",
            "[Network(2, 3, 1, Activations = [Activation.Tanh, Activation.Tanh /* all */])]\npartial class Net;"),
        (nameof(CorrectActivations), "Add 2 activations",
            "[Network(2, 3, 3, 3, 2, Activations = new[] { Activation.ReLU, Activation.Softmax })]\npartial class Net;",
            "[Network(2, 3, 3, 3, 2, Activations = new[] { Activation.ReLU, Activation.ReLU, Activation.ReLU, Activation.Softmax })]\n"
                + "partial class Net;"),
        (nameof(CorrectActivations), "Add 1 activation",
            "[Network(2, 3, 2, Activations = [Activation.Softmax])]\npartial class Net;",
            "[Network(2, 3, 2, Activations = [Activation.Sigmoid, Activation.Softmax])]\npartial class Net;"),
        (nameof(CorrectActivations), "Add 2 activations",
            "[Network(2, 3, 1, Activations = [])]\npartial class Net;",
            "[Network(2, 3, 1, Activations = [Activation.Sigmoid, Activation.Sigmoid])]\npartial class Net;"),
        (nameof(CorrectActivations), "Remove 2 activations",
            "[Network(2, 1, Activations = new Activation[] { Activation.Tanh, Activation.ReLU, Activation.Sigmoid })]\npartial class Net;",
            "[Network(2, 1, Activations = new Activation[] { Activation.Tanh })]\npartial class Net;"),
        (nameof(CorrectActivations), "Remove 1 activation",
            "[Network(2, 3, 2, Activations = [Activation.Tanh, Activation.ReLU, Activation.LogSoftmax])]\npartial class Net;",
            "[Network(2, 3, 2, Activations = [Activation.Tanh, Activation.LogSoftmax])]\npartial class Net;"),
        (nameof(CorrectActivations), "Remove 1 activation",
            "[Network(2, 2, Activations = [Activation.Tanh, Activation.Softmax])]\npartial class Net;",
            "[Network(2, 2, Activations = [Activation.Softmax])]\npartial class Net;"),
        (nameof(ChooseCost), "Use the cost CategoricalCrossEntropy",
            "[Network(2, 2, Output = Activation.Softmax, Cost = CostFunction.Quadratic)] // Why?\npartial class Net;",
            "[Network(2, 2, Output = Activation.Softmax, Cost = CostFunction.CategoricalCrossEntropy)] // Why?\npartial class Net;"),
        (nameof(ChooseCost), "Use the cost Quadratic",
            "[Network(InputShape = [2], Cost = (CostFunction)99)]\n[Dense(1, Activation.Tanh)]\npartial class Net;",
            "[Network(InputShape = [2], Cost = CostFunction.Quadratic)]\n[Dense(1, Activation.Tanh)]\npartial class Net;"),
        (nameof(ChooseNumericType), "Use float",
            "[Network<int>(2, 1)]\npartial class Net;", "[Network<float>(2, 1)]\npartial class Net;"),
        (nameof(RemoveAttribute), "Remove the attribute Network<double>(3, 1)",
            "[Network(2, 1)] // This one.\n[Network<double>(3, 1)]\npartial class Net;",
            "[Network(2, 1)] // This one.\npartial class Net;"),
        (nameof(RemoveAttribute), "Remove the attribute Network(3, 1)",
            "[Network(2, 1), Network(3, 1)]\npartial class Net;", "[Network(2, 1)]\npartial class Net;"),
        (nameof(RemoveAttribute), "Remove the attribute Network(3, 1)",
            "[Network(2, 1)] partial class Net;\n\n/* more */ [Network(3, 1)] partial class Net;",
            "[Network(2, 1)] partial class Net;\n\n/* more */ partial class Net;"),
        (nameof(RemoveAttribute), "Remove the attribute Dropout(0)",
            "[Network(InputShape = [2])]\n[Dropout(0)]\n[Dense(1)]\npartial class Net;",
            "[Network(InputShape = [2])]\n[Dense(1)]\npartial class Net;"),
        (nameof(RemoveArgument), "Remove Hidden",
            "[Network(2, 1, Hidden = Activation.ReLU, Output = Activation.Tanh)]\npartial class Net;",
            "[Network(2, 1, Output = Activation.Tanh)]\npartial class Net;"),
        (nameof(RemoveArgument), "Remove Alpha",
            "[Network(2, 1, // Sizes.\n    Alpha = 1)]\npartial class Net;",
            "[Network(2, 1 // Sizes.\n    )]\npartial class Net;"),
        (nameof(RemoveArgument), "Remove Alpha",
            "[Network(InputShape = [2])]\n[Dense(1, Activation.ELU, Alpha = double.NaN, Name = \"a\")]\npartial class Net;",
            "[Network(InputShape = [2])]\n[Dense(1, Activation.ELU, Name = \"a\")]\npartial class Net;"),
        (nameof(RemoveArgument), "Remove Name",
            "[Network(InputShape = [2])]\n[Dense(1, Name = \"a b\")]\npartial class Net;",
            "[Network(InputShape = [2])]\n[Dense(1)]\npartial class Net;"),
        (nameof(RemoveArgument), "Remove Delta",
            "[Network(2, 1, Cost = CostFunction.Huber, Delta = -1)]\npartial class Net;",
            "[Network(2, 1, Cost = CostFunction.Huber)]\npartial class Net;"),
        (nameof(MakePrivate), "Make the constructor private",
            "[Network(2, 1)]\npartial class Net\n{\n    /// <summary>Makes one.</summary>\n    protected internal Net() { } // Yes.\n}",
            "[Network(2, 1)]\npartial class Net\n{\n    /// <summary>Makes one.</summary>\n    private Net() { } // Yes.\n}"),
        (nameof(MakePrivate), "Remove the primary constructor",
            "[Network(2, 1)]\npartial class Net();", "[Network(2, 1)]\npartial class Net;"),
        (nameof(UseSigmoid), "Use Sigmoid",
            "[Network(2, 1, Output = Activation.Softmax /* of one */)]\npartial class Net;",
            "[Network(2, 1, Output = Activation.Sigmoid /* of one */)]\npartial class Net;"),
        (nameof(UseSigmoid), "Use Sigmoid",
            "[Network(2, 3, 1, Activations = [Activation.ReLU, Activation.LogSoftmax])]\npartial class Net;",
            "[Network(2, 3, 1, Activations = [Activation.ReLU, Activation.Sigmoid])]\npartial class Net;"),
        (nameof(UseSigmoid), "Use Sigmoid",
            "[Network(InputShape = [2])]\n[Dense(1, Activation.Softmax)]\npartial class Net;",
            "[Network(InputShape = [2])]\n[Dense(1, Activation.Sigmoid)]\npartial class Net;"),
        (nameof(UseForOutput), "Use it for the output layer",
            "[Network(2, 3, 2, Hidden = Activation.Softmax)]\npartial class Net;",
            "[Network(2, 3, 2, Output = Activation.Softmax)]\npartial class Net;"),
        (nameof(UseInputShape), "Use InputShape in the place of the sizes",
            "[Network(784, 30, 10, SkipZeros = false)]\n[Dense(10)]\npartial class Net;",
            "[Network(InputShape = [784], SkipZeros = false)]\n[Dense(10)]\npartial class Net;"),
        (nameof(RemoveRequired), "Remove the modifier 'required'",
            "[Network(2, 1)]\npartial class Net { public required int X { get; set; } required public int Y { get; set; } }",
            "[Network(2, 1)]\npartial class Net { public int X { get; set; } public int Y { get; set; } }"),
        (nameof(CallCreate), "Call Net.Create",
            "[Network(2, 1)]\npartial class Net;\nclass User { object A = /* one */ new Net(); }",
            "[Network(2, 1)]\npartial class Net;\nclass User { object A = /* one */ Net.Create(seed: 1); }"),
        (nameof(CallCreate), "Call Net.Create",
            "[Network(2, 1)]\npartial class Net;\nclass User { Net A = new(); }",
            "[Network(2, 1)]\npartial class Net;\nclass User { Net A = Net.Create(seed: 1); }"),
        (nameof(CallCreate), "Call Net.Create",
            "[Network(2, 1)]\npartial class Net;\nclass User { object A = new Net(3); }",
            "[Network(2, 1)]\npartial class Net;\nclass User { object A = Net.Create(3); }"),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task One_is_fixed(int number)
    {
        (string fix, string title, string before, string after) = Cases[number];
        FixRun run = Run(fix, Uses + before);
        Assert.NotEmpty(await run.ProblemsAsync());
        Assert.Equal(title, (await run.OffersAsync())[0]);
        await run.MendAsync(0);
        Assert.Equal([Uses + after], run.Sources);
        Assert.Empty(await run.ProblemsAsync());
    }

    /// <summary>In a solution, and in turn in a document or a project.</summary>
    [LongTheory]
    [MemberData(nameof(Numbers))]
    public async Task All_are_fixed(int number)
    {
        (string fix, _, string before, string after) = Cases[number];
        foreach (FixAllScope scope in new[] { FixAllScope.Solution, number % 2 == 0 ? FixAllScope.Document : FixAllScope.Project })
        {
            // Two in the first file, and one in each of two more, the last of which is in another project.
            string[] sources = [Wrap(before, "A", "B"), Wrap(before, "C"), Wrap(before, "D")];
            string[] corrected = [Wrap(after, "A", "B"), Wrap(after, "C"), Wrap(after, "D")];
            int count = scope == FixAllScope.Document ? 1 : scope == FixAllScope.Project ? 2 : 3;
            FixRun run = Run(fix, sources);
            await run.MendAllAsync(0, scope);
            Assert.Equal([.. corrected.Take(count), .. sources.Skip(count)], run.Sources);
            Assert.Equal(count < 3, (await run.ProblemsAsync()).Count > 0);
        }
    }

    [Fact]
    public void Every_fix_is_tested() => Assert.Equal(
        FixRun.Providers.Select(provider => provider.GetType().Name),
        Cases.Select(one => one.Fix).Append(nameof(AddUsing)).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_cost_is_offered_and_the_default_of_each_network_is_one_fix()
    {
        const string Wrong = "Cost = CostFunction.Hinge";
        string source = Uses + $"[Network(2, 2, {Wrong})]\npartial class A;\n"
            + $"[Network(2, 2, Output = Activation.LogSoftmax, {Wrong})]\npartial class B;";
        FixRun run = Run(nameof(ChooseCost), source);
        Assert.Equal(
            ["Quadratic", "BinaryCrossEntropy", "MeanSquaredError", "MeanAbsoluteError", "Huber"],
            (await run.OffersAsync()).Select(title => title["Use the cost ".Length..]));
        await run.MendAllAsync(0, FixAllScope.Document);
        Assert.Equal(
            [
                Uses + "[Network(2, 2, Cost = CostFunction.Quadratic)]\npartial class A;\n"
                + "[Network(2, 2, Output = Activation.LogSoftmax, Cost = CostFunction.NegativeLogLikelihood)]\npartial class B;",
            ],
            run.Sources);

        // A cost that only one of them can have is chosen for that one.
        run = Run(nameof(ChooseCost), source);
        await run.MendAllAsync(4, FixAllScope.Document);
        Assert.Equal(
            [source.Replace($"[Network(2, 2, {Wrong})]", "[Network(2, 2, Cost = CostFunction.Huber)]", StringComparison.Ordinal)],
            run.Sources);
    }

    [Fact]
    public async Task Names_are_as_short_as_they_can_be()
    {
        FixRun run = Run(nameof(ChooseCost), "[NetGen.Network(2, 1, Cost = (NetGen.CostFunction)99)]\npartial class Net;");
        await run.MendAsync(0);
        Assert.Equal(["[NetGen.Network(2, 1, Cost = NetGen.CostFunction.Quadratic)]\npartial class Net;"], run.Sources);
    }

    [Fact]
    public async Task Older_versions_of_the_language_get_arrays()
    {
        var run = new FixRun(
            new UseInputShape(), LanguageVersion.CSharp11, Uses + "[Network(784, 10)]\n[Dense(10)]\npartial class Net { }");
        await run.MendAsync(0);
        Assert.Equal([Uses + "[Network(InputShape = new[] { 784 })]\n[Dense(10)]\npartial class Net { }"], run.Sources);
    }

    [Theory]
    [InlineData("[Network(2, 1)]\npartial class Net;", "using NetGen;\n\n[Network(2, 1)]\npartial class Net;")]
    [InlineData(
        "// The header.\n\n/// <summary>A network.</summary>\n[Network(2, 1)]\npartial class Net;",
        "// The header.\n\nusing NetGen;\n\n/// <summary>A network.</summary>\n[Network(2, 1)]\npartial class Net;")]
    [InlineData(
        "#define A\n#nullable enable\n[Network(2, 1)]\npartial class Net;",
        "#define A\n#nullable enable\nusing NetGen;\n\n[Network(2, 1)]\npartial class Net;")]
    [InlineData(
        "using System; // Always.\n\nnamespace N;\n[Network<double>(2, 1, Output = Activation.Tanh)]\npartial class Net { Action A; }",
        "using System; // Always.\nusing NetGen;\n\nnamespace N;\n"
            + "[Network<double>(2, 1, Output = Activation.Tanh)]\npartial class Net { Action A; }")]
    [InlineData(
        "// The header.\nusing Zebra;\n[Network(2, 1)]\npartial class Net;\nnamespace Zebra { class Z; }",
        "// The header.\nusing NetGen;\nusing Zebra;\n[Network(2, 1)]\npartial class Net;\nnamespace Zebra { class Z; }")]
    [InlineData(
        "global using System;\r\n[NetworkAttribute(InputShape = [2])]\r\n[Dense(1)]\r\npartial class Net;",
        "global using System;\r\nusing NetGen;\r\n[NetworkAttribute(InputShape = [2])]\r\n[Dense(1)]\r\npartial class Net;")]
    [InlineData(
        "class User { static object A = typeof(CsvReader); }", null)]
    [InlineData(
        "using System;\n#if OTHER\nusing A;\n#else\nusing Zebra;\n#endif\n[Network(2, 1)]\npartial class Net;\nnamespace Zebra { }",
        "using System;\nusing NetGen;\n#if OTHER\nusing A;\n#else\nusing Zebra;\n#endif\n[Network(2, 1)]\npartial class Net;\n"
        + "namespace Zebra { }")]
    [InlineData(
        "// The header.\n\n#if !OTHER\nusing Zebra;\n#endif\n[Network(2, 1)]\npartial class Net;\nnamespace Zebra { }",
        "// The header.\n\nusing NetGen;\n\n#if !OTHER\nusing Zebra;\n#endif\n[Network(2, 1)]\npartial class Net;\nnamespace Zebra { }")]
    [InlineData("class User { object A = typeof(Missing); object B = NotThere.Network; }", null)]
    [InlineData("[NetGen.Data.Network(2, 1)] partial class Net;", null)]
    public async Task Using_directives(string before, string? after)
    {
        foreach (FixAllScope? scope in new FixAllScope?[] { null, FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution })
        {
            FixRun run = Run(nameof(AddUsing), before);
            if (after is null)
            {
                Assert.DoesNotContain("using NetGen;", await run.OffersAsync());
                return;
            }

            Assert.Equal("using NetGen;", (await run.OffersAsync())[0]);
            await (scope is FixAllScope all ? run.MendAllAsync(0, all) : run.MendAsync(0));
            Assert.Equal([after], run.Sources);
            Assert.DoesNotContain(await run.ProblemsAsync(), id => id is "CS0246" or "CS0103");
        }
    }

    [Theory]
    [InlineData(FixAllScope.Document, 1)]
    [InlineData(FixAllScope.Project, 2)]
    [InlineData(FixAllScope.Solution, 3)]
    public async Task Using_directives_of_several_files(FixAllScope scope, int count)
    {
        // Two files, and one of another project.
        string[] sources =
        [
            "[Network(2, 1)]\npartial class A;",
            "using System;\n\n[Network(2, 1, Output = Activation.Tanh)]\npartial class B { Action C; }",
            "[Network(2, 1)]\npartial class D;",
        ];
        string[] corrected =
        [
            "using NetGen;\n\n" + sources[0], sources[1].Replace("System;\n", "System;\nusing NetGen;\n", StringComparison.Ordinal),
            "using NetGen;\n\n" + sources[2],
        ];
        FixRun run = Run(nameof(AddUsing), sources);
        await run.MendAllAsync(0, scope);
        Assert.Equal([.. corrected.Take(count), .. sources.Skip(count)], run.Sources);
        Assert.Equal(count < 3, (await run.ProblemsAsync()).Any(id => id is "CS0246" or "CS0103"));
    }

    [Fact]
    public async Task Other_namespaces_of_the_library()
    {
        FixRun run = Run(nameof(AddUsing), "class User { object A = typeof(NpyFile); }");
        Assert.Equal(["using NetGen.Data;"], await run.OffersAsync());
    }

    [Theory]
    [InlineData(nameof(RemoveModifier), "[Network(2, 1)] abstract partial class Net { protected abstract int X { get; } }")]
    [InlineData(nameof(RemoveModifier), "[Network(2, 1)] partial class Net<T>;")]
    [InlineData(nameof(MakeClass), "[Network(2, 1)] partial record Net(int X);")]
    [InlineData(nameof(MakeClass), "[Network(2, 1)] interface Net;")]
    [InlineData(nameof(CorrectActivations), "[Network(2, 1, Activations = new Activation[2] { 0, 0 })] partial class Net;")]
    [InlineData(nameof(CorrectActivations), "[Network(2, 1, Activations = new Activation[0])] partial class Net;")]
    [InlineData(nameof(ChooseCost), "[Network(2, 1, Output = (Activation)99, Cost = (CostFunction)99)] partial class Net;")]
    [InlineData(nameof(UseForOutput), "[Network(2, 3, 2, Hidden = Activation.Softmax, Output = Activation.Tanh)] partial class Net;")]
    [InlineData(nameof(UseForOutput), "[Network(2, 3, 1, Hidden = Activation.Softmax)] partial class Net;")]
    [InlineData(nameof(MakePrivate), "[Network(2, 1)] partial class Net(int x) { int X => x; }")]
    [InlineData(nameof(RemoveRequired),
        "[Network(2, 1)] partial class Net : Base { required public int X { get; set; } } class Base { public required int Y; }")]
    [InlineData(nameof(CallCreate), "class Net { Net() { } } class User { object A = new Net(); }")]
    [InlineData(nameof(CallCreate), "[Network(2, 1)] partial class Net { public int X; } class User { object A = new Net { X = 1 }; }")]
    [InlineData(nameof(CallCreate), "[Network(2, 1)] partial class Net; class User { object A = new Net(\"a\"); }")]
    [InlineData(nameof(CallCreate), "[Network(2, 1)] partial class Net; class User { object A = new Net.Inference(); }")]
    [InlineData(nameof(CallCreate),
        "partial class Outer { [Network(2, 1)] private partial class Net; } class User { object A = new Outer.Net(); }")]
    public async Task Nothing_is_offered_where_it_would_be_wrong(string fix, string source)
    {
        FixRun run = Run(fix, Uses + source);
        Assert.NotEmpty(await run.ProblemsAsync());
        Assert.Empty(await run.OffersAsync());
    }

    private static FixRun Run(string fix, params string[] sources) => new(
        FixRun.Providers.Single(provider => provider.GetType().Name == fix), LanguageVersion.CSharp13, sources);

    // The same declarations in namespaces of their own.
    private static string Wrap(string source, params string[] names) =>
        Uses + string.Join("\n", names.Select(name => $"namespace {name}\n{{\n{source}\n}}"));
}
