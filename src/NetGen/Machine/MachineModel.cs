using NetGen.Layout;

namespace NetGen.Machine;

/// <summary>
/// What is assumed of machines, and what follows from it for speed: how kernels are tiled, how much memory they take, what is fetched ahead
/// and when threads pay. The generator plans by it and the loops of the library follow it. Changing a number here changes no bit of a
/// result.
/// </summary>
internal static class MachineModel
{
    // The machine.

    /// <summary>Vector registers of 128 and 256 bits. There are twice as many of 512 bits, of which tiles of rows gain nothing.</summary>
    private const int Registers = 16;

    /// <summary>Sums that keep the multipliers busy: a multiply-add takes 4 cycles to its result, and two start in each.</summary>
    private const int BusySums = 4 * 2;

    private const int FirstLevelBytes = 32 << 10;
    private const int FirstLevelWays = 8;
    private const int SecondLevelBytes = 1 << 20;

    /// <summary>What one core may count on of the third-level cache.</summary>
    private const int ThirdLevelBytes = 4 << 20;

    private const int PageBytes = 4096;

    // Tiles.

    /// <summary>Vectors of output lanes that one tile holds beside each other.</summary>
    public const int TileVectors = 2;

    /// <summary>Rows of the larger tile with two vectors: with the weights and one input, the sums fill the registers.</summary>
    public const int LargeTileRows = (Registers - TileVectors - 1) / TileVectors;

    /// <summary>Rows of the smaller tile with two vectors: just enough sums. 6 and 4 make up every even number but 2.</summary>
    public const int SmallTileRows = BusySums / TileVectors;

    /// <summary>Units of a tile of the error pass behind a wide layer.</summary>
    public const int ErrorTileUnits = 4;

    /// <summary>Samples of a tile of that pass: with as many errors and one weight, its sums fill the registers.</summary>
    public const int WideErrorTileRows = (Registers - 1) / (ErrorTileUnits + 1);

    /// <summary>Panels whose weights, for one tile of units, that pass copies together: a quarter of a first-level cache.</summary>
    public const int ErrorBlockPanels = FirstLevelBytes / 4 / (ErrorTileUnits * LayoutRules.LineBytes);

    /// <summary>Samples whose sums wait while that pass goes from block to block: half of a first-level cache.</summary>
    public const int ErrorBlockRows = FirstLevelBytes / 2 / (ErrorTileUnits * LayoutRules.LineBytes);

    /// <summary>
    /// Vectors of inputs that a tile of the gradient kernel in dot form covers: enough to hide the latency of a multiply-add.
    /// </summary>
    public const int DotGradientVectors = 4;

    /// <summary>
    /// Inputs whose sums of the gradient wait for a rule with state, in whole tiles. Each such group costs the rule's constants and its
    /// first results, for which nothing else can be done; with fewer, that adds up. With what the rule reads and writes for them, the sums
    /// of more would push errors and inputs out of a first-level cache. A vector of 64 bytes that crosses a line takes twice as long, and a
    /// tile of them is only eight: so they are aligned. Generated code relies on the number: a smaller one needs another version of the
    /// seam.
    /// </summary>
    public const int WaitingInputs = 24;

    /// <summary>How many steps of a sum are written out rather than looped, for all vectors of a tile together.</summary>
    public const int MaxUnrolledSteps = 32;

    /// <summary>
    /// The most applications of an activation function in one method: the just-in-time compiler inlines six completely, and makes slow
    /// calls of what comes after.
    /// </summary>
    public const int MaxInlinedActivations = 4;

    // Multiply-adds of a layer, about 300 ns: a call takes 3.
    private const int MinCallingLayer = 1 << 13;

    // Those that a tile leaves over, 5 at most, are 1 % of so many.
    private const int ManyInputs = 512;

    // What a first-level cache holds beside inputs and activations.
    private const int MaxSpreadWeightBytes = FirstLevelBytes * 3 / 4;

    /// <summary>
    /// Rows of the larger and the smaller tile of a batch kernel with one or two vectors in a row. One vector: 8 rows hide the latency of
    /// a multiply-add.
    /// </summary>
    public static RowTiles RowTiles(int vectors) =>
        vectors == 1 ? new(BusySums, BusySums / 2) : new(LargeTileRows, SmallTileRows);

