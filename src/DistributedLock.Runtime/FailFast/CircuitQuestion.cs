using System.Runtime.ExceptionServices;
using DistributedLock.Providers;

namespace DistributedLock.FailFast;

/// <summary>One acquisition that wants to ask an open circuit's store, and what became of it.</summary>
internal sealed class CircuitQuestion(Func<ValueTask<IDistributedLockHandle?>> ask)
{
    // Longer than any engine waits for an answer. Only a provider of another kind can exceed it, whose one lost answer would keep all others out for ever.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private Task<CircuitAnswer>? _run;

    /// <summary>Whether it was the one that was let through.</summary>
    public bool WasAsked => _run is not null;

    /// <summary>What has become known of the store.</summary>
    public CircuitAnswer Answer { get; private set; }

    /// <summary>The lock, if the store gave it.</summary>
    public IDistributedLockHandle? Handle { get; private set; }

    /// <summary>What was thrown instead of an answer.</summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>Asks. Never throws; an asynchronous question that takes too long goes on when this has ended.</summary>
    public async ValueTask<CircuitAnswer> AskAsync(StoreWatch watch, TimeProvider clock)
    {
        _run = RunAsync(watch);
        try
        {
            Answer = await (_run.IsCompleted ? _run : _run.WaitAsync(Longest, clock)).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Answer = CircuitAnswer.None;
        }

        return Answer;
    }

    /// <summary>Ends when the question has, however long that takes.</summary>
    public Task WaitForEndAsync() => _run!;

    private async Task<CircuitAnswer> RunAsync(StoreWatch watch)
    {
        var answers = watch.Answers;
        try
        {
            Handle = await ask().ConfigureAwait(false);

            // Contended in the queue of its own process, perhaps, which proves nothing.
            return Handle is not null || watch.Answers != answers ? CircuitAnswer.Given : CircuitAnswer.Unasked;
        }
        catch (Exception exception)
        {
            Failure = ExceptionDispatchInfo.Capture(exception);
            return exception switch
            {
                LockBackendException { IsTransient: false } => CircuitAnswer.Given,
                LockBackendException or OperationCanceledException => CircuitAnswer.None,
                _ => CircuitAnswer.Unasked, // wrong in itself
            };
        }
    }
}
