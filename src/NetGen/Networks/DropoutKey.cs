namespace NetGen;

/// <summary>
/// What decides which inputs the <see cref="DropoutAttribute">dropout layers</see> of a network drop in a step of training: equal keys drop
/// the same inputs, on any machine and any number of threads.
/// </summary>
/// <param name="Seed">Any number: one for a whole training run.</param>
/// <param name="Step">The number of the step: another one for each mini-batch, so that each drops other inputs.</param>
/// <example><code>
/// for (long step = 0; step &lt; steps; step++)
/// {
///     net.TrainMiniBatch(inputs, targets, optimizer, dropout: new DropoutKey(seed, step));
/// }
/// </code></example>
public readonly record struct DropoutKey(long Seed, long Step)
{
    /// <summary>
    /// The number of the first sample in its mini-batch: 0, unless the samples of a mini-batch are divided among several calls of
    /// <c>Backprop</c>.
    /// </summary>
    public long FirstSample { get; init; }
}