    /// <summary>
    /// Inputs that a tile of the gradient kernel covers: of a few numbers with enough sums, and with sums that fit into the registers, the
    /// largest of those that leave the fewest inputs over. Where two multiply-adds start in each cycle, 4 inputs by two vectors are just
    /// enough, and any delay costs time: with up to 256 bits a layer of many inputs takes 6, whatever is left over. With 512 bits that
    /// makes no difference.
    /// </summary>
    public static int GradientTile(int vectors, int inputs, int bits)
    {
        int[] candidates = vectors == 1 ? [8, 7, 6, 5] : bits < 512 && inputs >= ManyInputs ? [6] : [6, 5, 4];
        return inputs < candidates[0] ? inputs : candidates.OrderBy(tile => inputs % tile).First();
    }

    /// <summary>
    /// Whether the kernel for one sample calls activations rather than having them inlined: where the multiply-adds of the largest layer
    /// take so long that the calls do not count, as each inlined one takes the just-in-time compiler several milliseconds.
    /// </summary>
    public static bool CallsActivations(long largestLayer) => largestLayer >= MinCallingLayer;

    private const int MinSkippingInputs = 64;
    private const int FewRows = 7;

    /// <summary>
    /// The most inputs of a layer whose zeros kernels leave out. The others are listed on the stack by 16 bits each, and
    /// generated code relies on the number: a smaller one needs another version of the seam.
    /// </summary>
    public const int MaxSkippedInputs = 8192;

    /// <summary>The first inputs, which tell most samples with few zeros.</summary>
    public const int SkippingHead = 32;

    /// <summary>
    /// Whether kernels look for zeros among the inputs: in layers whose multiply-adds take much longer than looking.
    /// </summary>
    public static bool SkipsZeros(DenseLayout layout) => layout.Form == LayerForm.OutputLanes
        && layout.Inputs >= MinSkippingInputs && layout.Inputs <= MaxSkippedInputs
        && (long)layout.Inputs * layout.Lanes >= MinCallingLayer;

    /// <summary>
    /// The most non-zero inputs of a sample, of a given number, at which leaving out the zeros pays: more with vectors of 512 bits, where
    /// all inputs wait for weights from the second-level cache, and finding the non-zero ones is cheaper.
    /// </summary>
    public static nuint MaxNonZero(nuint inputs, int bits) => bits == 512 ? inputs * 5 / 8 : inputs * 3 / 8;

    /// <summary>
    /// The same for two samples, of inputs that are not zero in one of them or both: fewer where the units are one or two vectors of 512
    /// bits, as then tiles of samples take little longer.
    /// </summary>
    public static nuint MaxNonZeroOfPair(nuint inputs, nuint unitBytes, int bits) =>
        IsNarrow(unitBytes, bits) ? inputs * 2 / 5 : inputs / 2;

    /// <summary>The most non-zero ones among the first inputs of the first of many samples at which looking further pays.</summary>
    public static nuint MaxNonZeroOfHead(nuint inputs, nuint unitBytes, int bits) =>
        IsNarrow(unitBytes, bits) ? inputs * 5 / 16 : inputs * 3 / 8;

    /// <summary>The fewest samples of which the gradient leaves out zeros, where every weight changes all the same.</summary>
    public static nuint MinSkippingRows(nuint unitBytes, int bits) => IsNarrow(unitBytes, bits) ? 24u : FewRows;

    /// <summary>
    /// Inputs whose gradient is summed together, over the samples in which any of them is not zero: four where the units are one or two
    /// vectors of 512 bits, as then these are just enough sums, else two.
    /// </summary>
    public static nuint SkippingGroup(nuint unitBytes, int bits) => IsNarrow(unitBytes, bits) ? 4u : 2u;

    /// <summary>
    /// The most samples in which any input of a group is not zero, summed over the groups, at which the gradient of these alone pays. In
    /// twos, such a sample takes some 12 cycles, and a group 24, as nothing foretells the number of its samples; among all samples, each
    /// takes 4. In fours, with wider vectors, it takes from 5 to 9. Of few samples, groups that are all zero save reading and writing
    /// weights.
    /// </summary>
    public static nuint MaxNonZeroSamples(nuint groups, nuint inputs, nuint rows) =>
        rows < FewRows ? groups / 3 : inputs == 4 ? groups * ((4 * rows) - 4) / 10 : groups * ((4 * rows) - 24) / 12;

