using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generator.Tests;

/// <summary>Whoever serializes a network as JSON is warned at the place.</summary>
public sealed class JsonDiagnosticsTests
{
    private const string Declarations = """
        using System;
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Net.Http.Json;
        using System.Text.Json;
        using System.Text.Json.Serialization;

        [NetGen.Network(2, 1)] public partial class Net;
        [NetGen.Network(2, 1), JsonConverter(typeof(JsonStringEnumConverter))] public partial class Own;
        public sealed class Inference;
        public sealed class Holder { [JsonIgnore] public Net Net { get; set; } }

        """;

    [Theory]
    [InlineData("JsonSerializer.{|NETGEN0020:Serialize|}(net)")]
    [InlineData("JsonSerializer.{|NETGEN0020:Serialize<object>|}(net)")]
    [InlineData("JsonSerializer.{|NETGEN0020:Serialize|}(net, typeof(object))")]
    [InlineData("JsonSerializer.{|NETGEN0020:Serialize|}(new[] { net })")]
    [InlineData("JsonSerializer.{|NETGEN0020:SerializeToElement|}(new Dictionary<string, List<Net>>())")]
    [InlineData("JsonSerializer.{|NETGEN0020:SerializeAsync|}((System.IO.Stream)null, net)")]
    [InlineData("JsonSerializer.{|NETGEN0020:Deserialize<Net>|}(text)")]
    [InlineData("JsonSerializer.{|NETGEN0020:Deserialize|}(text, typeof(Net))")]
    [InlineData("client.{|NETGEN0020:PostAsJsonAsync|}(text, net)")]
    [InlineData("client.{|NETGEN0020:GetFromJsonAsync<Net>|}(text)")]
    [InlineData("JsonContent.{|NETGEN0020:Create|}(net)")]
    [InlineData("JsonSerializer.{|NETGEN0020:Serialize|}(net.ToInference())", "Net.Inference")]
    [InlineData("JsonSerializer.{|NETGEN0020:Deserialize<List<Net.Inference>>|}(text)", "Net.Inference")]
    [InlineData("JsonSerializer.{|NETGEN0020:Serialize|}(own.ToInference())", "Own.Inference")]
    [InlineData("JsonSerializer.Serialize(own)")]
    [InlineData("JsonSerializer.Serialize(new Inference())")]
    [InlineData("JsonSerializer.Serialize(new Holder())")]
    [InlineData("JsonSerializer.Serialize(net.Classify(null))")]
    [InlineData("JsonSerializer.Serialize<object>(text)")]
    public async Task Calls(string call, string name = "Net") => await CheckAsync(
        $"{Declarations}public static class Uses {{ public static object A(Net net, Own own, string text, HttpClient client) => {call}; }}",
        name);

    [Theory]
    [InlineData("{|NETGEN0020:JsonSerializable(typeof(Net))|}")]
    [InlineData("{|NETGEN0020:JsonSerializable(typeof(List<Net[]>))|}")]
    [InlineData("JsonSerializable(typeof(int)), {|NETGEN0020:JsonSerializable(typeof(Net), TypeInfoPropertyName = \"A\")|}")]
    [InlineData("{|NETGEN0020:JsonSerializable(typeof(Net.Inference))|}", "Net.Inference")]
    [InlineData("JsonSerializable(typeof(Holder))")]
    public async Task Contexts(string attribute, string name = "Net") =>
        await CheckAsync(Declarations + $"[{attribute}] public static class Context;", name);

    private static async Task CheckAsync(string source, string name)
    {
        foreach (var found in await Markup.CheckAsync(source, LanguageVersion.CSharp13))
        {
            Assert.Equal(
                $"The network '{name}' cannot be serialized as JSON: by reflection that throws, and generated serializers leave out its "
                + "parameters; use Save, or copy Parameters",
                found.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
