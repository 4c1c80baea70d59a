namespace Coravel.Scheduling.Schedule.Interfaces;

/// <summary>When a scheduled job runs.</summary>
public interface IScheduleInterval
{
    IScheduledEventConfiguration EverySecond();

    IScheduledEventConfiguration EveryMinute();

    IScheduledEventConfiguration Hourly();

    IScheduledEventConfiguration Daily();

    IScheduledEventConfiguration Cron(string cronExpression);
}
