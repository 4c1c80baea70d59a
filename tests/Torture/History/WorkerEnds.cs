namespace DistributedLock.Torture;

/// <summary>How a worker process may end.</summary>
internal static class WorkerEnds
{
    /// <summary>The conductor killed it.</summary>
    public const string Killed = "killed";

    /// <summary>It was asked to finish, and did.</summary>
    public const string Finished = "finished";

    /// <summary>By itself.</summary>
    public const string Failed = "failed";
}