    private static bool IsNarrow(nuint unitBytes, int bits) => bits == 512 && unitBytes <= 2 * LayoutRules.LineBytes;

    /// <summary>
    /// How many inputs of a sample the kernel for one sample loads at a time, to spread each over the lanes from there: 4 with 512 bits of
    /// float where the layer's weights come from the first-level cache, as then a core that loads one vector a cycle waits for loads. Where
    /// other layers push them out, it costs nothing.
    /// </summary>
    public static int InputsPerLoad(DenseLayout layout, int bits, int elementSize) =>
        bits == 512 && elementSize == sizeof(float) && layout.WeightLength * elementSize <= MaxSpreadWeightBytes
            ? LayoutRules.ChunkBytes / sizeof(float) : 1;

    /// <summary>Whether the steps of a kernel for one sample are written out.</summary>
    public static bool UnrollsSample(DenseLayout layout, int vectors) =>
        layout.Inputs / layout.Segments * layout.Segments * vectors <= MaxUnrolledSteps;

    /// <summary>
    /// How the errors of the layer before this one are found. The library copies weights together where those of one unit lie in more
    /// panels than a cache has ways, and may push each other out of it. A tile for 512 bits uses each weight for so many samples that it
    /// does not matter until those of its units fill a quarter of a first-level cache.
    /// </summary>
    public static ErrorPass ErrorPassBehind(DenseLayout layout, int bits)
    {
        if (layout.Form == LayerForm.Dot)
        {
            return ErrorPass.Dot;
        }

        int maxPanels = bits == 512 ? ErrorBlockPanels : FirstLevelWays;
        return layout.ChainsErrors ? ErrorPass.Narrow
            : layout.Inputs >= ErrorTileUnits && layout.Lanes / layout.PanelLanes > maxPanels ? ErrorPass.Wide
            : ErrorPass.Written;
    }

    /// <summary>
    /// Units whose errors a written error kernel finds at once: their sums, side by side, are one vector of results, of four numbers, or of
    /// the two that the narrowest vector of double has.
    /// </summary>
    public static int WrittenErrorUnits(int bits, int elementSize) => Math.Min(4, bits / 8 / elementSize);

    /// <summary>Samples that a tile of a written error kernel covers, given the sums of each: they take half of the registers.</summary>
    public static int ErrorTileRows(int bits, int sumsPerRow) => Math.Max(1, (bits == 512 ? Registers : Registers / 2) / sumsPerRow);

    // What is fetched ahead.

    /// <summary>
    /// Inputs, each a line of a panel, by which weights are fetched ahead: a page, what memory delivers while a miss is under way.
    /// </summary>
    private const int PrefetchedInputs = PageBytes / LayoutRules.LineBytes;

    /// <summary>
    /// Samples of a data set ahead of the one being packed that are fetched: at least some hundred nanoseconds, the latency of memory, and
    /// few enough to be still in the second-level cache after a training step in between.
    /// </summary>
    public const int PrefetchedSamples = 16;

    /// <summary>Of longer inputs, the rest is left to the processor, which by then has noticed that they are read in sequence.</summary>
    public const int MaxPrefetchedInputBytes = PageBytes;

    /// <summary>Shorter inputs that lie one after another are copied together faster than one by one with fetching ahead.</summary>
    public const int MinPrefetchedInput = 256;

    /// <summary>
    /// Bytes of parameters that a thread asks for before its part of a step: what surely stays in the second-level cache until used.
    /// </summary>
    public const int PrefetchedParameterBytes = SecondLevelBytes / 4;

    // Shorter rows follow each other so closely that the processor fetches them ahead by itself.
    private const int MinPrefetchedRowBytes = 1024;

    private const int MinPrefetchedWeightBytes = SecondLevelBytes / 2;

    /// <summary>
    /// Whether tiles fetch coming inputs ahead of time, for inputs that come from beyond the second-level cache: what the processor fetches
    /// by itself begins anew with each row.
    /// </summary>
    public static bool PrefetchesInputs(DenseLayout layout, int elementSize) => (long)layout.Inputs * elementSize >= MinPrefetchedRowBytes;

