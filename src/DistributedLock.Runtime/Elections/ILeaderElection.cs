namespace DistributedLock;

/// <summary>
/// One candidate's view of an election: among all processes that take part under one name, at most one leads at a time. All members are thread-safe.
/// </summary>
/// <remarks>
/// No lock service can stop a process that was frozen from doing one more thing after it wakes. <see cref="IsLeader"/> is <see langword="false"/> then, but what is already on its way
/// to a database is not called back: give <see cref="LeadershipTerm.FencingToken"/> to what the leader writes, and let it refuse lower ones.
/// </remarks>
public interface ILeaderElection
{
    /// <summary>The name that the candidates have in common.</summary>
    string Name { get; }

    /// <summary>
    /// Whether this process leads at this moment. By the lease and the monotonic clock, not by what was last heard: also right after the process was frozen.
    /// </summary>
    bool IsLeader { get; }

    /// <summary>The term in which this process leads at this moment; <see langword="null"/> when it does not. One read gives all of it: number, token, start.</summary>
    LeadershipTerm? Term { get; }

    /// <summary>The token of the current <see cref="Term"/>; one that has fired already while this process does not lead.</summary>
    CancellationToken LeadershipToken { get; }

    /// <summary>
    /// This process has become the leader. Both events are raised on the thread pool, one at a time and in order, and hold nothing up: when a handler runs, its term may be over.
    /// What a handler throws is logged, and the next one is called.
    /// </summary>
    event EventHandler<LeadershipStartedEventArgs>? LeadershipStarted;

    /// <summary>A term of this process is over. Raised as <see cref="LeadershipStarted"/> is.</summary>
    event EventHandler<LeadershipEndedEventArgs>? LeadershipEnded;

    /// <summary>Waits until this process leads; joins the election if nobody has started it yet.</summary>
    /// <param name="cancellationToken">Ends the wait. This process goes on being a candidate.</param>
    /// <returns>The term, which may be over by the time it is looked at.</returns>
    /// <exception cref="LeaderElectionStoppedException">The election was stopped.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    ValueTask<LeadershipTerm> WaitUntilLeaderAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs a body on the leader until it is done: waits until this process leads, runs it, and when the term ended first, runs it again in the next term of this process.
    /// Joins the election if nobody has started it yet.
    /// </summary>
    /// <param name="body">
    /// What to run, in the caller's context. Its token fires when the term is over, and when <paramref name="cancellationToken"/> does. As long as it goes on in spite of that, this process
    /// does not lead again; and where the term was ended by <see cref="LeaderElection.StopAsync"/>, nobody else leads before the body has ended.
    /// </param>
    /// <param name="cancellationToken">Ends the wait, and is part of the body's token. This process goes on being a candidate.</param>
    /// <returns>A task that ends when the body has ended within its term.</returns>
    /// <exception cref="LeaderElectionStoppedException">The election was stopped before the body was done.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled, or the body threw this within its term.</exception>
    /// <remarks>Any exception of the body but the cancellation by the end of its term passes unchanged, and ends nothing but this call.</remarks>
    Task RunWhileLeaderAsync(Func<LeadershipTerm, CancellationToken, Task> body, CancellationToken cancellationToken = default);
}
