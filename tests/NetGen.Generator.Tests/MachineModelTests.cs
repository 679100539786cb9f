namespace NetGen.Generator.Tests;

/// <summary>What follows from the machine that is assumed: 16 registers, 32 KB and 1 MB of cache, 8 sums to hide a latency.</summary>
public class MachineModelTests
{
    [Fact]
    public void Tiles_fit_into_the_registers_and_keep_the_multipliers_busy()
    {
        foreach (int vectors in (int[])[1, 2])
        {
            RowTiles tiles = MachineModel.RowTiles(vectors);
            Assert.InRange((tiles.Large * vectors) + vectors + 1, 8 + vectors + 1, 16);
            Assert.InRange(tiles.Small * vectors, 4, 8);
        }

        int sums = MachineModel.WideErrorTileRows * MachineModel.ErrorTileUnits;
        Assert.Equal(16, sums + MachineModel.WideErrorTileRows + 1);
    }

    /// <summary>The library's error passes are written out for these numbers.</summary>
    [Fact]
    public void Tiles_of_the_library_are_as_they_are_written()
    {
        Assert.Equal((6, 4, 2), (MachineModel.LargeTileRows, MachineModel.SmallTileRows, MachineModel.TileVectors));
        Assert.Equal((3, 4), (MachineModel.WideErrorTileRows, MachineModel.ErrorTileUnits));
        Assert.Equal((2, 64), (LayoutRules.MaxChainedPanels, LayoutRules.LineBytes));
    }

    [Theory]
    [InlineData(1, 16, 4)]
    [InlineData(4, 16, 4)]
    [InlineData(5, 16, 8)]
    [InlineData(9, 16, 16)]
    [InlineData(17, 16, 32)]
    [InlineData(2, 8, 2)]
    [InlineData(3, 8, 4)]
    [InlineData(5, 8, 8)]
    public void Outputs_are_padded_to_the_narrowest_vectors_that_hold_them(int outputs, int laneCount, int lanes) =>
        Assert.Equal(lanes, LayoutRules.PaddedOutputs(outputs, laneCount));

    [Fact]
    public void Blocks_of_the_error_pass_stay_in_the_first_level_cache()
    {
        int unitBytes = MachineModel.ErrorTileUnits * LayoutRules.LineBytes;
        Assert.Equal(8 << 10, MachineModel.ErrorBlockPanels * unitBytes);
        Assert.Equal(16 << 10, MachineModel.ErrorBlockRows * unitBytes);
    }

    [Theory]
    [InlineData(128, 512, false)]
    [InlineData(512, 512, false)]
    [InlineData(513, 512, true)]
    [InlineData(128, 256, false)]
    [InlineData(129, 256, true)]
    [InlineData(129, 128, true)]
    public void Errors_behind_many_panels_are_carried_back_by_the_library(int outputs, int bits, bool calls)
    {
        Assert.Equal(calls ? ErrorPass.Wide : ErrorPass.Written, MachineModel.ErrorPassBehind(Layout(4, outputs), bits));
        Assert.Equal(ErrorPass.Written, MachineModel.ErrorPassBehind(Layout(3, outputs), bits));
    }

