namespace NetGen.Generator;

/// <summary>
/// What the planner assumes of machines: registers, cache sizes, latencies. No number of this kind stands anywhere else in the generator; those that fix the order of sums are in LayerLayout.
/// </summary>
internal static class CostModel
{
    /// <summary>Scratch of one sample, with its outputs, lies on the stack up to this size.</summary>
    public const int MaxStackBytes = 4096;

    /// <summary>Vectors of inputs that a tile of the gradient kernel in dot form covers: enough to hide the latency of a multiply-add.</summary>
    public const int DotGradientVectors = 4;

    /// <summary>Inputs, each a line of a panel, by which weights are fetched ahead: 4 KB, what memory delivers while a miss is under way.</summary>
    public const int PrefetchedInputs = 64;

    /// <summary>Vectors of output lanes that one tile holds beside each other.</summary>
    public const int TileVectors = 2;

    /// <summary>
    /// The most applications of an activation function in one method: the just-in-time compiler inlines six completely, and makes slow
    /// calls of what comes after.
    /// </summary>
    public const int MaxInlinedActivations = 4;

    private const int CacheWays = 8;

    // Units of a tile of the library's error pass.
    private const int ErrorTileUnits = 4;

    // 8 KB of weights in a tile of units.
    private const int MaxErrorPanels512 = 32;

    // Elements of activations of a block of samples: 4 MB in float, part of a third-level cache. Wide layers read all their weights for
    // each block, so more samples pay even where the activations do not stay in the second-level cache.
    private const int BlockElements = 1 << 20;

    private const int MinBlockRows = 16;

    // Very wide layers: rather fewer samples than scratch of gigabytes.
    private const int MaxBlockElements = 1 << 24;

    private const int MaxBlockRows = 128;

    // Multiply-adds of a layer, about 300 ns: a call takes 3.
    private const int MinCallingLayer = 1 << 13;

    // Shorter rows follow each other so closely that the processor fetches them ahead by itself.
    private const int MinPrefetchedRowBytes = 1024;

    // Those that a tile leaves over, 5 at most, are 1 % of so many.
    private const int ManyInputs = 512;

    private const int SpreadInputs = 4;

    // What a first-level cache holds beside the inputs.
    private const int MaxSpreadWeightBytes = 3 << 13;

    // Half of a second-level cache.
    private const int MinPrefetchedWeightBytes = 1 << 19;

    // Multiply-adds of a training step from which on handing its two halves to other threads pays, and the fewest samples from which
    // fetching the weights that other cores have updated does.
    private const long MinParallelStep = 3 << 19;
    private const int MinParallelSamples = 12;

    // From here on a power of two as the distance of rows puts too many of them into the same few sets of the first-level cache.
    private const int AliasingLanes = 128;

    /// <summary>How many steps of a reduction are written out rather than looped, for all vectors of a tile together.</summary>
    public const int MaxUnrolledSteps = 32;

    /// <summary>
    /// Rows of the larger and the smaller tile of a batch kernel with this many vectors in a row. A tile keeps rows × vectors
    /// accumulators: enough to hide the latency of a fused multiply-add (4 cycles, 2 a cycle), few enough that with the weights and one
    /// input they fit into 16 registers. Two vectors: 6 and 4 make up every even number but 2. One vector: 8 and 4.
    /// </summary>
    public static RowTiles RowTiles(int vectors) => vectors == 1 ? new(8, 4) : new(6, 4);

    /// <summary>
    /// Inputs that a tile of the gradient kernel covers: of the numbers that keep the multipliers busy and the accumulators in 16
    /// registers, the largest of those that leave the fewest inputs over. Where two multiply-adds start in each cycle, 4 inputs by two
    /// vectors are just enough, and any delay costs time: there a layer of many inputs takes 6, whatever is left over.
    /// </summary>
    public static int GradientTile(int vectors, int inputs, KernelTarget target)
    {
        int[] candidates = vectors == 1 ? [8, 7, 6, 5] : target.Bits < 512 && inputs >= ManyInputs ? [6] : [6, 5, 4];
        return inputs < candidates[0] ? inputs : candidates.OrderBy(tile => inputs % tile).First();
    }

