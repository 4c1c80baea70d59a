using System.Runtime.ExceptionServices;

namespace DistributedLock.FailFast;

/// <summary>One acquisition that wants to ask an open circuit's store, and what became of it.</summary>
internal sealed class CircuitQuestion(Func<ValueTask<IDistributedLockHandle?>> ask)
{
    /// <summary>Whether it was the one that was let through.</summary>
    public bool WasAsked { get; private set; }

    /// <summary>The lock, if the store gave it.</summary>
    public IDistributedLockHandle? Handle { get; private set; }

    /// <summary>What was thrown instead of an answer.</summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>Asks. Never throws.</summary>
    /// <returns>What says that the store does not answer; <see langword="null"/> where it did, also by a refusal.</returns>
    public async ValueTask<Exception?> AskAsync()
    {
        WasAsked = true;
        try
        {
            Handle = await ask().ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            // A cancelled question, or one that was wrong in itself, has shown nothing: the circuit stays as it is.
            Failure = ExceptionDispatchInfo.Capture(exception);
            return exception is LockBackendException { IsTransient: false } ? null : exception;
        }
    }
}