    [Theory]
    [InlineData(64, 64, 512, 4, 4)]
    [InlineData(192, 32, 512, 4, 4)]
    [InlineData(193, 32, 512, 4, 1)]
    [InlineData(64, 64, 256, 4, 1)]
    [InlineData(64, 64, 512, 8, 1)]
    public void Inputs_are_loaded_together_where_weights_stay_in_the_first_level_cache(
        int inputs, int outputs, int bits, int elementSize, int perLoad)
    {
        NumericType type = elementSize == sizeof(float) ? NumericType.Single : NumericType.Double;
        DenseLayout layout = DenseLayout.Create(inputs, outputs, type, 0);
        Assert.Equal(perLoad, MachineModel.InputsPerLoad(layout, bits, elementSize));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Large_and_small_tiles_and_single_rows_make_up_every_batch(int vectors)
    {
        RowTiles tiles = MachineModel.RowTiles(vectors);
        for (int rows = 1; rows <= 200; rows++)
        {
            (nuint tiled, nuint large) = tiles.Divide((nuint)rows);
            int singles = rows - (int)tiled;
            Assert.InRange((int)large, 0, (int)tiled);
            Assert.Equal((0, 0), ((int)large % tiles.Large, (int)(tiled - large) % tiles.Small));
            Assert.InRange(singles, 0, tiles.Small - 1);
        }
    }

    [Theory]
    [InlineData(2, 784, 4)]
    [InlineData(2, 30, 6)]
    [InlineData(2, 100, 5)]
    [InlineData(2, 97, 6)]
    [InlineData(2, 17, 4)]
    [InlineData(2, 143, 5)]
    [InlineData(2, 5, 5)]
    [InlineData(1, 64, 8)]
    [InlineData(1, 13, 6)]
    public void The_gradient_tile_leaves_as_few_inputs_over_as_it_can(int vectors, int inputs, int tile) =>
        Assert.Equal(tile, MachineModel.GradientTile(vectors, inputs, 512));

    [Theory]
    [InlineData(2, 784, 6)]
    [InlineData(2, 512, 6)]
    [InlineData(2, 511, 6)]
    [InlineData(2, 500, 5)]
    [InlineData(1, 784, 8)]
    public void The_gradient_tile_of_many_inputs_is_large_where_two_multiply_adds_start_in_a_cycle(int vectors, int inputs, int tile) =>
        Assert.Equal(tile, MachineModel.GradientTile(vectors, inputs, 256));

    [Theory]
    [InlineData(512, 4, 4)]
    [InlineData(512, 8, 2)]
    [InlineData(256, 4, 2)]
    [InlineData(256, 16, 1)]
    public void A_tile_of_a_written_error_kernel_takes_half_of_the_registers(int bits, int sumsPerRow, int rows) =>
        Assert.Equal(rows, MachineModel.ErrorTileRows(bits, sumsPerRow));

    [Theory]
    [InlineData(512, 4, 4)]
    [InlineData(512, 8, 4)]
    [InlineData(128, 4, 4)]
    [InlineData(128, 8, 2)]
    public void The_errors_of_a_tile_are_one_vector(int bits, int elementSize, int units) =>
        Assert.Equal(units, MachineModel.WrittenErrorUnits(bits, elementSize));

    [Theory]
    [InlineData(128, 64, 4, (128 * 64) + 64)]
    [InlineData(128, 528, 4, (128 * 528) + 528)]
    [InlineData(128, 2064, 4, (128 * 2064) + 1040)]
    [InlineData(1, 1 << 26, 4, (1 << 26) + 1040)]
    [InlineData(1, 1 << 26, 8, (1 << 26) + 520)]
    public void Scratch_of_a_layer_is_a_row_longer_but_no_more_than_a_page_and_a_line(int rows, int stride, int elementSize,
        int elements) =>
        Assert.Equal(elements, MachineModel.BlockScratch(rows, stride, elementSize));

    [Theory]
    [InlineData(32, 16, 1, true)]
    [InlineData(33, 16, 1, true)]
    [InlineData(36, 16, 1, false)]
    [InlineData(16, 32, 2, true)]
    [InlineData(18, 32, 2, false)]
    public void Short_sums_are_written_out(int inputs, int outputs, int vectors, bool unrolls) =>
        Assert.Equal(unrolls, MachineModel.UnrollsSample(Layout(inputs, outputs), vectors));

    [Theory]
    [InlineData(255, 4, false)]
    [InlineData(256, 4, true)]
    [InlineData(128, 8, true)]
    public void Long_rows_of_inputs_are_fetched_ahead(int inputs, int elementSize, bool prefetches) =>
        Assert.Equal(prefetches, MachineModel.PrefetchesInputs(Layout(inputs, 16), elementSize));

    [Theory]
    [InlineData(512, 240, 0)]
    [InlineData(512, 256, 64)]
    public void Weights_beyond_half_of_the_second_level_cache_are_fetched_a_page_ahead(int inputs, int outputs, int ahead) =>
        Assert.Equal(ahead, MachineModel.PrefetchedWeights(Layout(inputs, outputs), sizeof(float)));

    [Theory]
    [InlineData(48, 128)]
    [InlineData(8192, 128)]
    [InlineData(10_000, 104)]
    [InlineData(65_536, 16)]
    [InlineData(1 << 21, 8)]
    [InlineData(1 << 25, 1)]
    public void Blocks_of_samples_fill_a_share_of_the_third_level_cache(long elementsPerRow, int rows) =>
        Assert.Equal(rows, MachineModel.BlockRows(elementsPerRow));

    [Theory]
    [InlineData(48, 32)]
    [InlineData(1 << 20, 16)]
    [InlineData(1 << 25, 1)]
    public void Plain_loops_take_fewer_samples_together(long elementsPerRow, int rows) =>
        Assert.Equal(rows, MachineModel.ScalarBlockRows(elementsPerRow));

    [Theory]
    [InlineData(23_860, 21)]
    [InlineData(2_410, 217)]
    [InlineData(5_000_000, 12)]
    public void Steps_are_divided_from_some_million_multiply_adds_on(long parameters, int rows) =>
        Assert.Equal(rows, MachineModel.MinParallelRows(parameters));

    [Fact]
    public void Threads_copy_inputs_that_their_caches_hold()
    {
        Assert.True(MachineModel.CopiesInputs(1 << 20));
        Assert.False(MachineModel.CopiesInputs((1 << 20) + 1));
    }

    private static DenseLayout Layout(int inputs, int outputs) => DenseLayout.Create(inputs, outputs, NumericType.Single, 0);
}
