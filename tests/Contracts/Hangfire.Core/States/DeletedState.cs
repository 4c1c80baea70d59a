namespace Hangfire.States;

/// <summary>Nobody wants it any more.</summary>
public class DeletedState : IState
{
    public static readonly string StateName = "Deleted";

    public string Name => StateName;

    public string Reason { get; set; }

    public bool IsFinal => true;

    public bool IgnoreJobLoadException => true;

    public Dictionary<string, string> SerializeData() => [];
}
