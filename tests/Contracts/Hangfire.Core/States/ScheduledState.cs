namespace Hangfire.States;

/// <summary>Waits for its time.</summary>
public class ScheduledState : IState
{
    public static readonly string StateName = "Scheduled";

    public ScheduledState(TimeSpan enqueueIn)
        : this(DateTime.UtcNow.Add(enqueueIn))
    {
    }

    public ScheduledState(DateTime enqueueAt) => EnqueueAt = enqueueAt;

    public DateTime EnqueueAt { get; }

    public string Name => StateName;

    public string Reason { get; set; }

    public bool IsFinal => false;

    public bool IgnoreJobLoadException => false;

    public Dictionary<string, string> SerializeData() => [];
}
