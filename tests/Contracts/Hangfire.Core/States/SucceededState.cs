namespace Hangfire.States;

/// <summary>It ended without an exception, or a filter cancelled it.</summary>
public class SucceededState : IState
{
    public static readonly string StateName = "Succeeded";

    internal SucceededState(object result) => Result = result;

    public object Result { get; }

    public string Name => StateName;

    public string Reason { get; set; }

    public bool IsFinal => true;

    public bool IgnoreJobLoadException => false;

    public Dictionary<string, string> SerializeData() => [];
}