    /// <summary>Inputs by which tiles fetch coming weights ahead of time: 0 where these stay in the second-level cache.</summary>
    public static int PrefetchedWeights(DenseLayout layout, int elementSize) =>
        layout.WeightLength * elementSize >= MinPrefetchedWeightBytes ? PrefetchedInputs : 0;

    // Memory.

    /// <summary>Scratch of one sample, with its outputs, lies on the stack up to this size.</summary>
    public const int MaxStackBytes = PageBytes;

    /// <summary>
    /// Bytes of inputs, targets and outputs of a batch of an evaluation: they stay in a second-level cache beside weights.
    /// </summary>
    public const int EvaluationBytes = SecondLevelBytes / 4;

    /// <summary>
    /// The most samples of a block. Generated code relies on the number: a smaller one needs another version of the seam.
    /// </summary>
    public const int MaxBlockRows = 128;

    private const int MinBlockRows = 16;
    private const int MaxScalarBlockRows = 32;

    // Elements of activations of a block of samples. Wide layers read all their weights for each block, so more samples pay even where the
    // activations do not stay in the second-level cache.
    private const int BlockElements = ThirdLevelBytes / sizeof(float);

    // Very wide layers: rather fewer samples than scratch of gigabytes.
    private const int MaxBlockElements = 16 * BlockElements;

    // From here on a power of two as the distance of rows puts too many of them into the same few sets of the first-level cache.
    private const int AliasingLanes = 128;

    /// <summary>Elements from one sample's activations to the next's.</summary>
    public static int Stride(DenseLayout layout)
    {
        int vectors = layout.Lanes / layout.LaneCount;
        return layout.Lanes >= AliasingLanes && vectors % 2 == 0 ? layout.Lanes + layout.LaneCount : layout.Lanes;
    }

    /// <summary>
    /// Elements of scratch for the activations of a block of samples: a row more, up to a page and a line, so that the first rows of the
    /// layers, which are all that one sample takes, do not lie a power of two apart.
    /// </summary>
    public static int BlockScratch(int rows, int stride, int elementSize) =>
        (rows * stride) + Math.Min(stride, (PageBytes + LayoutRules.LineBytes) / elementSize);

    /// <summary>
    /// Samples that go through the layers together, given the elements of activations of each. An even number is made up of tiles.
    /// </summary>
    public static int BlockRows(long elementsPerRow) =>
        (int)Math.Max(
            Math.Min(MinBlockRows, Math.Max(1, MaxBlockElements / elementsPerRow)),
            Math.Min(MaxBlockRows, BlockElements / elementsPerRow / 2 * 2));

    /// <summary>The same for plain loops, which gain by no more.</summary>
    public static int ScalarBlockRows(long elementsPerRow) =>
        (int)Math.Max(1, Math.Min(MaxScalarBlockRows, MaxBlockElements / elementsPerRow));

    // Threads.

    // Multiply-adds of a training step from which on handing its two halves to other threads pays, and the fewest samples from which
    // fetching the weights that other cores have updated does.
    private const long MinParallelStep = 3 << 19;
    private const int MinParallelRowCount = 12;

    // More would drive weights and activations out of the second-level caches.
    private const int MaxCopyBytes = SecondLevelBytes;

    /// <summary>
    /// Microseconds for which a thread of a team looks out for more work before it sleeps: about what it takes to wake it.
    /// </summary>
    public const int LookOutMicroseconds = 50;

    /// <summary>
    /// Spins, about 20 microseconds, after which the thread that has called a team lets others have the processor: a worker may be waiting
    /// for it.
    /// </summary>
    public const int CallerSpins = 500;

    /// <summary>
    /// The fewest samples of a training step that are worth dividing among threads: each takes up to three multiply-adds with each
    /// parameter, in the forward pass, for errors and for the gradient.
    /// </summary>
    public static int MinParallelRows(long parameterCount) => (int)Math.Max(MinParallelRowCount, MinParallelStep / (3 * parameterCount));

    /// <summary>
    /// Whether each thread packs the inputs of a mini-batch into a copy of its own, rather than a part of one for all: reading what another
    /// core has just written takes longer than packing it once more.
    /// </summary>
    public static bool CopiesInputs(long bytes) => bytes <= MaxCopyBytes;
}
