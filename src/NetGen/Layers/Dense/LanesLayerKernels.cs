using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Layout;
using NetGen.Machine;
using NetGen.Numerics;
using static NetGen.Numerics.Counts;

namespace NetGen.Layers.Dense;

/// <summary>
/// A dense layer in output-lane form, by kernels of run-time sizes. A kernel takes one column of the layer, two vectors of units or the
/// last one, and a tile of samples or, for the gradient, of inputs.
/// </summary>
internal sealed class LanesLayerKernels<TVector, T> : LayerKernels<T>
    where TVector : struct, ISimd<TVector, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Inputs whose sums of the gradient wait in a buffer together: a multiple of those of every tile.
    private const int MaxInputs = 48;

    private readonly nuint _inputs;
    private readonly int _segments;
    private readonly nuint _panel;

    // Lanes of a column, from the weights of its first vector to those of its second, and lanes without whole vectors of padding.
    private readonly nuint _column;
    private readonly nuint _secondVector;
    private readonly nuint _usedLanes;
    private readonly nuint _biasOffset;
    private readonly nuint _weightOffset;
    private readonly RowTiles _tiles;

    // Inputs in tiles of the gradient of either size, and in large ones, which come first.
    private readonly nuint _tiledInputs;
    private readonly nuint _largeInputs;
    private readonly bool _skipsZeros;
    private readonly bool _takesColumnsFirst;
    private readonly bool _chainsErrors;
    private readonly LayerLoops<T> _loops;

    /// <summary>Makes the kernels of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="layout">Where its parameters lie.</param>
    /// <param name="place">Where its rows lie.</param>
    /// <param name="mayHaveZeros">Whether kernels may leave out inputs that are zero.</param>
    public LanesLayerKernels(LayerTopology layer, DenseLayout layout, LayerPlace place, bool mayHaveZeros)
        : base(layout, place)
    {
        nuint vector = LaneMask.Length<TVector, T>();
        bool isOneVector = Lanes == vector;
        _inputs = (nuint)layout.Inputs;
        _segments = layout.Segments;
        _panel = (nuint)layout.PanelLanes;
        _column = 2 * vector;
        _secondVector = vector < _panel ? vector : _panel * _inputs;
        _usedLanes = place.IsLast ? Lanes : (Outputs + vector - 1) / vector * vector;
        _biasOffset = (nuint)layout.BiasOffset;
        _weightOffset = (nuint)layout.WeightOffset;
        _tiles = MachineModel.RowTiles(isOneVector ? 1 : MachineModel.TileVectors);
        (_tiledInputs, _largeInputs) = _tiles.Divide(_inputs);
        _skipsZeros = mayHaveZeros && MachineModel.SkipsZeros(layout);
        _takesColumnsFirst = MachineModel.PrefetchedWeights(layout, Unsafe.SizeOf<T>()) > 0;
        _chainsErrors = layout.ChainsErrors;
        _loops = LayerLoops<T>.Of(layer, layout);
    }

    /// <inheritdoc/>
    public override void Forward(ref T parameters, ref T x, ref T z, nuint rows)
    {
        if (rows == 1)
        {
            ForwardOne(ref parameters, ref x, ref z);
            return;
        }

        nuint done = _skipsZeros
            ? NonZeroSums.SumRows(
                ref Unsafe.Add(ref parameters, _biasOffset), ref Unsafe.Add(ref parameters, _weightOffset), ref x, _inputs, InputStride,
                ref z, Stride, Lanes, rows)
            : 0;
        if (done < rows)
        {
            ForwardRows(ref parameters, ref Unsafe.Add(ref x, done * InputStride), ref Unsafe.Add(ref z, done * Stride), rows - done);
        }
    }

    /// <inheritdoc/>
    public override void CarryErrorsBack(
        LayerKernels<T> before,
        ActivationKernels<T> function,
        in DropoutStep dropout,
        ref T parameters,
        ref T errors,
        ref T a,
        ref T result,
        nuint first,
        nuint rows)
    {
        ref T weights = ref Unsafe.Add(ref parameters, _weightOffset);
        nuint stride = (nuint)before.Place.Stride;
        if (_chainsErrors)
        {
            function.CarryBackNarrow(
                ref weights, ref errors, Stride, Outputs, _panel, ref a, ref result, stride, _inputs, before.Lanes, rows);
        }
        else if (_inputs >= MachineModel.ErrorTileUnits)
        {
            function.CarryBackWide(ref weights, ref errors, Stride, Lanes, ref a, ref result, stride, _inputs, before.Lanes, rows);
        }
        else
        {
            // So few units that a tile would not be full.
            _loops.CarryErrorsToInputs(in dropout, ref parameters, ref errors, Stride, ref result, stride, rows);
            function.MultiplyByDerivatives(ref a, ref result, stride, _inputs, before.Lanes, rows);
        }
    }

    /// <inheritdoc/>
    public override void AddGradient<TRule>(
        ref T destination, ref T x, ref T errors, nuint rows, in UpdateStep<TRule, T> step, nuint worker, nuint workers)
    {
        if (worker == 0)
        {
            LayerGradient.AddBiases<TRule, T>(ref Unsafe.Add(ref destination, _biasOffset), ref errors, Stride, Lanes, rows, step.Biases);
        }

        // Of the inputs, workers divide tiles; the last one takes what is left over.
        nuint begin = FirstInput(worker, workers);
        nuint end = FirstInput(worker + 1, workers);
        nuint last = worker + 1 == workers ? _inputs : end;
        ref T weights = ref Unsafe.Add(ref destination, _weightOffset);
        ref readonly BlockUpdate<TRule, T> update = ref step.Weights;
        if (_skipsZeros && TryAddNonZero(ref weights, ref x, ref errors, rows, begin, last, in update))
        {
            return;
        }

        if (end < last)
        {
            LayerGradient.AddLastInputs<TRule, T>(
                ref weights, end, last, Outputs, Lanes, _panel, ref x, InputStride, ref errors, Stride, rows, in update);
        }

        for (nuint lane = 0; lane < _usedLanes; lane += _column)
        {
            AddColumn(ref weights, ref x, ref errors, rows, lane, begin, end, in update);
        }
    }

    // The lanes of a panel are a power of two.
    private nuint FirstWeight(nuint lane) => ((lane & ~(_panel - 1)) * _inputs) + (lane & (_panel - 1));

    // The first input of a worker; of the one after the last, where the tiles end.
    private nuint FirstInput(nuint worker, nuint workers)
    {
        if (worker == 0 || worker == workers)
        {
            return worker == 0 ? 0 : _tiledInputs;
        }

        nuint largeTiles = _largeInputs / (nuint)_tiles.Large;
        nuint tile = worker * (largeTiles + ((_tiledInputs - _largeInputs) / (nuint)_tiles.Small)) / workers;
        return tile <= largeTiles ? tile * (nuint)_tiles.Large : _largeInputs + ((tile - largeTiles) * (nuint)_tiles.Small);
    }

    private LanesColumn<T> ColumnOf(ref T parameters, nuint lane) => new(
        ref Unsafe.Add(ref parameters, _weightOffset + FirstWeight(lane)), ref Unsafe.Add(ref parameters, _biasOffset + lane))
    {
        Inputs = _inputs,
        Segments = _segments,
        Panel = _panel,
        SecondVector = _secondVector,
    };

    private void ForwardOne(ref T parameters, ref T x, ref T z)
    {
        if (_skipsZeros
            && NonZeroSums.TrySum(
                ref Unsafe.Add(ref parameters, _biasOffset), ref Unsafe.Add(ref parameters, _weightOffset), ref x, _inputs, ref z, Lanes))
        {
            return;
        }

        for (nuint lane = 0; lane < _usedLanes; lane += _column)
        {
            LanesColumn<T> column = ColumnOf(ref parameters, lane);
            ref T sums = ref Unsafe.Add(ref z, lane);
            if (lane + _column <= _usedLanes)
            {
                SumOne<FullColumn>(in column, ref x, ref sums);
            }
            else
            {
                SumOne<NarrowColumn>(in column, ref x, ref sums);
            }
        }
    }

    private void SumOne<TColumn>(in LanesColumn<T> column, ref T x, ref T z)
        where TColumn : struct, IColumn
    {
        switch (_segments)
        {
            case 1:
                LanesSample.Sum<One, TColumn, TVector, T>(in column, ref x, ref z);
                break;
            case 2:
                LanesSample.Sum<Two, TColumn, TVector, T>(in column, ref x, ref z);
                break;
            default:
                LanesSample.Sum<Four, TColumn, TVector, T>(in column, ref x, ref z);
                break;
        }
    }

    // Weights that do not stay in the second-level cache are read once, by all rows for each column of them. Others are read from there for
    // every tile, and all columns of a tile before the next one read inputs only once.
    private void ForwardRows(ref T parameters, ref T x, ref T z, nuint rows)
    {
        (nuint tiled, nuint large) = _tiles.Divide(rows);
        for (nuint row = 0; row < tiled;)
        {
            // All tiles, or one of them.
            nuint size = row < large ? (nuint)_tiles.Large : (nuint)_tiles.Small;
            nuint end = _takesColumnsFirst ? tiled : row + size;
            for (nuint lane = 0; lane < _usedLanes; lane += _column)
            {
                LanesColumn<T> column = ColumnOf(ref parameters, lane);
                bool isFull = lane + _column <= _usedLanes;
                SumTiles(in column, ref x, ref Unsafe.Add(ref z, lane), row, Math.Clamp(large, row, end), end, isFull);
            }

            row = end;
        }

        for (; tiled < rows; tiled++)
        {
            ForwardOne(ref parameters, ref Unsafe.Add(ref x, tiled * InputStride), ref Unsafe.Add(ref z, tiled * Stride));
        }
    }

    // The rows of a column from one row to another, in large tiles, then in small ones.
    private void SumTiles(in LanesColumn<T> column, ref T x, ref T z, nuint row, nuint large, nuint end, bool isFull)
    {
        for (; row < large; row += (nuint)_tiles.Large)
        {
            ref T inputs = ref Unsafe.Add(ref x, row * InputStride);
            ref T sums = ref Unsafe.Add(ref z, row * Stride);
            if (isFull)
            {
                LanesTile.Sum<Six, FullColumn, TVector, T>(in column, ref inputs, InputStride, ref sums, Stride);
            }
            else if (_tiles.Large == 6)
            {
                LanesTile.Sum<Six, NarrowColumn, TVector, T>(in column, ref inputs, InputStride, ref sums, Stride);
            }
            else
            {
                LanesTile.Sum<Eight, NarrowColumn, TVector, T>(in column, ref inputs, InputStride, ref sums, Stride);
            }
        }

        for (; row < end; row += (nuint)_tiles.Small)
        {
            ref T inputs = ref Unsafe.Add(ref x, row * InputStride);
            ref T sums = ref Unsafe.Add(ref z, row * Stride);
            if (isFull)
            {
                LanesTile.Sum<Four, FullColumn, TVector, T>(in column, ref inputs, InputStride, ref sums, Stride);
            }
            else
            {
                LanesTile.Sum<Four, NarrowColumn, TVector, T>(in column, ref inputs, InputStride, ref sums, Stride);
            }
        }
    }

    private bool TryAddNonZero<TRule>(
        ref T weights, ref T x, ref T errors, nuint rows, nuint begin, nuint end, in BlockUpdate<TRule, T> update)
        where TRule : struct, IUpdateRule<T>
    {
        var block = new LayerBlock<T>(ref weights, ref x, ref errors)
        {
            Inputs = _inputs,
            InputStride = InputStride,
            ErrorStride = Stride,
            Rows = rows,
            Units = Outputs,
            Lanes = Lanes,
            Panel = _panel,
        };
        return NonZeroGradient.TryAdd<TRule, T>(in block, begin, end, in update);
    }

    // The weights of a column from one input to another. The sums of some tiles wait on the stack for the rule.
    [SkipLocalsInit]
    private unsafe void AddColumn<TRule>(
        ref T weights, ref T x, ref T errors, nuint rows, nuint lane, nuint begin, nuint end, in BlockUpdate<TRule, T> update)
        where TRule : struct, IUpdateRule<T>
    {
        // Aligned, so that no vector crosses a cache line.
        byte* stack = stackalloc byte[(MaxInputs * 2 * LayoutRules.LineBytes) + LayoutRules.LineBytes];
        ref T sums = ref Unsafe.AsRef<T>(stack + LayoutRules.LineBytes - ((nuint)stack % LayoutRules.LineBytes));
        nuint vector = LaneMask.Length<TVector, T>();
        bool isFull = lane + _column <= _usedLanes;
        bool isOnePanel = _secondVector == vector;
        nuint lanes = isFull && isOnePanel ? _column : vector;
        for (nuint k = begin; k < end;)
        {
            bool isLarge = k < _largeInputs;
            nuint count = Math.Min(MaxInputs, (isLarge ? Math.Min(end, _largeInputs) : end) - k);
            ref T column = ref Unsafe.Add(ref weights, FirstWeight(lane) + (k * _panel));
            var tiles = new GradientColumn<T>(ref column, ref Unsafe.Add(ref x, k), ref Unsafe.Add(ref errors, lane), ref sums)
            {
                Inputs = count,
                Panel = _panel,
                SecondVector = _secondVector,
                SumStride = lanes,
                SecondSums = isOnePanel ? vector : count * vector,
                InputStride = InputStride,
                ErrorStride = Stride,
                Rows = rows,
                Units = lane < Outputs ? Outputs - lane : 0,
            };
            SumTiles<TRule>(in tiles, isFull, isLarge);
            Update(in update, ref column, ref sums, count, lanes);
            if (isFull && !isOnePanel)
            {
                Update(in update, ref Unsafe.Add(ref column, _secondVector), ref Unsafe.Add(ref sums, count * vector), count, lanes);
            }

            k += count;
        }
    }

    // Whether sums start at zero is all that the kernel is to know of a rule: rules that update share its code.
    private void SumTiles<TRule>(in GradientColumn<T> tiles, bool isFull, bool isLarge)
        where TRule : struct, IUpdateRule<T>
    {
        if (TRule.Updates)
        {
            SumTilesFrom<SgdRule<T>>(in tiles, isFull, isLarge);
        }
        else
        {
            SumTilesFrom<GradientSum<T>>(in tiles, isFull, isLarge);
        }
    }

    private void SumTilesFrom<TRule>(in GradientColumn<T> tiles, bool isFull, bool isLarge)
        where TRule : struct, IUpdateRule<T>
    {
        if (isFull && isLarge)
        {
            LanesGradient.Sum<TRule, Six, FullColumn, TVector, T>(in tiles);
        }
        else if (isFull)
        {
            LanesGradient.Sum<TRule, Four, FullColumn, TVector, T>(in tiles);
        }
        else if (!isLarge)
        {
            LanesGradient.Sum<TRule, Four, NarrowColumn, TVector, T>(in tiles);
        }
        else if (_tiles.Large == 6)
        {
            LanesGradient.Sum<TRule, Six, NarrowColumn, TVector, T>(in tiles);
        }
        else
        {
            LanesGradient.Sum<TRule, Eight, NarrowColumn, TVector, T>(in tiles);
        }
    }

    // Rows as wide as a panel are one.
    private void Update<TRule>(in BlockUpdate<TRule, T> update, ref T weights, ref T sums, nuint inputs, nuint lanes)
        where TRule : struct, IUpdateRule<T>
    {
        bool isOneRow = lanes == _panel;
        update.UpdateRows<TVector>(ref weights, ref sums, isOneRow ? 1 : inputs, _panel, isOneRow ? inputs * lanes : lanes);
    }
}
