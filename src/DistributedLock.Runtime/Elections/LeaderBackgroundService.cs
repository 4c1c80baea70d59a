using Microsoft.Extensions.Hosting;

namespace DistributedLock;

/// <summary>A hosted service that works only in the process that leads an election, once in each of its terms.</summary>
/// <remarks>Several services may share an election; one process then runs them all.</remarks>
public abstract class LeaderBackgroundService : BackgroundService
{
    private readonly ILeaderElection _election;

    /// <summary>Creates the service.</summary>
    /// <param name="election">The election, usually from the container (<c>AddLeaderElection</c>).</param>
    protected LeaderBackgroundService(ILeaderElection election) => _election = election ?? throw new ArgumentNullException(nameof(election));

    /// <summary>
    /// The work of the leader. Called when a term of this process begins, and again in its next one; never twice at the same time. One that returns early has done its work for this term.
    /// </summary>
    /// <param name="term">The term. Give its <see cref="LeadershipTerm.FencingToken"/> to what the work writes to.</param>
    /// <param name="cancellationToken">
    /// Fires when the term is over, or the application stops. This process does not lead again, and after a stop no other one does, before this method has ended: observe the token.
    /// </param>
    /// <remarks>
    /// An exception but for the cancellation ends the service, as with any <see cref="BackgroundService"/>: by default the host stops, and another process leads.
    /// </remarks>
    protected abstract Task ExecuteAsLeaderAsync(LeadershipTerm term, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // If the process dies here, another one leads and begins the work anew.
            await _election.RunWhileLeaderAsync(RunTermAsync, stoppingToken).ConfigureAwait(false);
        }
        catch (LeaderElectionStoppedException)
        {
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task RunTermAsync(LeadershipTerm term, CancellationToken cancellationToken)
    {
        await ExecuteAsLeaderAsync(term, cancellationToken).ConfigureAwait(false);

        // Done for this term: the election runs the body again in the next one, and only if this one ends with its term.
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
    }
}
