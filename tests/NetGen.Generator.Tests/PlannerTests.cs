namespace NetGen.Generator.Tests;

/// <summary>Plans: layouts, panels, strides, blocks and what kernels are to be like.</summary>
public class PlannerTests
{
    [Fact]
    public void Equal_specs_give_equal_plans()
    {
        Assert.Equal(Plan(784, 30, 10), Plan(784, 30, 10));
        Assert.NotEqual(Plan(784, 30, 10), Plan(784, 31, 10));
    }

    [Theory]
    [InlineData(4, 3, 4)]
    [InlineData(4, 8, 8)]
    [InlineData(4, 9, 16)]
    [InlineData(4, 17, 32)]
    [InlineData(4, 100, 112)]
    public void Outputs_are_padded_to_whole_vectors(int inputs, int outputs, int lanes) =>
        Assert.Equal(lanes, Plan(inputs, outputs).Last.PaddedOutputs);

    [Fact]
    public void Panels_are_a_cache_line_wide_and_hold_the_inputs_one_after_another()
    {
        DenseLayout layout = LastOf(4, 100).Layout;
        Assert.Equal((16, 112), (layout.PanelLanes, layout.Lanes));
        Assert.Equal(layout.WeightOffset + 17, layout.WeightIndex(1, 1));
        Assert.Equal(layout.WeightOffset + (4 * 16), layout.WeightIndex(16, 0));
        Assert.Equal(8, LastOf(4, 8).Layout.PanelLanes);
    }

    [Theory]
    [InlineData(10, nameof(NumericType.Single), true)]
    [InlineData(32, nameof(NumericType.Single), true)]
    [InlineData(33, nameof(NumericType.Single), false)]
    [InlineData(16, nameof(NumericType.Double), true)]
    [InlineData(17, nameof(NumericType.Double), false)]
    public void Errors_behind_one_or_two_panels_are_summed_in_chains(int outputs, string typeName, bool chains) =>
        Assert.Equal(chains, DenseLayout.Create(64, outputs, Enum.Parse<NumericType>(typeName), 0).ChainsErrors);

    [Theory]
    [InlineData(64, 4, true)]
    [InlineData(63, 4, false)]
    [InlineData(64, 5, false)]
    public void Few_outputs_of_many_inputs_take_the_dot_form(int inputs, int outputs, bool dot) =>
        Assert.Equal(dot, LastOf(inputs, outputs).IsDot);

    [Theory]
    [InlineData(7, 1)]
    [InlineData(8, 2)]
    [InlineData(31, 2)]
    [InlineData(32, 4)]
    [InlineData(2048, 4)]
    public void Long_reductions_are_cut_into_segments(int inputs, int segments)
    {
        DenseLayout layout = LastOf(inputs, 16).Layout;
        Assert.Equal(segments, layout.Segments);
        Assert.Equal(0, layout.SegmentStart(0));
        Assert.Equal(inputs, layout.SegmentStart(segments));
        int[] lengths = [.. Enumerable.Range(0, segments).Select(s => layout.SegmentStart(s + 1) - layout.SegmentStart(s))];
        Assert.InRange(lengths.Max() - lengths.Min(), 0, 1);
    }

    [Theory]
    [InlineData(nameof(NumericType.Single))]
    [InlineData(nameof(NumericType.Double))]
    public void Every_weight_and_bias_has_a_place_of_its_own(string numericTypeName)
    {
        NumericType numericType = Enum.Parse<NumericType>(numericTypeName);
        EmissionPlan plan = Planner.Plan(Spec(numericType, 70, 33, 100, 3, 5));
        var places = new HashSet<long>();
        foreach (DensePlan layer in plan.Layers.Cast<DensePlan>())
        {
            DenseLayout layout = layer.Layout;
            Assert.Equal(0, layout.WeightOffset % layout.LaneCount);
            for (int output = 0; output < layout.Outputs; output++)
            {
                Assert.True(places.Add(layout.BiasOffset + output));
                for (int input = 0; input < layout.Inputs; input++)
                {
                    long index = layout.WeightIndex(output, input);
                    Assert.True(places.Add(index), $"weight {output}, {input} of layer {layer.Index}");
                    Assert.InRange(index, layout.WeightOffset, layout.EndOffset - 1);
                }
            }
        }
    }

