namespace DistributedLock.Torture;

/// <summary>One hold: it reads and writes what the lock protects, looks at its handle before each step, and says what it saw.</summary>
/// <param name="settings">The worker's settings.</param>
/// <param name="handle">The lock.</param>
/// <param name="access">How it is held.</param>
/// <param name="attempt">The attempt's name.</param>
/// <param name="answered">The number of the last answer of the conductor.</param>
/// <param name="conductor">The line to it.</param>
/// <param name="clock">The provider's clock.</param>
internal sealed class WorkerHold(
    WorkerSettings settings, IDistributedLockHandle handle, Access access, string attempt, long answered, ConductorLine conductor, SteppedClock clock)
{
    private long _answered = answered;

    public async Task RunAsync(HoldChoices choices)
    {
        await TellAsync(Look(EntryKind.Held));
        await UseAsync(choices);
        await TellAsync(Look(EntryKind.Releasing));
        if (choices.ReleasesSynchronously)
        {
            await Task.Run(handle.Dispose);
        }
        else
        {
            await handle.DisposeAsync();
        }

        await TellAsync(new HistoryEntry { Kind = EntryKind.Released, Attempt = attempt, Lost = Loss() });
    }

    private async Task UseAsync(HoldChoices choices)
    {
        // A permit is held beside others: what it protects cannot be fenced, so it is only looked at.
        var version = 0L;
        if (access != Access.Permit)
        {
            var first = await TellAsync(Look(EntryKind.Read));
            if (!first.IsAccepted)
            {
                return;
            }

            version = first.Version;
        }

        for (var step = 0; step < choices.Steps; step++)
        {
            await PauseAsync(choices.Length / choices.Steps);
            if (choices.Extends && step == 0)
            {
                await ExtendAsync();
            }

            var entry = Look(access == Access.Permit ? EntryKind.Examined : choices.Writes ? EntryKind.Written : EntryKind.Read);
            if (entry.Lost is not null && !choices.GoesOnWhenLost)
            {
                return;
            }

            var answer = await TellAsync(entry with { BasedOn = entry.Kind == EntryKind.Written ? version : null });
            version = answer.Version;
            if (!answer.IsAccepted)
            {
                return;
            }
        }
    }

    /// <summary>The same lease as before, so that its deadline says when it was asked for.</summary>
    private async Task ExtendAsync()
    {
        try
        {
            await handle.ExtendAsync(TimeSpan.FromMilliseconds(settings.Lease));
        }
        catch (LockBackendException)
        {
            // One of the faults; the next look tells what became of the lock.
        }
    }

    /// <summary>First the deadline, then the loss: what is not lost was not lost when its deadline was read.</summary>
    private HistoryEntry Look(EntryKind kind)
    {
        var until = clock.Until(() => handle.ExpiresAt);
        return new HistoryEntry
        {
            Kind = kind,
            Attempt = attempt,
            Token = kind is EntryKind.Held or EntryKind.Read or EntryKind.Written ? handle.FencingToken : null,
            After = _answered,

            // No rest: the deadline has passed, and nobody knows for how long.
            Deadline = until is { } rest && rest.Left > TimeSpan.Zero ? Recorder.MachineMicroseconds(rest.Stamp) + (rest.Left.Ticks / 10) : null,
            Lost = Loss(),
        };
    }

    private string? Loss() => (handle as DistributedLockHandle)?.LossReason is { } reason and not LockLossReason.None ? reason.ToString()
        : handle.LostToken.IsCancellationRequested ? "unknown"
        : null;

    private async Task<ConductorAnswer> TellAsync(HistoryEntry entry)
    {
        var answer = await conductor.TellAsync(entry);
        _answered = answer.Number;
        return answer;
    }

    private static Task PauseAsync(TimeSpan pause) => pause > TimeSpan.FromMilliseconds(1) ? Task.Delay(pause) : Task.CompletedTask;
}
