using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generator.Tests;

/// <summary>Diagnostics about the kind, the modifiers and the members of the annotated class: ids, exact places, messages.</summary>
public sealed class DeclarationDiagnosticsTests
{
    private const string Private = "make it private";
    private const string ReplacePrimary = "replace the primary constructor, which is always public, by a private one";

    [Fact]
    public async Task Class_not_partial() => await Markup.CheckAsync(
        "using NetGen;\n[Network(2, 1)]\npublic sealed class {|NETGEN0001:Net|} { }",
        "The network class 'Net' must be partial, so that its code can be generated into it; add the modifier partial");

    [Fact]
    public async Task Containing_types_not_partial() => await Markup.CheckAsync(
        """
        namespace N;
        public class {|NETGEN0002:A|}
        {
            public partial struct B
            {
                public interface {|NETGEN0002:C|}
                {
                    [NetGen.Network(2, 1)]
                    public sealed partial class Net;
                }
            }
        }
        """,
        "The type 'A' contains the network class 'Net' and must be partial; add the modifier partial",
        "The type 'C' contains the network class 'Net' and must be partial; add the modifier partial");

    [Fact]
    public async Task Class_and_containing_type_not_partial() => await Markup.CheckAsync(
        "class {|NETGEN0002:A|} { [NetGen.Network(2, 1)] class {|NETGEN0001:Net|}; }",
        "The type 'A' contains the network class 'Net' and must be partial; add the modifier partial",
        "The network class 'Net' must be partial, so that its code can be generated into it; add the modifier partial");

    [Theory]
    [InlineData("partial struct {|NETGEN0003:Net|};", "a struct; make it a partial class")]
    [InlineData("partial record {|NETGEN0003:Net|};", "a record; make it a partial class")]
    [InlineData("record {|NETGEN0003:Net|}(int X);", "a record; make it a partial class")]
    [InlineData("partial record struct {|NETGEN0003:Net|};", "a record struct; make it a partial class")]
    [InlineData("partial interface {|NETGEN0003:Net|};", "an interface; make it a partial class")]
    [InlineData("enum {|NETGEN0003:Net|} { A }", "an enum; make it a partial class")]
    [InlineData("delegate void {|NETGEN0003:Net|}();", "a delegate; make it a partial class")]
    [InlineData("static partial class {|NETGEN0003:Net|};", "static; remove the modifier static")]
    [InlineData("abstract partial class {|NETGEN0003:Net|};", "abstract; remove the modifier abstract")]
    [InlineData("partial class {|NETGEN0003:Net|}<T>;", "generic; remove its type parameters")]
    [InlineData("file partial class {|NETGEN0003:Net|};", "local to its file; remove the modifier file")]
    public async Task Unsupported_kind(string declaration, string explanation) => await Markup.CheckAsync(
        "[NetGen.Network(2, 1)]\n" + declaration, "'Net' cannot be a network because it is " + explanation);

    [Fact]
    public async Task Containing_type_of_several_networks_is_reported_once() => await Markup.CheckAsync(
        """
        using NetGen;
        class {|NETGEN0002:Models|}
        {
            [Network(2, 1)] partial class First;
            [Network(2, 1)] partial class Second;
            class {|NETGEN0002:More|} { [Network(2, 1)] partial class Third; }
        }
        """,
        "The type 'Models' contains the network class 'First' and must be partial; add the modifier partial",
        "The type 'More' contains the network class 'Third' and must be partial; add the modifier partial");

    [Fact]
    public async Task Inside_a_generic_type() => await Markup.CheckAsync(
        "partial class {|NETGEN0004:Outer|}<T> { partial class Inner { [NetGen.Network(2, 1)] partial class Net; } }",
        "The network class 'Net' cannot be nested in 'Outer' because that is generic; move the network class out of it");

    [Fact]
    public async Task Inside_a_file_local_type() => await Markup.CheckAsync(
        "file partial class {|NETGEN0004:Outer|} { [NetGen.Network(2, 1)] partial class Net; }",
        "The network class 'Net' cannot be nested in 'Outer' because that is local to its file; remove the modifier file");

