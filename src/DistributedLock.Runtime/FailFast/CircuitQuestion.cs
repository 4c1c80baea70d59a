using System.Runtime.ExceptionServices;
using DistributedLock.Providers;

namespace DistributedLock.FailFast;

/// <summary>One acquisition that wants to ask an open circuit's store, and what became of it.</summary>
/// <param name="ask">Asks the store.</param>
/// <param name="cancellationToken">The caller's.</param>
internal sealed class CircuitQuestion(Func<ValueTask<IDistributedLockHandle?>> ask, CancellationToken cancellationToken)
{
    // Longer than any engine waits for an answer. Only a provider of another kind can exceed it, whose one lost answer would keep all others out for ever.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource<CircuitAnswer> _end = new();

    /// <summary>Whether it may be asked.</summary>
    public bool IsLetThrough { get; private set; }

    /// <summary>What has become known of the store, by the time that the circuit waits for.</summary>
    public CircuitAnswer Answer { get; private set; }

    /// <summary>The lock, if the store gave it.</summary>
    public IDistributedLockHandle? Handle { get; private set; }

    /// <summary>What was thrown instead of an answer.</summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>Lets it be asked. Ends with the answer, or when it has taken too long; never throws.</summary>
    public async ValueTask<CircuitAnswer> LetThroughAsync(TimeProvider clock)
    {
        IsLetThrough = true;
        try
        {
            Answer = await _end.Task.WaitAsync(Longest, clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Answer = CircuitAnswer.None;
        }

        return Answer;
    }

    /// <summary>Asks, however long that takes. Never throws.</summary>
    public async Task AskAsync(StoreWatch watch) => _end.SetResult(await RunAsync(watch).ConfigureAwait(false));

    private async Task<CircuitAnswer> RunAsync(StoreWatch watch)
    {
        var answers = watch.Answers;
        try
        {
            Handle = await ask().ConfigureAwait(false);

            // Contended in the queue of its own process, perhaps, which proves nothing.
            return Handle is not null || watch.Answers != answers ? CircuitAnswer.Given : CircuitAnswer.Void;
        }
        catch (Exception exception)
        {
            Failure = ExceptionDispatchInfo.Capture(exception);
            return exception switch
            {
                LockBackendException { IsTransient: false } => CircuitAnswer.Given,
                LockBackendException => CircuitAnswer.None,
                OperationCanceledException when !cancellationToken.IsCancellationRequested => CircuitAnswer.None, // a limit of the provider's own
                _ => CircuitAnswer.Void, // given up by the caller, or wrong in itself
            };
        }
    }
}
