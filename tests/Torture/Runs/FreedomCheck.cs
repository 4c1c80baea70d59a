using System.Diagnostics;

namespace DistributedLock.Torture;

/// <summary>Takes everything once more when no worker has begun anything more: nothing may be held for longer than a lease.</summary>
internal sealed class FreedomCheck(TortureOptions options, Site site, Recorder recorder)
{
    private const string Name = "end";

    private readonly TimeSpan _patience = Patience(options);

    /// <summary>Leases of killed workers end by themselves. The rest is for slow machines.</summary>
    public static TimeSpan Patience(TortureOptions options) => options.Lease + TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Without the mistake that is built in: what this one leaves behind would be seen as the workers'.
        var provider = Providers.Create(options.Backend.Name, site.Stores, Breakage.None, TimeProvider.System);
        await using var disposing = (IAsyncDisposable)provider;
        foreach (var key in options.AllKeys)
        {
            await TakeAsync(provider, key, key.IsSemaphore ? Access.Permit : Access.Exclusive, cancellationToken);
            if (key.HasReaders)
            {
                await TakeAsync(provider, key, Access.Shared, cancellationToken); // what a writer has left behind keeps out readers alone
            }
        }

        if (provider is IDistributedLockInspector inspector)
        {
            await ListAsync(inspector, cancellationToken);
        }
    }

    private async Task TakeAsync(IDistributedLockProvider provider, TorturedKey key, Access access, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var handles = new List<(string Attempt, IDistributedLockHandle Handle)>();
        string? trouble = null;
        var attempts = 0;
        for (var permit = 0; permit < key.Permits && trouble is null;)
        {
            var attempt = $"{Name}/{key.Name}-{access}-{++attempts}";
            recorder.Add(Entry(EntryKind.Asked, attempt, key) with { Access = access, Timeout = (long)_patience.TotalMilliseconds });
            try
            {
                var request = new LockRequest(key.Name)
                {
                    Timeout = _patience,
                    Lease = options.Lease,
                    Mode = access == Access.Shared ? LockMode.Shared : LockMode.Exclusive,
                    MaxConcurrency = key.Permits,
                    TrackFlow = false,
                };
                if (await provider.TryAcquireAsync(request, cancellationToken) is { } handle)
                {
                    permit++;
                    handles.Add((attempt, handle));
                    recorder.Add(Entry(EntryKind.Held, attempt, key) with { Access = access, Token = handle.FencingToken });
                    continue;
                }

                trouble = $"{access}, {permit + 1} of {key.Permits}, was not free within {_patience.TotalSeconds} s";
                recorder.Add(Entry(EntryKind.Told, attempt, key) with { Outcome = Outcomes.Contended });
            }
            catch (LockBackendException exception)
            {
                // A machine that is too slow for the lease says nothing about the key: it is asked again, for as long as a key may take to become free.
                trouble = exception.IsTransient && Stopwatch.GetElapsedTime(start) < _patience ? null : exception.Message;
                recorder.Add(Entry(EntryKind.Told, attempt, key) with { Outcome = Outcomes.Failed, Text = exception.Message });
                await Task.Delay(50, cancellationToken);
            }
        }

        var took = Stopwatch.GetElapsedTime(start);
        foreach (var (attempt, handle) in handles)
        {
            recorder.Add(Entry(EntryKind.Releasing, attempt, key));
            await handle.DisposeAsync();
            recorder.Add(Entry(EntryKind.Released, attempt, key));
        }

        recorder.Add(new HistoryEntry
        {
            Kind = EntryKind.FreeAtLast, Key = key.Name, Accepted = trouble is null, Timeout = (long)took.TotalMilliseconds, Text = trouble,
        });
    }

    /// <summary>What nobody knows of any more ends by itself, too.</summary>
    private async Task ListAsync(IDistributedLockInspector inspector, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        List<string> held;
        do
        {
            held = [];
            try
            {
                await foreach (var one in inspector.ListAsync("", cancellationToken))
                {
                    held.Add(one.ToString());
                }
            }
            catch (NotSupportedException)
            {
                return; // advisory locks can only be asked for by key, as was done
            }
            catch (LockBackendException exception) when (exception.IsTransient)
            {
                held.Add(exception.Message); // nobody knows, yet
            }

            if (held.Count > 0)
            {
                await Task.Delay(50, cancellationToken);
            }
        }
        while (held.Count > 0 && Stopwatch.GetElapsedTime(start) < _patience);

        recorder.Add(new HistoryEntry
        {
            Kind = EntryKind.FreeAtLast,
            Key = "(all that the store lists)",
            Accepted = held.Count == 0,
            Timeout = (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds,
            Text = held.Count == 0 ? null : $"the store lists {string.Join("; ", held)}",
        });
    }

    private static HistoryEntry Entry(EntryKind kind, string attempt, TorturedKey key) => new() { Kind = kind, Worker = Name, Attempt = attempt, Key = key.Name };
}
