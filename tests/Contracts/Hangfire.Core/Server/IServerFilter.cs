namespace Hangfire.Server;

/// <summary>Runs around the performance of every job.</summary>
public interface IServerFilter
{
    void OnPerforming(PerformingContext context);

    void OnPerformed(PerformedContext context);
}
