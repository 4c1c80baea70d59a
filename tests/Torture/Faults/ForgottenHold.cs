namespace DistributedLock.Torture;

/// <summary>
/// A holder whose lease the store is made to forget, and a visitor that comes and goes before the holder renews: a store that makes the lease again then is found out, whatever the workers do
/// meanwhile. Both are clients of their own in the conductor's process, on a key that no worker asks for, and go into the history as workers' attempts do.
/// </summary>
internal sealed class ForgottenHold(TortureOptions options, Site site, Recorder recorder)
{
    private const string Name = "conductor";
    private const string Key = "forgotten";

    private readonly SteppedClock _clock = new(); // never set: it is here to be looked at as workers' clocks are
    private int _attempts;

    /// <summary>Holds, lets the store forget, comes and goes, and waits until the holder has noticed what became of its lease.</summary>
    /// <param name="forget">Makes the store forget, and says so before and after.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task RunAsync(Func<Task> forget, CancellationToken cancellationToken)
    {
        IDistributedLockProvider? first = null, second = null;
        try
        {
            // Both before it begins: between the flush and the renewal there is no time to connect.
            first = await ConnectAsync();
            second = await ConnectAsync();
            var (attempt, holder) = await TakeAsync(first);
            await forget();
            var (visit, visitor) = await TakeAsync(second);
            await ReleaseAsync(visit, visitor);
            await NoticeAsync(attempt, holder, cancellationToken);
            await ReleaseAsync(attempt, holder);
        }
        finally
        {
            await DisposeAsync(first);
            await DisposeAsync(second);
        }
    }

    // Away from this thread: a driver may connect while its constructor runs.
    private Task<IDistributedLockProvider> ConnectAsync() => Task.Run(() => Providers.Create(options.Backend.Name, site.Stores, options.Breakage, _clock));

    private async Task<(string Attempt, IDistributedLockHandle? Handle)> TakeAsync(IDistributedLockProvider provider)
    {
        var attempt = FormattableString.Invariant($"{Name}/{++_attempts}");
        var timeout = options.Lease;
        recorder.Add(Entry(EntryKind.Asked, attempt) with { Access = Access.Exclusive, Timeout = (long)timeout.TotalMilliseconds });
        try
        {
            if (await provider.TryAcquireAsync(new LockRequest(Key) { Timeout = timeout, Lease = options.Lease, TrackFlow = false }) is { } handle)
            {
                recorder.Add(Look(EntryKind.Held, attempt, handle) with { Access = Access.Exclusive, Token = handle.FencingToken });
                return (attempt, handle);
            }

            recorder.Add(Entry(EntryKind.Told, attempt) with { Outcome = Outcomes.Contended });
        }
        catch (LockBackendException exception)
        {
            recorder.Add(Entry(EntryKind.Told, attempt) with { Outcome = Outcomes.Failed, Text = exception.Message });
        }

        return (attempt, null);
    }

    /// <summary>A renewal moves the deadline, and a loss is told; one of them comes within two thirds of the lease.</summary>
    private async Task NoticeAsync(string attempt, IDistributedLockHandle? handle, CancellationToken cancellationToken)
    {
        if (handle is null)
        {
            return;
        }

        var first = Look(EntryKind.Examined, attempt, handle);
        var last = recorder.Add(first);
        while (last.Lost is null && last.Deadline is not null && last.Deadline <= first.Deadline + (long)(options.Lease / 10).TotalMicroseconds && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(options.Lease / 20, CancellationToken.None);
            last = recorder.Add(Look(EntryKind.Examined, attempt, handle));
        }
    }

    private async Task ReleaseAsync(string attempt, IDistributedLockHandle? handle)
    {
        if (handle is null)
        {
            return;
        }

        recorder.Add(Look(EntryKind.Releasing, attempt, handle));
        await handle.DisposeAsync();
        recorder.Add(Entry(EntryKind.Released, attempt) with { Lost = HandleLook.LossOf(handle) });
    }

    private HistoryEntry Look(EntryKind kind, string attempt, IDistributedLockHandle handle)
    {
        var look = HandleLook.At(handle, _clock);
        return Entry(kind, attempt) with { Deadline = look.Deadline is { } deadline ? recorder.OnAxis(deadline) : null, Lost = look.Lost };
    }

    private static HistoryEntry Entry(EntryKind kind, string attempt) => new() { Kind = kind, Worker = Name, Attempt = attempt, Key = Key };

    private static ValueTask DisposeAsync(IDistributedLockProvider? provider) => provider is IAsyncDisposable disposable ? disposable.DisposeAsync() : default;
}
