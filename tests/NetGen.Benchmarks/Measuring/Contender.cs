namespace NetGen.Benchmarks.Measuring;

/// <summary>Something that can be run many times in a row and timed.</summary>
internal abstract class Contender(string name)
{
    public string Name { get; } = name;

    /// <summary>Runs the work <paramref name="repetitions"/> times.</summary>
    public abstract void Run(int repetitions);
}
