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
    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _answered = answered;

    public async Task RunAsync(HoldChoices choices)
    {
        // Before anything is lost: whoever asks afterwards is given a token that has fired.
        using var hearing = handle.LostToken.Register(() => _heard.TrySetResult());
        await TellAsync(Look(EntryKind.Held));
        await UseAsync(choices);
        var last = Look(EntryKind.Releasing);
        if (last.Lost is not null)
        {
            await _heard.Task.WaitAsync(TimeSpan.FromSeconds(30)); // a body that only listens has to hear of it as well
        }

        await TellAsync(last);
        if (choices.ReleasesSynchronously)
        {
            await Task.Run(handle.Dispose);
        }
        else
        {
            await handle.DisposeAsync();
        }

        await TellAsync(new HistoryEntry { Kind = EntryKind.Released, Attempt = attempt, Lost = HandleLook.LossOf(handle) });
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
            if (!answer.IsAccepted || (entry.Kind == EntryKind.Written && !await AppendAsync(version, choices)))
            {
                return;
            }
        }
    }

    /// <summary>The write's entry in the log. Who lives always gets here, also when its lock is lost meanwhile: that is for the token to keep out.</summary>
    private async Task<bool> AppendAsync(long written, HoldChoices choices)
    {
        await PauseAsync(choices.BetweenPair);
        return (await TellAsync(Look(EntryKind.Appended) with { BasedOn = written })).IsAccepted;
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

    private HistoryEntry Look(EntryKind kind)
    {
        var look = HandleLook.At(handle, clock);
        return new HistoryEntry
        {
            Kind = kind,
            Attempt = attempt,
            Token = kind is EntryKind.Held or EntryKind.Read or EntryKind.Written or EntryKind.Appended ? handle.FencingToken : null,
            After = _answered,
            Deadline = look.Deadline,
            Lost = look.Lost,
        };
    }

    private async Task<ConductorAnswer> TellAsync(HistoryEntry entry)
    {
        var answer = await conductor.TellAsync(entry);
        _answered = answer.Number;
        return answer;
    }

    private static Task PauseAsync(TimeSpan pause) => pause > TimeSpan.FromMilliseconds(1) ? Task.Delay(pause) : Task.CompletedTask;
}
