namespace Hangfire.States;

/// <summary>A change of a job's state.</summary>
public abstract class StateContext
{
    public abstract BackgroundJob BackgroundJob { get; }
}
