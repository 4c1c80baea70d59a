using System.Collections.Concurrent;

namespace DistributedLock.Hangfire.Tests.Jobs;

/// <summary>What the bodies of jobs do, as the test wants it.</summary>
public sealed class JobProbe
{
    /// <summary>What ran.</summary>
    public ConcurrentQueue<string> Runs { get; } = new();

    public Action<string, CancellationToken>? Body { get; set; }

    public string Run(string what, CancellationToken cancellationToken)
    {
        Runs.Enqueue(what);
        Body?.Invoke(what, cancellationToken);
        return what;
    }
}
