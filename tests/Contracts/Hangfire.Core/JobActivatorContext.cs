namespace Hangfire;

/// <summary>For which job a scope is started.</summary>
public class JobActivatorContext
{
    internal JobActivatorContext(BackgroundJob backgroundJob, IJobCancellationToken cancellationToken)
    {
        BackgroundJob = backgroundJob;
        CancellationToken = cancellationToken;
    }

    public BackgroundJob BackgroundJob { get; }

    public IJobCancellationToken CancellationToken { get; }
}
