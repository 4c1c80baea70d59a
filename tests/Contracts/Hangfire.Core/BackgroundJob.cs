using Hangfire.Common;

namespace Hangfire;

/// <summary>A job with its identity.</summary>
public class BackgroundJob
{
    public BackgroundJob(string id, Job job, DateTime createdAt)
    {
        Id = id ?? throw new ArgumentNullException(nameof(id));
        Job = job;
        CreatedAt = createdAt;
    }

    public string Id { get; }

    public Job Job { get; }

    public DateTime CreatedAt { get; }
}
