namespace Hangfire.States;

/// <summary>Waits for a worker.</summary>
public class EnqueuedState : IState
{
    public const string DefaultQueue = "default";

    public static readonly string StateName = "Enqueued";

    public string Name => StateName;

    public string Reason { get; set; }

    public bool IsFinal => false;

    public bool IgnoreJobLoadException => false;

    public Dictionary<string, string> SerializeData() => [];
}
