namespace Coravel.Scheduling.Schedule.Interfaces;

/// <summary>How the scheduler reports what goes wrong.</summary>
public interface ISchedulerConfiguration
{
    ISchedulerConfiguration OnError(Action<Exception> onError);
}
