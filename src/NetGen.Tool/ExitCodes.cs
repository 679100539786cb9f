namespace NetGen.Tool;

/// <summary>What the process ends with; docs/cli.md says so to users.</summary>
internal static class ExitCodes
{
    /// <summary>All done.</summary>
    public const int Success = 0;

    /// <summary>The command ran, and its answer is bad: outputs differ, training diverged, a sample has no prediction.</summary>
    public const int Failure = 1;

    /// <summary>The command could not do its work: wrong arguments, or a file that cannot be read, used or written.</summary>
    public const int BadInput = 2;

    /// <summary>Training was interrupted; what was trained is saved.</summary>
    public const int Interrupted = 130;
}
