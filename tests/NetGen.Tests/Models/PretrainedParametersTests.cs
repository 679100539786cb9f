using System.Runtime.InteropServices;
using NetGen.CompilerServices;

namespace NetGen.Tests.Models;

/// <summary>Parameters that the build has packed: in 16 bits they are rounded, and in the assembly's memory nobody changes them.</summary>
public sealed class PretrainedParametersTests
{
    [Fact]
    public void What_is_written_are_the_packed_parameters()
    {
        SmallNet network = SmallNet.Create(1);
        using var stream = new MemoryStream();
        PretrainedParameters.Write(network.Parameters, asHalf: false, stream);
        Assert.True(stream.ToArray().AsSpan().SequenceEqual(MemoryMarshal.AsBytes(network.Parameters.Packed)));
    }

    [Fact]
    public void Half_of_the_size_rounds_each_parameter()
    {
        SmallNet network = SmallNet.Create(1);
        using var stream = new MemoryStream();
        PretrainedParameters.Write(network.Parameters, asHalf: true, stream);
        Half[] expected = [.. network.Parameters.Packed.ToArray().Select(value => (Half)value)];
        Assert.True(stream.ToArray().AsSpan().SequenceEqual(MemoryMarshal.AsBytes(expected.AsSpan())));
    }

    /// <summary>A year would be rounded to a whole one, and a price of a million is too large for 16 bits.</summary>
    [Fact]
    public void Means_and_factors_of_features_are_not_rounded()
    {
        NetworkTopology topology = NetworkTopology.FromLayers([2], [new StandardizeAttribute(), new DenseAttribute(1, Activation.Tanh)]);
        var parameters = new ParameterBuffer<float>(topology);
        float[][] values = [[2007.34f, 1_000_000.5f], [0.1f, 1.0000001f], [0.1f, 2.3f], [-0.7f]];
        foreach ((ParameterBlock block, float[] of) in topology.ParameterBlocks.Zip(values))
        {
            parameters.Write(block, of);
        }

        using var stream = new MemoryStream();
        PretrainedParameters.Write(parameters, asHalf: true, stream);
        int full = (int)NetGen.Layout.NetworkLayout.Of(topology).Layers[0].EndOffset;
        Assert.Equal((full * sizeof(float)) + ((parameters.Packed.Length - full) * sizeof(ushort)), stream.Length);

        stream.Position = 0;
        var read = new ParameterBuffer<float>(topology);
        PretrainedParameters.Read(read, stream);
        foreach ((ParameterBlock block, float[] expected) in topology.ParameterBlocks.Zip(values))
        {
            float[] found = new float[block.Count];
            read.CopyTo(block.Name, found);
            Assert.Equal(block.IsTrained ? Array.ConvertAll(expected, value => (float)(Half)value) : expected, found);
        }
    }

    [Fact]
    public void A_number_too_large_for_16_bits_is_refused()
    {
        SmallNet network = SmallNet.Create(1);
        network.Parameters.SetBiases(1, [1, 2, 65_519, 4, 5, 6, 7, 8, 9, float.PositiveInfinity]);
        PretrainedParameters.Write(network.Parameters, asHalf: true, Stream.Null);
        network.Parameters.SetBiases(1, [1, 2, -65_520, 4, 5, 6, 7, 8, 9, 10]);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(
            () => PretrainedParameters.Write(network.Parameters, asHalf: true, Stream.Null));
        Assert.StartsWith("The parameter -65520 is too large for 16 bits", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Memory that can only be read would end the process: each of these throws instead.</summary>
    [Fact]
    public void What_lies_in_the_assembly_is_never_written_to()
    {
        SmallNet network = SmallNet.Create(1);
        float[] values = network.Parameters.Packed.ToArray();
        GCHandle handle = GCHandle.Alloc(values, GCHandleType.Pinned);
        try
        {
            var packed = new ParameterBuffer<float>(SmallNet.Topology, handle.AddrOfPinnedObject(), values);
            Assert.True(packed.BitwiseEquals(network.Parameters));
            float[] x = new float[64];
            float[] y = new float[10];
            float[] all = new float[SmallNet.ParameterCount];
            var kernels = RuntimeKernels<float>.Create(SmallNet.Topology, skipsZeros: true);
            ParameterBuffer<float>? gradient = null;
            OptimizerState<float> adam = Optimizer.Adam().CreateState<float>(SmallNet.Topology);
            Action[] writes =
            [
                packed.Clear,
                () => packed.CopyFrom(network.Parameters),
                () => packed.CopyFrom(all),
                () => packed.CopyFrom("layers.1.bias", y),
                () => packed.SetBiases(1, y),
                () => packed.AddScaled(network.Parameters, 1),
                () => Initializer.Default.Initialize(packed, 1),
                () => Initializer.Orthogonal().Initialize(packed, 1),
                () => network.Backprop(x, y, packed),
                () => network.Backprop(BackpropFrom.Targets, x, y, packed, []),
                () => kernels.TrainMiniBatch(packed, ref gradient, x, y, 0.1f, null, null),
                () => kernels.TrainMiniBatch(packed, ref gradient, x, y, adam, null, null),
            ];
            Assert.All(writes, write => Assert.Throws<InvalidOperationException>(write));
            Assert.True(network.Parameters.Packed.SequenceEqual(values));
        }
        finally
        {
            handle.Free();
        }
    }
}
