namespace NetGen.Threading;

/// <summary>Work that a <see cref="WorkerTeam"/> divides.</summary>
internal interface ITeamWork
{
    /// <summary>Does the share of one of several workers, while other threads do the others.</summary>
    void Run(int worker, int workers);
}
