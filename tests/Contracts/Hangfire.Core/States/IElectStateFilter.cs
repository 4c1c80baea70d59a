namespace Hangfire.States;

/// <summary>May put another state in the place of the one that a job is about to get.</summary>
public interface IElectStateFilter
{
    void OnStateElection(ElectStateContext context);
}