    // A batch of one sample goes through the kernels for one, in the scratch of a block.
    [Fact]
    public void The_scratch_of_a_block_holds_that_of_one_sample()
    {
        LayerAttribute[][] stacks =
        [
            [new DenseAttribute(4), new DenseAttribute(1)],
            [new StandardizeAttribute(), new DenseAttribute(5), new DenseAttribute(3, Activation.Softmax)],
            [
                new MinMaxScaleAttribute(), new DropoutAttribute(0.2), new DenseAttribute(17), new DropoutAttribute(0.5),
                new DenseAttribute(2),
            ],
            [new DenseAttribute(10_000), new DenseAttribute(3)],
        ];
        foreach (LayerAttribute[] layers in stacks)
        {
            foreach (NumericType type in (NumericType[])[NumericType.Single, NumericType.Double])
            {
                foreach (int inputs in (int[])[1, 13, 100, 10_000])
                {
                    var topology = NetworkTopology.FromLayers([inputs], layers, numericType: type);
                    EmissionPlan plan = Planner.Plan(Spec(type, 1, 1) with { Topology = topology });
                    Assert.True(plan.Layers.Sum(layer => layer.SampleScratch) <= plan.BlockScratch);
                }
            }
        }
    }

    [Fact]
    public void Scratch_memory_does_not_overlap()
    {
        EmissionPlan plan = Plan(784, 512, 512, 10);
        int end = 0;
        foreach (LayerPlan layer in plan.Layers)
        {
            Assert.True(layer.ActivationOffset >= end);
            end = layer.ActivationOffset + (plan.BlockRows * layer.Stride);
            Assert.True(layer.Stride >= layer.PaddedOutputs);
        }

        Assert.True(end <= plan.BlockScratch);
        Assert.Equal(plan.BlockScratch + plan.Last.ActivationOffset, plan.Last.ErrorOffset);
        Assert.True(plan.Last.ErrorOffset + (plan.BlockRows * plan.Last.Stride) <= plan.TrainingScratch);
    }

