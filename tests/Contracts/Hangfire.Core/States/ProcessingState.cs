namespace Hangfire.States;

/// <summary>A worker has it.</summary>
public class ProcessingState : IState
{
    public static readonly string StateName = "Processing";

    internal ProcessingState()
    {
    }

    public string Name => StateName;

    public string Reason { get; set; }

    public bool IsFinal => false;

    public bool IgnoreJobLoadException => false;

    public Dictionary<string, string> SerializeData() => [];
}
