namespace Hangfire.States;

/// <summary>What a job is up to.</summary>
public interface IState
{
    string Name { get; }

    string Reason { get; }

    bool IsFinal { get; }

    bool IgnoreJobLoadException { get; }

    Dictionary<string, string> SerializeData();
}
