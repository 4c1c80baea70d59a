using Coravel.Invocable;

namespace Coravel.Scheduling.Schedule.Interfaces;

/// <summary>Runs jobs at times.</summary>
public interface IScheduler
{
    IScheduleInterval Schedule<T>() where T : IInvocable;

    IScheduleInterval ScheduleWithParams<T>(params object[] parameters) where T : IInvocable;

    IScheduler OnWorker(string workerName);
}