    /// <summary>
    /// Whether the kernel for one sample calls activations rather than having them inlined: where the multiply-adds of the largest layer
    /// take so long that the calls do not count, as each inlined one takes the just-in-time compiler several milliseconds.
    /// </summary>
    public static bool CallsActivations(long largestLayer) => largestLayer >= MinCallingLayer;

    /// <summary>
    /// How many inputs of a sample the kernel for one sample loads at a time, to spread each over the lanes from there: 4 where a layer's
    /// weights fit into the first-level cache, as loads are then what takes the time. Where other layers push them out, it costs nothing.
    /// </summary>
    public static int InputsPerLoad(LayerLayout layout, VectorShape vector, int elementSize) =>
        SpreadsInputs(vector.Bits, elementSize) && layout.WeightLength * elementSize <= MaxSpreadWeightBytes ? SpreadInputs : 1;

    /// <summary>
    /// Whether spreading a number from a register over a vector may take less than loading it into one: by float in 512 bits, where a core
    /// loads one such vector a cycle.
    /// </summary>
    public static bool SpreadsInputs(int bits, int elementSize) => bits == 512 && elementSize == sizeof(float);

    /// <summary>
    /// Whether tiles of rows fetch the inputs of the next tile ahead of time, for inputs that come from beyond the second-level cache:
    /// what the processor fetches by itself begins anew with each row.
    /// </summary>
    public static bool PrefetchesInputs(LayerLayout layout, int elementSize) => (long)layout.Inputs * elementSize >= MinPrefetchedRowBytes;

    /// <summary>Whether tiles fetch coming weights ahead of time: where they do not stay in the second-level cache.</summary>
    public static bool PrefetchesWeights(LayerLayout layout, int elementSize) => layout.WeightLength * elementSize >= MinPrefetchedWeightBytes;

    /// <summary>
    /// Whether errors are carried back from a layer by the library, which copies weights together before it uses them: where the weights
    /// of one unit lie in more panels than a cache has ways, and may push each other out of it. A tile for 512 bits uses each weight for
    /// so many samples that it does not matter until those of its units fill a quarter of a first-level cache.
    /// </summary>
    public static bool CallsErrorPass(LayerLayout layout, KernelTarget target) =>
        layout.Form == LayerForm.OutputLanes
        && layout.Inputs >= ErrorTileUnits
        && layout.Lanes / layout.PanelLanes > (target.Bits == 512 ? MaxErrorPanels512 : CacheWays);

    /// <summary>Samples that a tile of the error kernel covers, given the accumulators that each sample needs.</summary>
    public static int ErrorTileRows(KernelTarget target, int accumulatorsPerRow) =>
        Math.Max(1, (target.Bits == 512 ? 16 : 8) / accumulatorsPerRow);

    /// <summary>Elements from one sample's activations to the next's.</summary>
    public static int Stride(LayerLayout layout)
    {
        int vectors = layout.Lanes / layout.LaneCount;
        return layout.Lanes >= AliasingLanes && vectors % 2 == 0 ? layout.Lanes + layout.LaneCount : layout.Lanes;
    }

    /// <summary>
    /// The fewest samples of a training step that are worth dividing among threads: each takes a multiply-add with each parameter in the
    /// forward pass, and as many again for errors and for the gradient.
    /// </summary>
    public static int MinParallelRows(long parameterCount) => (int)Math.Max(MinParallelSamples, MinParallelStep / (3 * parameterCount));

    /// <summary>Samples that go through the layers together, given the elements of activations of each. An even number is made up of tiles.</summary>
    public static int BlockRows(long elementsPerRow) =>
        (int)Math.Max(
            Math.Min(MinBlockRows, Math.Max(1, MaxBlockElements / elementsPerRow)),
            Math.Min(MaxBlockRows, BlockElements / elementsPerRow / 2 * 2));
}
