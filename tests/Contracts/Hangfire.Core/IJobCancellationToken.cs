namespace Hangfire;

/// <summary>What a job method may ask for to learn of a shutdown, or of its own deletion.</summary>
public interface IJobCancellationToken
{
    CancellationToken ShutdownToken { get; }

    void ThrowIfCancellationRequested();
}