    [Theory]
    [InlineData("public const int {|NETGEN0013:InputSize|} = 2;", "InputSize")]
    [InlineData("public int {|NETGEN0013:OutputSize|} { get; }", "OutputSize")]
    [InlineData("public int {|NETGEN0013:ParameterCount|};", "ParameterCount")]
    [InlineData("public int {|NETGEN0013:Topology|}() => 2;", "Topology")]
    [InlineData("public class {|NETGEN0013:Create|} { }", "Create")]
    [InlineData("public static Net {|NETGEN0013:Create|}(long seed, NetGen.Initializer initializer) => null;", "Create")]
    [InlineData("public void {|NETGEN0013:FeedForward|}(ReadOnlySpan<float> a, Span<float> b) { }", "FeedForward")]
    [InlineData("public int {|NETGEN0013:FeedForwardBatch|} { get; }", "FeedForwardBatch")]
    [InlineData("private int {|NETGEN0013:Classify|}(ReadOnlySpan<float> a) => 0;", "Classify")]
    [InlineData("public NetGen.CostFunction {|NETGEN0013:Cost|} { get; }", "Cost")]
    [InlineData("public delegate void {|NETGEN0013:Backprop|}();", "Backprop")]
    [InlineData("public event EventHandler {|NETGEN0013:TrainMiniBatch|} { add { } remove { } }", "TrainMiniBatch")]
    [InlineData("public void {|NETGEN0013:ApplyGradient|}(NetGen.ParameterBuffer<float> a, float b) { }", "ApplyGradient")]
    [InlineData("public static Net {|NETGEN0013:Load|}(string path) => null!;", "Load")]
    [InlineData("public static Net {|NETGEN0013:Load|}(System.IO.Stream stream) => null!;", "Load")]
    [InlineData(
        "public void {|NETGEN0013:FeedForwardBatch|}(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, Span<float> d) { }",
        "FeedForwardBatch")]
    [InlineData("public int {|NETGEN0013:Parameters|} = 1;", "Parameters")]
    [InlineData("public enum {|NETGEN0013:ClassNames|} { A }", "ClassNames")]
    [InlineData("public void {|NETGEN0013:get_Parameters|}() { }", "get_Parameters")]
    [InlineData("public object {|NETGEN0013:Clone|}() => this;", "Clone")]
    [InlineData("public void {|NETGEN0013:CopyFrom|}(Net other) { }", "CopyFrom")]
    [InlineData("public partial class {|NETGEN0013:Inference|} { }", "Inference")]
    [InlineData("private void {|NETGEN0013:Inference|}(int x) { }", "Inference")]
    [InlineData("public object {|NETGEN0013:ToInference|}() => this;", "ToInference")]
    [InlineData("private int {|NETGEN0013:_netGenParameters|};", "_netGenParameters")]
    [InlineData("private class {|NETGEN0013:_netGenGradient|}<T> { }", "_netGenGradient")]
    [InlineData("public int {|NETGEN0013:get_Topology|}() => 2;", "get_Topology")]
    [InlineData("public int {|NETGEN0013:get_Topology|}<T>() => 2;", "get_Topology")]
    [InlineData("public void {|NETGEN0013:set_Topology|}(NetGen.NetworkTopology topology) { }", "set_Topology")]
    [InlineData("private static string {|NETGEN0013:get_DebuggerDisplay|}() => null;", "get_DebuggerDisplay")]
    [InlineData("private void {|NETGEN0013:set_DebuggerDisplay|}(string text) { }", "set_DebuggerDisplay")]
    [InlineData("private enum {|NETGEN0013:set_DebuggerDisplay|} { A }", "set_DebuggerDisplay")]
    [InlineData("private string {|NETGEN0013:DebuggerDisplay|} { get; set; }", "DebuggerDisplay")]
    public async Task Member_name_taken(string member, string name) => await Markup.CheckAsync(
        $"using System;\n[NetGen.Network(2, 1)]\npublic sealed partial class Net\n{{\n    {member}\n}}",
        $"'{name}' cannot be the name of this member, because a member of that name is generated into the network 'Net'; "
        + "choose another name");

