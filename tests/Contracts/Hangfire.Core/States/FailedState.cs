namespace Hangfire.States;

/// <summary>It ended with an exception, and nobody elected another state.</summary>
public class FailedState : IState
{
    public static readonly string StateName = "Failed";

    public FailedState(Exception exception) => Exception = exception ?? throw new ArgumentNullException(nameof(exception));

    public Exception Exception { get; }

    public string Name => StateName;

    public string Reason { get; set; }

    public bool IsFinal => false;

    public bool IgnoreJobLoadException => false;

    public Dictionary<string, string> SerializeData() => [];
}
