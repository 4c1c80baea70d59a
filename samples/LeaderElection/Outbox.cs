using DistributedLock;

namespace Samples.LeaderElection;

/// <summary>The whole point of the sample: what must be done by one process at a time, and goes on when that process ends.</summary>
public sealed class Outbox(ILeaderElection election) : LeaderBackgroundService(election)
{
    protected override async Task ExecuteAsLeaderAsync(LeadershipTerm term, CancellationToken cancellationToken)
    {
        Candidate.Say($"leads, term {term}");
        try
        {
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            while (await pace.WaitForNextTickAsync(cancellationToken))
            {
                // What the work writes to gets the term's number, so that it can refuse a leader of an earlier term that wakes up late.
                Candidate.Say($"sends a message in term {term.FencingToken}");
            }
        }
        finally
        {
            Candidate.Say($"leads no more, term {term}");
        }
    }
}