    [Theory]
    [InlineData("public void FeedForward(ReadOnlySpan<float> a, Span<float> b) { }")]
    [InlineData("public void {|NETGEN0013:FeedForward|}(ReadOnlySpan<double> a, Span<double> b) { }")]
    [InlineData(
        "public void {|NETGEN0013:TrainMiniBatch|}(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double rate, NetGen.WorkerTeam c, "
        + "NetGen.DropoutKey? d) { }")]
    [InlineData("public void TrainMiniBatch(ReadOnlySpan<double> a, ReadOnlySpan<double> b, float rate) { }")]
    public async Task Overloads_follow_the_numeric_type(string member) => _ = await Markup.CheckAsync(
        $$"""using System; [NetGen.Network<double>(2, 1)] public sealed partial class Net { {{member}} }""", LanguageVersion.CSharp13);

    [Fact]
    public async Task Every_generated_name_can_clash()
    {
        foreach (string name in GeneratedMembers.Names)
        {
            _ = await Markup.CheckAsync(
                $$"""[NetGen.Network(2, 1)] public sealed partial class Net { private int {|NETGEN0013:{{name}}|}; }""",
                LanguageVersion.CSharp13);
        }
    }

    [Theory]
    [InlineData("Topology")]
    [InlineData("Inference")]
    [InlineData("get_Topology")]
    public async Task Class_has_the_name_of_a_member(string name) => await Markup.CheckAsync(
        $$"""[NetGen.Network(2, 1)] public sealed partial class {|NETGEN0013:{{name}}|};""",
        $"'{name}' cannot be the name of the class, because a member of that name is generated into the network '{name}'; "
        + "choose another name");

    [Theory]
    [InlineData("public abstract int Classify(System.ReadOnlySpan<float> input);", "Classify")]
    [InlineData("public abstract int Topology { get; }", "Topology")]
    [InlineData("public abstract int Inference { get; }", "Inference")]
    public async Task Abstract_member_of_a_base_class(string member, string name) => await Markup.CheckAsync(
        $$"""abstract class Base { {{member}} } [NetGen.Network(2, 1)] partial class {|NETGEN0013:Net|} : Base;""",
        $"'{name}' cannot be the name of an abstract member of its base class 'Base', because a member of that name is generated into the "
        + "network 'Net'; choose another name");

    [Fact]
    public async Task An_override_is_reported_once() => _ = await Markup.CheckAsync(
        "abstract class Base { public abstract int Classify(System.ReadOnlySpan<float> x); } "
        + "[NetGen.Network(2, 1)] partial class Net : Base "
        + "{ public override int {|NETGEN0013:Classify|}(System.ReadOnlySpan<float> x) => 0; }",
        LanguageVersion.CSharp13);

    [Fact]
    public async Task Other_members_of_an_abstract_base_class_are_hidden() => _ = await Markup.CheckAsync(
        "abstract class Base { public int Cost => 1; public abstract void Classify(int x); } "
        + "[NetGen.Network(2, 1)] partial class Net : Base { public override void Classify(int x) { } }",
        LanguageVersion.CSharp13);

    [Fact]
    public async Task Member_of_another_part_is_reported_there() => await Markup.CheckAsync(
        "[NetGen.Network(2, 1)] partial class Net; partial class Net { int {|NETGEN0013:Cost|} => 1; int Other => 2; }",
        "'Cost' cannot be the name of this member, because a member of that name is generated into the network 'Net'; choose another name");

    [Theory]
    [InlineData("[NetGen.Network(2, 1)]\n[{|NETGEN0014:NetGen.Network<double>(3, 0)|}]")]
    [InlineData("[NetGen.Network<float>(2, 1), {|NETGEN0014:NetGen.Network(3, 1)|}]")]
    public async Task Both_attributes(string attributes) => await Markup.CheckAsync(
        attributes + " partial class Net;", "'Net' has both [Network] and [Network<T>]; remove one of them");

    [Fact]
    public async Task Both_attributes_on_two_parts() => await Markup.CheckAsync(
        "[NetGen.Network(2, 1)] partial class Net; [{|NETGEN0014:NetGen.Network<float>(2, 1)|}] partial class Net;",
        "'Net' has both [Network] and [Network<T>]; remove one of them");

