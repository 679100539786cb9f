namespace NetGen;

/// <summary>Work that a <see cref="WorkerTeam"/> divides.</summary>
internal interface ITeamWork
{
    /// <summary>Does one of several parts, while other threads do the others.</summary>
    void Run(int part, int parts);
}
