using System.Globalization;
using System.Reflection;
using NetGen.Layout;
using Library = NetGen.CompilerServices.Seam;

namespace NetGen.Tests.Seam;

/// <summary>Generated code that does not belong to the library ends in an exception that says so.</summary>
public class SeamVersionTests
{
    private const string Source = "[NetGen.Network(2, 4, 1)] public sealed partial class OldNet;";

    [Fact]
    public void Code_for_the_version_of_the_library_is_accepted() => Assert.Equal(2, Create(Versions.Seam).InputSize);

    [Theory]
    [InlineData(Versions.Seam - 1)]
    [InlineData(Versions.Seam + 1)]
    [InlineData(int.MaxValue)]
    public void Code_for_another_version_is_refused_with_both_versions_and_what_to_do(int version) =>
        Assert.Equal(MessageFor(version), Assert.Throws<InvalidOperationException>(() => Create(version)).Message);

    [Fact]
    public void A_network_generated_for_this_version_is_made()
    {
        using NetworkCompiler networks = Compile(VersionText(Versions.Seam), VersionText(Versions.Seam));
        Assert.Equal("2-4-1 Sigmoid, Sigmoid; Quadratic; Single", networks.Create<float>("OldNet", 1).Topology.ToString());
    }

    /// <summary>The exception is not one of a type's initialization, and comes each time.</summary>
    [Fact]
    public void A_network_generated_for_another_version_cannot_be_made()
    {
        using NetworkCompiler networks = Compile(VersionText(Versions.Seam), VersionText(Versions.Seam + 1));
        for (int i = 0; i < 2; i++)
        {
            var exception = Assert.Throws<TargetInvocationException>(() => networks.Create<float>("OldNet", 1));
            Assert.Equal(
                MessageFor(Versions.Seam + 1), Assert.IsType<InvalidOperationException>(exception.InnerException).Message);
        }
    }

    [Theory]
    [InlineData("{ 2, 4, 1 }", "{ 2, 0, 1 }", "Size 1 is 0")]
    [InlineData("{ 2, 4, 1 }", "{ 2, 4 }", "2 sizes make 1 layers of weights")]
    [InlineData("NumericType.Single)", "NumericType.Double)", "The topology is of numeric type Double; expected Single.")]
    public void A_topology_that_is_none_or_of_another_type_is_refused(string generated, string other, string message)
    {
        using NetworkCompiler networks = Compile(generated, other);
        for (int i = 0; i < 2; i++)
        {
            var exception = Assert.Throws<TargetInvocationException>(() => networks.Create<float>("OldNet", 1));
            Assert.Contains(message, Assert.IsType<ArgumentException>(exception.InnerException).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_topology_of_other_outputs_than_the_kernels_is_refused()
    {
        using NetworkCompiler networks = Compile("{ 2, 4, 1 }", "{ 2, 4, 2 }");
        ITrainableNetwork<float> network = networks.Create<float>("OldNet", 1);
        var exception = Assert.Throws<TypeInitializationException>(() => network.FeedForwardBatch(new float[2], new float[2]));
        string message = Assert.IsType<ArgumentException>(exception.InnerException).Message;
        Assert.EndsWith("do not hold blocks of 1 outputs of 2-4-2 Sigmoid, Sigmoid; Quadratic; Single.", message, StringComparison.Ordinal);
    }

    private static NetworkTopology Create(int version) => Library.CreateTopology(
        version, "OldNet", [2, 4, 1], new Activation[2], CostFunction.Quadratic, NumericType.Single);

    /// <summary>How the generated code of the network says its version.</summary>
    private static string VersionText(int version) => string.Create(CultureInfo.InvariantCulture, $"{version}, \"OldNet\",");

    private static string MessageFor(int version) =>
        $"The code of the network 'OldNet' was generated for version {version} of the interface between generated code and library; "
        + $"the library that is loaded, NetGen {typeof(Library).Assembly.GetName().Version!.ToString(3)}, has version {Versions.Seam}. "
        + "Rebuild the project that declares the network with this version of the NetGen package.";

    /// <summary>The network as if another generator had written it.</summary>
    private static NetworkCompiler Compile(string generated, string other)
    {
        int count = 0;
        byte[] image = NetworkCompiler.Compile(Source, edit: text =>
        {
            count += text.Split(generated).Length - 1;
            return text.Replace(generated, other, StringComparison.Ordinal);
        });
        Assert.Equal(1, count);
        return new NetworkCompiler(image);
    }
}