    [Theory]
    [InlineData("[NetGen.Network(2, 1)] partial class Net;\n[{|NETGEN0036:NetGen.Network(3, 1)|}] partial class Net;", 1)]
    [InlineData("\n[NetGen.Network(2, 1), {|NETGEN0036:NetGen.Network(2, 0)|}]\npartial class Net;", 2)]
    [InlineData("[NetGen.Network<double>(2)]\n[{|NETGEN0036:NetGen.Network<float>(2, 1)|}]\npartial class Net;", 1)]
    public async Task Declared_twice(string source, int line) => await Markup.CheckAsync(
        source,
        $"'Net' is declared as a network more than once; the first declaration is in Source0.cs, line {line}; remove one of them");

    /// <summary>
    /// No generator can keep the compiler from an error, and no suppressor can suppress one. But a generated part makes one error, at the
    /// class, of all those that its uses would be.
    /// </summary>
    [Fact]
    public void What_is_missing_partial_is_reported_first_and_its_uses_are_no_errors()
    {
        CSharpCompilation compilation = TestCompilation.Create(
            [
                """
                class Uses { int A(Outer.Net net) => net.Classify(new float[Outer.Net.InputSize]); Holder<Outer.Net> B; }
                class Holder<T> where T : NetGen.ITrainableNetwork<T, float>;
                class Outer { [NetGen.Network(2, 0)] public class Net; [NetGen.Network(2, 1)] public partial class Other; }
                """,
            ]);
        _ = TestCompilation.CreateDriver().RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation output, out ImmutableArray<Diagnostic> reported, TestContext.Current.CancellationToken);