    [Theory]
    [InlineData(64, 64, 64)]
    [InlineData(784, 512, 512, 10)]
    [InlineData(1024, 1024, 1024, 1024)]
    public void First_rows_of_layers_do_not_begin_in_the_same_sets_of_a_cache(params int[] sizes)
    {
        EmissionPlan plan = Plan(sizes);
        int[] starts = [.. plan.Layers.SelectMany(layer => (int[])[layer.ActivationOffset, layer.ErrorOffset])];
        Assert.Equal(starts.Length, starts.Select(start => start * sizeof(float) % 4096).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void The_largest_topologies_have_a_plan(int pairs)
    {
        int[] sizes = [1, .. Enumerable.Repeat((int[])[NetworkLayout.MaxLayerSize, 1], pairs).SelectMany(pair => pair)];
        Activation[] activations = [.. Enumerable.Repeat(Activation.Sigmoid, 2 * pairs)];
        Assert.Empty(TopologyValidation.Validate(sizes, activations, CostFunction.Quadratic, null));
        Assert.Null(NetworkLayout.FindExcess(NetworkTopology.DenseChain(sizes, activations, alphas: null), NumericType.Single));
        EmissionPlan plan = Plan(sizes);
        Assert.InRange(plan.TrainingScratch, 2L * pairs * NetworkLayout.MaxLayerSize, 2.01 * pairs * NetworkLayout.MaxLayerSize);
    }

    // Where one column is all there is, its kernel has read all inputs before it writes; a layer of several columns may write over what the
    // next one reads, unless it reads another layer's activations.
    [Theory]
    [InlineData(true, true, 5, 16)]
    [InlineData(true, false, 5, 20)]
    [InlineData(true, false, 5, 30)]
    [InlineData(false, false, 5, 40)]
    [InlineData(false, false, 40, 48)]
    [InlineData(true, true, 64, 64, 64)]
    [InlineData(false, false, 64, 64, 60)]
    [InlineData(true, true, 100, 1)]
    [InlineData(false, false, 100, 3)]
    [InlineData(true, true, 9, 100, 3)]
    [InlineData(false, false, 784, 30, 10)]
    public void An_output_is_written_directly_where_no_input_of_its_can_be_under_it(bool by512, bool by256, params int[] sizes)
    {
        EmissionPlan plan = Plan(sizes);
        Assert.Equal((by512, by256), (plan.Targets[0].WritesOutput, plan.Targets[1].WritesOutput));
    }

    [Theory]
    [InlineData(true, 2, 4, 1)]
    [InlineData(true, 64, 32, 10)]
    [InlineData(true, 3, 4, 8, 16, 4)]
    [InlineData(false, 3, 4, 8, 16, 4, 2)]
    [InlineData(false, 784, 30, 10)]
    [InlineData(false, 100, 1)]
    public void Small_networks_are_one_method_for_one_sample(bool inlines, params int[] sizes) =>
        Assert.Equal(inlines, Plan(sizes).Targets[0].InlinesSample);

    [Fact]
    public void Rows_of_wide_layers_do_not_lie_a_power_of_two_apart()
    {
        int stride = Plan(784, 512, 10).Layers[0].Stride;
        Assert.Equal(1, stride / 16 % 2);
        Assert.Equal(32, Plan(784, 30, 10).Layers[0].Stride);
    }

    [Fact]
    public void Small_layers_hand_their_activations_on_in_registers()
    {
        // By width of vectors: two of 512 bits hold 32 units, of 256 bits 16.
        Assert.Equal([true, true, true], Keeps(0, 2, 4, 1));
        Assert.Equal([true, true, false], Keeps(0, 16, 16, 4));
        Assert.Equal([true, false, false], Keeps(0, 64, 32, 10));
        Assert.Equal([true, true, false], Keeps(1, 3, 4, 16, 4));

        // The last layer's go to the output; the next layer's loop reads memory; large layers call their activations.
        Assert.Equal([false, false, false], Keeps(1, 2, 4, 1));
        Assert.Equal([false, false, false], Keeps(0, 8, 32, 32));
        Assert.Equal([false, false, false], Keeps(0, 784, 30, 10));

        bool[] Keeps(int layer, params int[] sizes) => [.. Plan(sizes).Targets.Select(target => target.Layers[layer].KeepsActivations)];
    }

    [Fact]
    public void Blocks_shrink_as_layers_widen()
    {
        Assert.Equal(128, Plan(784, 30, 10).BlockRows);
        Assert.Equal(128, Plan(784, 2048, 2048, 10).BlockRows);
        Assert.Equal(0, Plan(10, 10_000, 10).BlockRows % 2);
        Assert.Equal(16, Plan(10, 65_536, 10).BlockRows);
        Assert.Equal(1, Plan(1, NetworkLayout.MaxLayerSize).BlockRows);
        Assert.False(Plan(1, NetworkLayout.MaxLayerSize).SampleScratchOnStack);
    }

    [Fact]
    public void Kernels_leave_out_whole_vectors_of_padding_in_the_last_column()
    {
        // By width of vectors. 100 units are padded to 112 lanes: 7 vectors of 512 bits, but 13 and not 14 of 256 bits.
        Assert.Equal([112, 104, 112], UsedLanes(0, 784, 100, 10));
        Assert.Equal([32, 24, 32], UsedLanes(0, 64, 24, 10));
        Assert.Equal([32, 32, 32], UsedLanes(0, 784, 30, 10));
        Assert.Equal([16, 16, 16], UsedLanes(0, 4, 9, 3));

        // The head reads what the last layer has.
        Assert.Equal([112, 112, 112], UsedLanes(1, 784, 30, 100));

        int[] UsedLanes(int layer, params int[] sizes) =>
            [.. Plan(sizes).Targets.Select(target => Assert.IsType<LanesKernelPlan>(target.Layers[layer]).UsedLanes)];
    }

    [Fact]
    public void Dropout_changes_nothing_of_a_network_in_use()
    {
        EmissionPlan plain = Plan(784, 512, 512, 10);
        EmissionPlan dropping = Planner.Plan(Spec(NumericType.Single, 1, 1) with
        {
            Topology = NetworkTopology.FromLayers(
                [784],
                [
                    new DropoutAttribute(0.1), new DenseAttribute(512), new DropoutAttribute(0.5), new DenseAttribute(512),
                    new DropoutAttribute(0.5), new DenseAttribute(10),
                ]),
        });
        Assert.Equal(plain.BlockRows, dropping.BlockRows);
        Assert.Equal(plain.BlockScratch, dropping.BlockScratch);
        Assert.Equal(plain.SampleScratch, dropping.SampleScratch);
        Assert.Equal(plain.Layers.Select(InUse), dropping.Layers.Where(layer => !layer.IsOnlyInTraining).Select(InUse));
        foreach ((TargetPlan expected, TargetPlan actual) in plain.Targets.Zip(dropping.Targets))
        {
            Assert.Equal(expected.Layers, actual.Layers.Where(kernels => !kernels.IsOnlyInTraining));
            Assert.Equal((expected.InlinesSample, expected.WritesOutput), (actual.InlinesSample, actual.WritesOutput));
        }

        // What is kept for training lies after all that, and rows of dropped activations as far apart as those they are made of.
        int end = dropping.BlockScratch;
        Assert.All(dropping.Layers.Where(layer => layer.IsOnlyInTraining), layer =>
        {
            Assert.True(layer.ActivationOffset >= end);
            end = layer.ActivationOffset + (dropping.BlockRows * layer.Stride);
            Assert.Equal(layer.InputStride, layer.Stride);
            Assert.True(layer.Index == 0 || layer.ErrorOffset == dropping.Layers[layer.Index - 1].ErrorOffset);
        });
        Assert.True(end <= dropping.TrainingScratch);

        static object InUse(LayerPlan layer) =>
            (layer.ReadsInput, layer.InputStride, layer.Stride, layer.SampleOffset, layer.ActivationOffset);
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(NetworkLayout.MaxLayerSize)]
    public void Dropout_of_very_many_inputs_takes_blocks_of_few_samples(int inputs)
    {
        EmissionPlan plan = Planner.Plan(Spec(NumericType.Single, 1, 1) with
        {
            Topology = NetworkTopology.FromLayers([inputs], [new DropoutAttribute(0.1), new DenseAttribute(1)]),
        });
        Assert.True(plan.TrainingScratch <= Math.Max(17 * 1_000_000, inputs + (1 << 20)), $"{plan.TrainingScratch:N0}");
    }

    [Fact]
    public void Small_layers_hand_on_their_activations_past_dropout()
    {
        EmissionPlan plan = Planner.Plan(Spec(NumericType.Single, 1, 1) with
        {
            Topology = NetworkTopology.FromLayers([2], [new DenseAttribute(4), new DropoutAttribute(0.5), new DenseAttribute(1)]),
        });
        Assert.Equal(0, plan.SampleScratch);
        Assert.All(plan.Targets, target =>
        {
            Assert.True(target.Layers[0].KeepsActivations);
            Assert.Equal(target.Layers[0].OutputRegisters, target.Layers[2].InputRegisters);
            Assert.Equal(target.Layers[2].InputRegisters, target.InputRegistersAfter(0));
        });
    }

    [Fact]
    public void Zeros_are_looked_for_among_inputs_and_rectified_units_where_the_layer_is_large()
    {
        Assert.Equal([true, false], Skips(Spec(NumericType.Single, 784, 30, 10)));
        Assert.Equal([false, false], Skips(Spec(NumericType.Single, 784, 30, 10) with { SkipsZeros = false }));
        Assert.Equal([true, false, false], Skips(Spec(NumericType.Single, 784, 512, 512, 10)));
        Assert.Equal([true, true, false], Skips(Spec(NumericType.Single, 1, 1) with
        {
            Topology = new NetworkTopology([784, 512, 512, 10], [Activation.ReLU, Activation.Tanh, Activation.Sigmoid]),
        }));

        // In use, dropout lets through what the layer before gives.
        Assert.Equal([true, true], Skips(Spec(NumericType.Single, 1, 1) with
        {
            Topology = NetworkTopology.FromLayers(
                [784],
                [new DropoutAttribute(0.1), new DenseAttribute(512, Activation.ReLU), new DropoutAttribute(0.5), new DenseAttribute(100)]),
        }));

        static bool[] Skips(NetworkSpec spec) =>
            [.. Planner.Plan(spec).Layers.OfType<DensePlan>().Select(layer => layer.SkipsZeros)];
    }

    private static DensePlan LastOf(params int[] sizes) => Assert.IsType<DensePlan>(Plan(sizes).Last);

    private static EmissionPlan Plan(params int[] sizes) => Planner.Plan(Spec(NumericType.Single, sizes));

    private static NetworkSpec Spec(NumericType numericType, params int[] sizes) => new()
    {
        Namespace = "Samples",
        ContainingTypes = default,
        Name = "Net",
        HintName = "Samples.Net",
        NumericType = numericType,
        Topology = new NetworkTopology(
            sizes, [.. Enumerable.Repeat(Activation.Sigmoid, sizes.Length - 1)], CostFunction.Quadratic, numericType),
        KernelsName = "Net_0_Kernels",
        Constructor = ConstructorSpec.None,
    };
}
