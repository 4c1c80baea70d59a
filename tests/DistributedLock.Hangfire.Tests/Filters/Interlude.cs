using Hangfire.States;

namespace DistributedLock.Hangfire.Tests.Filters;

/// <summary>Does something else, once, when a job has been performed and its state is about to be elected.</summary>
internal sealed class Interlude : IElectStateFilter
{
    public Action? Then { get; set; }

    public void OnStateElection(ElectStateContext context)
    {
        if (context.CandidateState is SucceededState && Then is { } then)
        {
            Then = null;
            then();
        }
    }
}
