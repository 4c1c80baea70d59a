using DistributedLock.Testing;

namespace DistributedLock.Torture;

/// <summary>One attempt after the other, each chosen from the seed.</summary>
internal sealed class WorkerLoop(WorkerSettings settings, int loop, IDistributedLockProvider provider, ConductorLine conductor, SteppedClock clock)
{
    private static readonly string[] Drivers = ["at StackExchange.Redis.", "at Npgsql.", "at Microsoft.Data."];

    private ChaosDraws _draws = new(settings.Seed, settings.Name, loop);
    private int _attempts;

    public async Task RunAsync()
    {
        await Task.Yield();
        while (!conductor.Finishing.IsCancellationRequested)
        {
            await PauseAsync(TimeSpan.FromMilliseconds(40 * _draws.Next()));
            var key = settings.Keys[Whole(settings.Keys.Count)];
            var access = key.IsSemaphore ? Access.Permit : key.HasReaders && _draws.Next() < 0.7 ? Access.Shared : Access.Exclusive;
            await AttemptAsync(key, access, FormattableString.Invariant($"{loop}-{++_attempts}"));
        }
    }

    private async Task AttemptAsync(TorturedKey key, Access access, string attempt)
    {
        var request = new LockRequest(key.Name)
        {
            Timeout = DrawTimeout(),
            Lease = TimeSpan.FromMilliseconds(settings.Lease),
            Mode = access == Access.Shared ? LockMode.Shared : LockMode.Exclusive,
            MaxConcurrency = key.Permits,
            TrackFlow = false,
        };
        var (isSynchronous, cancelAfter) = (_draws.Next() < 0.2, _draws.Next() < 0.15 ? _draws.Next() * 300 : -1);
        var asked = await conductor.TellAsync(new HistoryEntry
        {
            Kind = EntryKind.Asked, Attempt = attempt, Key = key.Name, Access = access, Timeout = (long)request.Timeout.TotalMilliseconds,
        });
        IDistributedLockHandle? handle = null;
        string? outcome = Outcomes.Contended, text = null;
        using (var cancelling = new CancellationTokenSource())
        {
            if (cancelAfter >= 0)
            {
                cancelling.CancelAfter(TimeSpan.FromMilliseconds(cancelAfter));
            }

            // Some requests have no token that could fire: they take another way through drivers.
            var token = cancelAfter >= 0 ? cancelling.Token : CancellationToken.None;
            try
            {
                handle = isSynchronous
                    ? await Task.Run(() => provider.TryAcquire(request, token), CancellationToken.None)
                    : await provider.TryAcquireAsync(request, token);
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                outcome = Outcomes.Cancelled;
            }
            catch (LockBackendException exception) when (IsOfAFault(exception))
            {
                (outcome, text) = (Outcomes.Failed, exception.Message);
            }
            catch (Exception exception)
            {
                (outcome, text) = (Outcomes.Unexpected, exception.ToString());
            }
        }

        if (handle is null)
        {
            await conductor.TellAsync(new HistoryEntry { Kind = EntryKind.Told, Attempt = attempt, Outcome = outcome, Text = text });
            await PauseAsync(TimeSpan.FromMilliseconds(outcome == Outcomes.Contended ? 0 : 150 * _draws.Next()));
            return;
        }

        try
        {
            await new WorkerHold(settings, handle, access, attempt, asked.Number, conductor, clock).RunAsync(Choose(access, isSynchronous));
        }
        catch (Exception exception)
        {
            await conductor.TellAsync(new HistoryEntry { Kind = EntryKind.Told, Attempt = attempt, Outcome = Outcomes.Unexpected, Text = exception.ToString() });
        }
    }

    /// <summary>Whether it may be what a fault leads to: no fault has to be mended by a person, and none makes a mistake in our code. A driver's own is its own.</summary>
    private static bool IsOfAFault(LockBackendException exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is NullReferenceException or InvalidCastException or IndexOutOfRangeException or KeyNotFoundException or ArgumentException
                && !Drivers.Any(driver => cause.StackTrace?.Contains(driver, StringComparison.Ordinal) == true))
            {
                return false;
            }
        }

        return exception.IsTransient;
    }

    private HoldChoices Choose(Access access, bool isSynchronous)
    {
        var (kind, length, steps, between) = (_draws.Next(), _draws.Next(), 1 + Whole(3), _draws.Next());
        return new HoldChoices
        {
            // Most are short, some need a renewal, and some several.
            Length = TimeSpan.FromMilliseconds(kind < 0.9 ? 12 * length : kind < 0.98 ? settings.Lease * 0.3 * length : settings.Lease * (1 + length)),
            Steps = kind < 0.98 ? steps : 6 + steps,
            Writes = access == Access.Exclusive,

            // Long enough, now and then, for something to happen in between.
            BetweenPair = TimeSpan.FromMilliseconds(between < 0.8 ? 0 : settings.Lease * 0.1 * (between - 0.8)),
            GoesOnWhenLost = _draws.Next() < 0.4,
            Extends = _draws.Next() < 0.1,
            ReleasesSynchronously = isSynchronous,
        };
    }

    private TimeSpan DrawTimeout()
    {
        var (kind, length) = (_draws.Next(), _draws.Next());
        return kind < 0.2 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(kind < 0.6 ? 50 + (450 * length) : settings.Lease * (0.5 + (2.5 * length)));
    }

    private int Whole(int below) => (int)(_draws.Next() * below);

    private static Task PauseAsync(TimeSpan pause) => pause > TimeSpan.FromMilliseconds(1) ? Task.Delay(pause) : Task.CompletedTask;
}