        // A type around several networks is reported once. The compiler prints these above its own.
        Assert.Equal(["NETGEN0002", "NETGEN0001", "NETGEN0006"], reported.Select(diagnostic => diagnostic.Id));
        Assert.Equal(
            ["Outer", "Net"],
            output.GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic =>
                {
                    Assert.Equal("CS0260", diagnostic.Id);
                    return diagnostic.Location.SourceTree!.ToString().Substring(
                        diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length);
                }));
    }

    [Fact]
    public void Two_classes_of_one_name_are_no_parts()
    {
        CSharpCompilation compilation = TestCompilation.Create(["[NetGen.Network(2, 1)] class Net; class Net;"]);
        _ = TestCompilation.CreateDriver().RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation output, out ImmutableArray<Diagnostic> reported, TestContext.Current.CancellationToken);
        Assert.Empty(reported);
        Assert.Equal(
            ["CS0101"],
            output.GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Id));
    }

    [Theory]
    [InlineData(
        "partial class {|NETGEN0015:Net|} : Base; class Base { public Base(int x) { } }",
        "its base class 'Base' has no accessible constructor without parameters; add a private constructor without parameters")]
    [InlineData(
        "partial class {|NETGEN0015:Net|} : Base { Net(int x) : base(x) { } } class Base { public Base(int x) { } private Base() { } }",
        "its base class 'Base' has no accessible constructor without parameters; add a private constructor without parameters")]
    [InlineData(
        "partial class {|NETGEN0015:Net|} { public required int X { get; init; } }",
        "its member 'X' is required; remove the modifier required, or add a private constructor without parameters that has "
        + "[SetsRequiredMembers]")]
    [InlineData(
        "partial class {|NETGEN0015:Net|} : Base { Net() { } } class Base { public required int X; }",
        "its member 'X' is required; remove the modifier required, or add a private constructor without parameters that has "
        + "[SetsRequiredMembers]")]
    public async Task Not_constructible(string declaration, string explanation) => await Markup.CheckAsync(
        "[NetGen.Network(2, 1)] " + declaration, "Generated code cannot make an instance of 'Net' because " + explanation);

    [Theory]
    [InlineData("partial class Net { public {|NETGEN0018:Net|}() { } }", Private)]
    [InlineData("partial class Net { internal {|NETGEN0018:Net|}(int x) { } private Net() { } }", Private)]
    [InlineData("partial class Net { protected internal {|NETGEN0018:Net|}(string x) { } }", Private)]
    [InlineData("partial class Net; partial class Net { public {|NETGEN0018:Net|}(int x) { } }", Private)]
    [InlineData("partial class {|NETGEN0018:Net|}();", ReplacePrimary)]
    [InlineData("partial class {|NETGEN0018:Net|}(int x) { int X => x; }", ReplacePrimary)]
    [InlineData("partial class {|NETGEN0018:Net|}(int x) { int X => x; Net() : this(1) { } }", ReplacePrimary)]
    [InlineData("partial class {|NETGEN0018:Net|}(int x) : Base(x); class Base { public Base(int x) { } }", ReplacePrimary)]
    public async Task Constructor_that_others_can_call(string declaration, string fix) => await Markup.CheckAsync(
        "[NetGen.Network(2, 1)] " + declaration,
        "Outside 'Net' this constructor would give a network whose parameters are all zero, which cannot learn; " + fix
        + ", so that networks are made by Create");

    [Fact]
    public void Nobody_else_makes_or_derives_from_a_network()
    {
        CSharpCompilation compilation = TestCompilation.Create(
            ["[NetGen.Network(2, 1)] public partial class Net; class Derived : Net; class Uses { Net Make() => new Net(); }"]);
        _ = TestCompilation.CreateDriver().RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation output, out _, TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                "CS0509: 'Derived': cannot derive from sealed type 'Net'",
                "CS0122: 'Net.Net()' is inaccessible due to its protection level",
            ],
            output.GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => $"{diagnostic.Id}: {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}"));
    }

    [Theory]
    [InlineData("Other/Other.Generator/Page_razor.g.cs", "[NetGen.Network(2, 1)] partial class Net;")]
    [InlineData("Page.cs", "// <auto-generated/>\npartial class Page { [NetGen.Network(2, 1)] partial class Net; }")]
    [InlineData("Other/Other.Generator/Page.g.cs", "[NetGen.Network(2)] partial class Net { public Net() { } }")]
    public async Task Declared_by_another_generator(string path, string source)
    {
        Compilation compilation = TestCompilation.Create(["class Uses;"]).AddSyntaxTrees(TestCompilation.Parse(source, path));
        Diagnostic found = Assert.Single(await TestCompilation.AnalyzeAsync(compilation));
        Assert.Equal("NETGEN0019", found.Id);
        Assert.StartsWith("The network 'Net' is declared in code that another generator makes",
            found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.StartsWith("NetGen.Network", source[found.Location.SourceSpan.Start..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_generated_file_that_is_part_of_the_project_is_as_good_as_any()
    {
        CSharpCompilation compilation = TestCompilation.Create(["class Uses;"]).AddSyntaxTrees(
            TestCompilation.Parse("// <auto-generated/>\n[NetGen.Network(2, 1)] partial class Net;", "Net.g.cs"));
        _ = TestCompilation.CreateDriver().RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation output, out _, TestContext.Current.CancellationToken);
        Assert.Empty(await TestCompilation.AnalyzeAsync(output));
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp12, "12.0")]
    [InlineData(LanguageVersion.CSharp7_3, "7.3")]
    public async Task Language_too_old(LanguageVersion language, string name)
    {
        IReadOnlyList<Diagnostic> found =
            await Markup.CheckAsync("[NetGen.Network(2, 1)] partial class {|NETGEN0016:Net|} { }", language);
        Assert.Equal(
            $"The code of the network 'Net' needs C# 13 or later, and the project compiles as C# {name}; set LangVersion to 13 or later",
            found[0].GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Several_errors_are_all_reported() => await Markup.CheckAsync(
        """
        using NetGen;
        class {|NETGEN0002:Outer|}
        {
            [Network({|NETGEN0006:0|}, 3, {|NETGEN0006:-1|}, Activations = [Activation.Tanh, {|NETGEN0009:(Activation)77|}])]
            class {|NETGEN0001:Net|} { int {|NETGEN0013:Cost|} => 1; }
        }
        """,
        "The type 'Outer' contains the network class 'Net' and must be partial; add the modifier partial",
        "Network 'Net': Size 0 is 0; every layer needs at least 1 unit",
        "Network 'Net': Size 2 is -1; every layer needs at least 1 unit",
        "Network 'Net': the value 77 is not a member of Activation; use one of its members, such as Activation.Sigmoid",
        "The network class 'Net' must be partial, so that its code can be generated into it; add the modifier partial",
        "'Cost' cannot be the name of this member, because a member of that name is generated into the network 'Net'; choose another name");
}
