using Quartz;

namespace DistributedLock.Jobs.Tests.Quartz;

/// <summary>What a test's jobs do, and what they did.</summary>
public sealed class JobProbe
{
    /// <summary>What the body of a job does.</summary>
    public Func<IJobExecutionContext, CancellationToken, Task> Body { get; set; } = static (_, _) => Task.CompletedTask;

    public async Task RunAsync(IJobExecutionContext context, CancellationToken cancellationToken) => await Body(context, cancellationToken);
}
