namespace Coravel.Scheduling.Schedule.Interfaces;

/// <summary>What else is said about a scheduled job.</summary>
public interface IScheduledEventConfiguration
{
    IScheduledEventConfiguration PreventOverlapping(string uniqueIdentifier);
}
