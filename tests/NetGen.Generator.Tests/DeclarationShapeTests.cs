using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Tests;

/// <summary>Declarations of every shape compile cleanly and give the right spec.</summary>
public sealed class DeclarationShapeTests
{
    [Theory]
    [InlineData("public partial class Outer", "class")]
    [InlineData("public static partial class Outer", "class")]
    [InlineData("public abstract partial class Outer", "class")]
    [InlineData("public partial struct Outer", "struct")]
    [InlineData("public ref partial struct Outer", "struct")]
    [InlineData("public readonly partial struct Outer", "struct")]
    [InlineData("public partial record Outer", "record class")]
    [InlineData("public partial record class Outer(int X)", "record class")]
    [InlineData("public partial record struct Outer", "record struct")]
    [InlineData("public partial interface Outer", "interface")]
    public async Task Nested_in(string outer, string keyword)
    {
        GeneratorRun run = await GeneratorRun.CheckAsync($$"""
            using NetGen;
            namespace N;
            {{outer}}
            {
                [Network(2, 3, 1)]
                public sealed partial class Net;
            }
            """);
        Assert.Equal([new ContainingTypeSpec(keyword, "Outer")], run.Spec.ContainingTypes);
        Assert.Equal("N.Outer+Net", run.Spec.HintName);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(", SkipZeros = true", true)]
    [InlineData(", SkipZeros = !true", false)]
    public async Task Zero_inputs_are_left_out_unless_told_otherwise(string argument, bool expected)
    {
        foreach (string attribute in new[] { "Network", "Network<double>" })
        {
            GeneratorRun run = await GeneratorRun.CheckAsync(
                $"using NetGen;\n[{attribute}(784, 30, 10{argument})]\npublic sealed partial class Net;");
            Assert.Equal(expected, run.Spec.SkipsZeros);
            string generated = string.Concat(run.Output.SyntaxTrees.Select(tree => tree.ToString()));
            Assert.Equal(expected, generated.Contains("TrySumNonZero", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Nested_three_deep()
    {
        GeneratorRun run = await GeneratorRun.CheckAsync("""
            internal partial class A
            {
                protected internal partial struct B
                {
                    private partial interface C
                    {
                        [NetGen.Network(2, 1)]
                        private sealed partial class Net;
                    }
                }
            }
            """);
        Assert.Equal(
            [new ContainingTypeSpec("class", "A"), new ContainingTypeSpec("struct", "B"), new ContainingTypeSpec("interface", "C")],
            run.Spec.ContainingTypes);
        Assert.Null(run.Spec.Namespace);
    }

    [Theory]
    [InlineData("{0}", null)]
    [InlineData("namespace N;\n{0}", "N")]
    [InlineData("namespace A.B.C;\n{0}", "A.B.C")]
    [InlineData("namespace A {{ namespace B.C {{ {0} }} }}", "A.B.C")]
    [InlineData("namespace @class.@event.C;\n{0}", "@class.@event.C")]
    public async Task In_namespace(string format, string? expected)
    {
        string source = string.Format(
            System.Globalization.CultureInfo.InvariantCulture, format, "[NetGen.Network(2, 3, 1)] public sealed partial class Net;");
        GeneratorRun run = await GeneratorRun.CheckAsync(source);
        Assert.Equal(expected, run.Spec.Namespace);
    }

    [Theory]
    [InlineData("@class", "@class")]
    [InlineData("@double", "@double")]
    [InlineData("@record", "@record")]
    [InlineData("@field", "@field")]
    [InlineData("@await", "@await")]
    [InlineData("Größe", "Größe")]
    [InlineData("N\\u0065t", "Net")]
    [InlineData("_", "@_")]
    [InlineData("set_Topology", "set_Topology")]
    public async Task Named(string declared, string expected)
    {
        GeneratorRun run = await GeneratorRun.CheckAsync($$"""
            public partial class @void
            {
                [NetGen.Network(2, 3, 1)]
                public sealed partial class {{declared}};
            }
            """);
        Assert.Equal(expected, run.Spec.Name);
        Assert.Equal("@void", run.Spec.ContainingTypes[0].Name);
    }

    [Theory]
    [InlineData("public sealed")]
    [InlineData("internal sealed")]
    [InlineData("public")]
    [InlineData("internal")]
    [InlineData("")]
    public async Task With_modifiers(string modifiers)
    {
        GeneratorRun run = await GeneratorRun.CheckAsync($"[NetGen.Network(2, 3, 1)] {modifiers} partial class Net;");
        Assert.Equal("Net", run.Spec.Name);
    }

    [Fact]
    public async Task In_lower_case_and_obsolete()
    {
        GeneratorRun run = await GeneratorRun.CheckAsync(
            """
            #pragma warning disable CS8981
            [System.Obsolete]
            public partial class outer
            {
                [NetGen.Network(2, 3, 1), System.Obsolete("gone")]
                public sealed partial class net
                {
                    [System.Obsolete("no")]
                    private net() { }
                }
            }
            """);
        Assert.Equal("net", run.Spec.Name);
    }

    [Theory]
    [InlineData("private")]
    [InlineData("protected")]
    [InlineData("private protected")]
    [InlineData("protected internal")]
    public async Task Nested_with(string accessibility) => await GeneratorRun.CheckAsync(
        $$"""public partial class Outer { [NetGen.Network(2, 3, 1)] {{accessibility}} sealed partial class Net; }""");

    [Theory]
    [InlineData("", (int)ConstructorSpec.None)]
    [InlineData("static Net() { }", (int)ConstructorSpec.None)]
    [InlineData("private Net() { }", (int)ConstructorSpec.Parameterless)]
    [InlineData("Net() { }", (int)ConstructorSpec.Parameterless)]
    [InlineData("private Net() : this(1) { } private Net(int x) => X = x; public int X { get; }", (int)ConstructorSpec.Parameterless)]
    [InlineData("private Net(int x) => X = x; public int X { get; } public static Net Of(int x) => new(x);", (int)ConstructorSpec.Marker)]
    [InlineData("private Net(int x = 0) => X = x; public int X { get; }", (int)ConstructorSpec.Marker)]
    [InlineData("private Net(Net other) => X = other.X; public int X { get; }", (int)ConstructorSpec.Marker)]
    public async Task With_constructors(string members, int expected)
    {
        GeneratorRun run = await GeneratorRun.CheckAsync($$"""
            [NetGen.Network(2, 3, 1)]
            public sealed partial class Net
            {
                {{members}}
            }
            """);
        Assert.Equal((ConstructorSpec)expected, run.Spec.Constructor);
    }

    [Fact]
    public async Task In_a_CLS_compliant_assembly()
    {
        // The compiler calls the sizes of the attribute an array, which not every language has: a suppressor, tested with the package, sees
        // to that.
        GeneratorRun run = await GeneratorRun.CheckAsync("""
            #pragma warning disable CS3016
            using NetGen;
            [assembly: System.CLSCompliant(true)]
            [Network(2, 3, 1)] public partial class Net;
            [Network<double>(100, 1)]
            public partial class Scores { public partial class Inner { [Network(2, 1)] public partial class Net; } }
            """);
        Assert.Equal(3, run.Specs.Count);
    }

    [Theory]
    [InlineData("library", "library")]
    [InlineData("@class", "class")]
    [InlineData("first", "first", "second")]
    public async Task With_aliases_of_the_library(string name, params string[] aliases)
    {
        GeneratorRun run = await GeneratorRun.CheckWithAliasesAsync(
            [.. aliases],
            $$"""
            extern alias {{name}};
            using {{name}}::NetGen;
            namespace N;
            [Network(20, 8, 3)] public partial class Net;
            [Network<double>(100, 1, Output = Activation.Tanh)] public partial class Scores;
            """);
        Assert.Equal(name, run.Specs[0].LibraryAlias);
    }

    [Fact]
    public async Task With_aliases_beside_the_global_one()
    {
        GeneratorRun run = await GeneratorRun.CheckWithAliasesAsync(["library", "global"], "[NetGen.Network(2, 3, 1)] partial class Net;");
        Assert.Null(run.Spec.LibraryAlias);
    }

    [Fact]
    public async Task With_a_JSON_converter_of_its_own()
    {
        GeneratorRun run = await GeneratorRun.CheckAsync("""
            using System;
            using System.Text.Json;
            using System.Text.Json.Serialization;

            [NetGen.Network(2, 3, 1), JsonConverter(typeof(Converter))] public partial class Net;
            [NetGen.Network(2, 3, 1), Own] public partial class Other;

            public sealed class OwnAttribute : JsonConverterAttribute;

            public sealed class Converter : JsonConverter<Net>
            {
                public override Net Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
                    Net.Create(reader.GetInt64());

                public override void Write(Utf8JsonWriter writer, Net value, JsonSerializerOptions options) => writer.WriteNumberValue(1);
            }

            internal static class Uses { public static string A(Net net) => JsonSerializer.Serialize(net); }
            """);
        Assert.All(run.Specs, spec => Assert.True(spec.HasJsonConverter));
    }

    [Fact]
    public async Task With_required_members_set_by_the_constructor() => await GeneratorRun.CheckAsync("""
        [NetGen.Network(2, 3, 1)]
        public sealed partial class Net
        {
            [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
            private Net() => Name = "";

            public required string Name { get; init; }
        }
        """);

    [Fact]
    public async Task With_other_members_and_overloads() => await GeneratorRun.CheckAsync("""
        using System;

        namespace N;

        [NetGen.Network(2, 3, 1)]
        public sealed partial class Net
        {
            private readonly int[] _values = new int[3];

            public event EventHandler Changed { add { } remove { } }

            public int this[int index] => _values[index];

            public static Net operator +(Net left, Net right) => left;

            public static implicit operator int(Net net) => net._values.Length;

            public override string ToString() => "a net";

            public float FeedForward(float x) => x;

            public void FeedForward(ReadOnlySpan<double> input, Span<double> output) { }

            public void FeedForward<T>(ReadOnlySpan<float> input, Span<float> output) { }

            public void GetWeights(in int layer, Span<float> destination) { }

            public int Classify(float[] input) => input.Length;

            public Net Clone(bool deep) => this;

            public void CopyFrom(string path) { }

            public Inference ToInference(string path) => path.Length == 0 ? ToInference() : Inference.Load(path);

            public int get_Topology(int layer) => layer;

            public void set_Topology(in NetGen.NetworkTopology topology) { }

            public int get_Cost() => 0;

            private enum Kind { A, B }
        }
        """);

    [Fact]
    public async Task In_several_parts() => await GeneratorRun.CheckAsync(
        "[NetGen.Network(2, 3, 1)] public sealed partial class Net { public int A => 1; }",
        "partial class Net { private Net(int b) => B = b; public int B { get; } }",
        "[System.Serializable] partial class Net;");

    [Fact]
    public async Task Several_in_one_file()
    {
        GeneratorRun run = await GeneratorRun.CheckAsync("""
            using NetGen;
            namespace N
            {
                [Network(2, 3, 1)] public sealed partial class First;
                [Network<double>(4, 3, 1)] public sealed partial class Second;
                public partial class Outer { [Network<float>(2, 3, 1)] public sealed partial class First; }
            }
            namespace M { [Network(5, 1)] public sealed partial class First; }
            [Network(6, 1)] public sealed partial class First;
            """);
        Assert.Equal(
            ["First", "M.First", "N.First", "N.Outer+First", "N.Second"],
            run.Specs.Select(spec => spec.HintName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Names_that_differ_in_case_alone()
    {
        GeneratorRun run = await GeneratorRun.CheckAsync("""
            using NetGen;
            [Network(2, 3, 1)] public sealed partial class DigitNet;
            [Network(2, 3, 2)] public sealed partial class Digitnet;
            [Network(2, 3, 3)] public sealed partial class DIGITNET;
            [Network(2, 3, 4)] public sealed partial class Other;
            """);
        Assert.Equal(4, run.Specs.Select(spec => spec.HintName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal("Other", run.Specs[3].HintName);
        Assert.All(run.Specs.Take(3), spec => Assert.Contains('-', spec.HintName));
    }

    [Theory]
    [InlineData("public class System;")]
    [InlineData("public class NetGen;")]
    [InlineData("public class Vector512; public class Vector256; public class Vector128; public class Vector;")]
    [InlineData("public class Span; public class Span<T>; public class ReadOnlySpan<T>; public class MemoryMarshal; public class Unsafe;")]
    [InlineData("public class Math; public class MathF; public class Array; public class String; public class Int32; public class Single;")]
    [InlineData("public class Activation; public class Cost; public class NetworkTopology; public class Initializer;")]
    [InlineData(
        "public class ParameterBuffer<T>; public class INetwork<T>; public class ITrainableNetwork<A, B>; public class LayerTopology;")]
    [InlineData("public class Inference; public class Load; public class IReadOnlyParameters<T>; public class NetworkArguments;")]
    [InlineData("namespace System { public class Inner; } namespace NetGen { public class Inner; }")]
    public async Task Beside_user_types(string types) => await GeneratorRun.CheckAsync($$"""
        namespace Users
        {
            {{types}}

            [global::NetGen.Network(80, 3, 1)]
            public sealed partial class Net;

            public partial class Outer
            {
                public class System;

                [global::NetGen.Network<double>(20, 18, 9)]
                public sealed partial class Net
                {
                    public class Vector512;
                }
            }
        }
        """);

    [Fact]
    public async Task With_a_base_class_and_interfaces() => await GeneratorRun.CheckAsync("""
        using System;

        public interface INamed { string Name { get; } }

        public abstract class Base
        {
            protected Base(int x = 0) => X = x;

            public int X { get; }

            public virtual string Name => "base";
        }

        [NetGen.Network(2, 3, 1)]
        public sealed partial class Net : Base, INamed, IDisposable
        {
            public override string Name => "net";

            public void Dispose() { }
        }
        """);

    [Fact]
    public async Task With_a_base_class_that_has_members_of_the_generated_names() => await GeneratorRun.CheckAsync("""
        public class Base
        {
            public const int InputSize = 1;

            public float Cost => 1;

            public static object Topology => 1;

            public virtual object Clone() => this;

            public virtual int Classify(System.ReadOnlySpan<float> input) => input.Length;

            protected internal int NetGenLayout;

            protected sealed class Inference;

            public object ToInference() => new Inference();
        }

        [NetGen.Network(2, 3, 1)]
        public sealed partial class Net : Base;
        """);

    [Theory]
    [InlineData("[System.Obsolete]", "")]
    [InlineData("", "[System.Obsolete] private Net() { }")]
    [InlineData("", "[System.Obsolete(\"Use Create.\")] private Net() { }")]
    [InlineData("[System.Diagnostics.DebuggerDisplay(\"net\"), System.Diagnostics.DebuggerNonUserCode]", "")]
    [InlineData("/// <summary>A documented network.</summary>", "")]
    public async Task With_attributes(string onClass, string member) => await GeneratorRun.CheckAsync(
        $"[NetGen.Network(2, 3, 1)]\npublic sealed partial class Net {{ {member} }}\n{onClass}\npartial class Net;");

    [Theory]
    [InlineData("NetGen.INetwork<float>")]
    [InlineData("NetGen.ITrainableNetwork<float>")]
    [InlineData("NetGen.ITrainableNetwork<Net, float>")]
    public async Task That_names_the_interface_itself(string type) => await GeneratorRun.CheckAsync(
        $"[NetGen.Network(2, 3, 1)] public sealed partial class Net : {type};");

    [Theory]
    [InlineData("using N = NetGen.NetworkAttribute;", "N(2, 3, 1)")]
    [InlineData("using N = NetGen.NetworkAttribute<double>;", "N(2, 3, 1)")]
    [InlineData("using NAttribute = NetGen.NetworkAttribute;", "N(2, 3, 1)")]
    [InlineData("global using NetGen;", "Network(2, 3, 1)")]
    [InlineData("global using G = NetGen.NetworkAttribute;", "G(2, 3, 1)")]
    [InlineData("using X = NetGen;", "X::Network<double>(2, 3, 1)")]
    [InlineData("using NetGen;", "NetworkAttribute(2, 3, 1)")]
    [InlineData("using NetGen;", "global::NetGen.NetworkAttribute<System.Single>(2, 3, 1), System.Serializable")]
    [InlineData("using NetGen;", "type: Network(sizes: new[] { 2, 3, 1 })")]
    [InlineData("using NetGen;", "Network([2, 3, 1])")]
    [InlineData("using NetGen;", "Network(new int[3] { 2, 3, 1 }, Hidden = Activation.Tanh)")]
    [InlineData("using NetGen;", "Network(1 + 1, Sizes.Hidden, (int)1.5)")]
    public async Task With_attribute(string usings, string attribute)
    {
        // A plain using that an alias makes unnecessary would be a warning of its own.
        GeneratorRun run = await GeneratorRun.CheckAsync($$"""
            {{usings}}
            [{{attribute}}]
            public sealed partial class Net;

            internal static class Sizes { public const int Hidden = 3; }
            """);
        Assert.StartsWith("2-3-1 ", run.Spec.Topology.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sizes_of_large_and_deep_networks() => await GeneratorRun.CheckAsync($$"""
        using NetGen;
        [Network(65536, 2)] public sealed partial class WideIn;
        [Network(2, 65536)] public sealed partial class WideOut;
        [Network({{string.Join(", ", Enumerable.Repeat(3, 24))}})] public sealed partial class VeryDeep;
        """);
}
