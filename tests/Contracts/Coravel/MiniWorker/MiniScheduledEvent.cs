using Coravel.Scheduling.Schedule.Interfaces;

namespace Coravel.MiniWorker;

internal sealed class MiniScheduledEvent(Type type, object[] parameters) : IScheduleInterval, IScheduledEventConfiguration
{
    public Type Type => type;

    public object[] Parameters => parameters;

    public string OverlapIdentifier { get; private set; }

    public IScheduledEventConfiguration EverySecond() => this;

    public IScheduledEventConfiguration EveryMinute() => this;

    public IScheduledEventConfiguration Hourly() => this;

    public IScheduledEventConfiguration Daily() => this;

    public IScheduledEventConfiguration Cron(string cronExpression) => this;

    public IScheduledEventConfiguration PreventOverlapping(string uniqueIdentifier)
    {
        OverlapIdentifier = uniqueIdentifier;
        return this;
    }
}
