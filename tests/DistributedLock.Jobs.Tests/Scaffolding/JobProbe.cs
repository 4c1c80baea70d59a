using System.Collections.Concurrent;

namespace DistributedLock.Jobs.Tests.Scaffolding;

/// <summary>What a test's jobs do while they hold their lock, and who did it.</summary>
public sealed class JobProbe
{
    private readonly ConcurrentQueue<string> _ran = new();

    /// <summary>What a job does with the token that it is given.</summary>
    public Func<CancellationToken, Task> Body { get; set; } = static _ => Task.CompletedTask;

    /// <summary>The names that jobs gave, in the order they began.</summary>
    public IReadOnlyCollection<string> Ran => _ran;

    public void Run(string name) => _ran.Enqueue(name);

    public async Task RunAsync(string name, CancellationToken cancellationToken)
    {
        Run(name);
        await Body(cancellationToken);
    }
}
