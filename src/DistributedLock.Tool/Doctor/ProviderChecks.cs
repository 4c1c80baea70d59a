using System.Diagnostics;
using DistributedLock.Tool.Backends;

namespace DistributedLock.Tool.Doctor;

/// <summary>What every store must do, tried by its own provider on a key that nobody else has: so the calls are those of an application, and no second opinion.</summary>
internal sealed class ProviderChecks(Backend backend, int tries, bool createMissing) : IAsyncDisposable
{
    private const int HandOvers = 3;

    // Later than a message, sooner than the first look of a waiter that got none: those of lease stores and databases look after 0.7 s at the soonest.
    private static readonly TimeSpan PushLimit = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan UntilWaiting = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan NotableDifference = TimeSpan.FromSeconds(1);

    private readonly LockRequest _request = new($"distlock-doctor-{Guid.NewGuid():n}") { Timeout = TimeSpan.Zero, TrackFlow = false };
    private readonly WarningLog _log = new();
    private readonly List<IDistributedLockProvider> _opened = [];

    /// <summary>Why the provider cannot be used, in its own words, which say what to do; <see langword="null"/> when it can.</summary>
    public async Task<string?> ExplainAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            var provider = await OpenAsync(patience, cancellationToken);
            if (await provider.TryAcquireAsync(_request, cancellationToken) is { } handle)
            {
                await handle.DisposeAsync();
            }

            return null;
        }
        catch (LockBackendException exception)
        {
            return backend.AdviceOn(exception) is { } advice ? $"{exception.Message} {advice}" : exception.Message;
        }
    }

    public async Task RunAsync(Checkup checkup)
    {
        IDistributedLockProvider? provider = null;
        var isFit = await checkup.RunAsync("lock", async stop =>
        {
            provider = await OpenAsync(checkup.Patience, stop);
            return await TryLockAsync(provider, stop);
        });
        if (!isFit)
        {
            return;
        }

        await checkup.RunAsync("inspection", stop => InspectAsync(provider!, stop));
        await checkup.RunAsync("round trip", stop => MeasureAsync(provider!, stop));
        await checkup.RunAsync("wake-up", stop => HandOverAsync(provider!, checkup.Patience, stop));
        await checkup.RunAsync("clock", stop => CompareClocksAsync(provider!, stop));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in _opened.OfType<IAsyncDisposable>())
        {
            await provider.DisposeAsync();
        }

        // The key is a new one each time: a doctor that runs every hour would fill a directory.
        backend.Forget(_request.Key.Value);
    }

    private async Task<IDistributedLockProvider> OpenAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var provider = await backend.OpenAsync(new OpenSettings { CreateMissingObjects = createMissing, Logs = _log }, patience, cancellationToken);
        _opened.Add(provider);
        return provider;
    }

    private async Task<Finding> TryLockAsync(IDistributedLockProvider provider, CancellationToken cancellationToken)
    {
        try
        {
            await using var first = await provider.TryAcquireAsync(_request, cancellationToken);
            if (first is null)
            {
                return Finding.Failed("a key that nobody else knows cannot be taken: it counts as held");
            }

            if (await provider.TryAcquireAsync(_request, cancellationToken) is { } second)
            {
                await second.DisposeAsync();
                return Finding.Failed("a lock that is held was given a second time: this store excludes nobody", "Do not use it. Please report this.");
            }

            if (!await first.ExtendAsync(_request.Lease, cancellationToken))
            {
                return Finding.Failed("a lock that was just taken cannot be kept: the store does not know it any more");
            }

            await first.DisposeAsync();
            await using var next = await provider.TryAcquireAsync(_request, cancellationToken);
            return next is null ? Finding.Failed("a lock was not freed by its release" + string.Concat(_log.Take().Select(static warning => ": " + warning)))
                : next.FencingToken <= first.FencingToken ? Finding.Failed($"fencing tokens do not grow: {next.FencingToken} came after {first.FencingToken}")
                : Finding.Ok("taken, refused to a second one, kept, freed" + (next.FencingToken is null ? "; no fencing tokens" : "; fencing tokens grow"));
        }
        catch (LockBackendException exception) when (backend.AdviceOn(exception) is { } advice)
        {
            return Finding.Failed(exception.Message, advice);
        }
    }

    private async Task<Finding> InspectAsync(IDistributedLockProvider provider, CancellationToken cancellationToken)
    {
        if (provider.As<IDistributedLockInspector>() is not { } inspector)
        {
            return Finding.Ok("this kind of lock cannot be inspected");
        }

        await using var handle = await provider.TryAcquireAsync(_request, cancellationToken);
        if ((await inspector.GetAsync(_request.Key, cancellationToken)).Count != 1)
        {
            return Finding.Warning("the probe lock is held, but show does not find it", null);
        }

        try
        {
            await foreach (var held in inspector.ListAsync(_request.Key.Value, cancellationToken))
            {
                return Finding.Ok("show and list find the probe lock");
            }

            return Finding.Warning("the probe lock is held, but list does not find it", null);
        }
        catch (NotSupportedException)
        {
            return Finding.Ok("show finds the probe lock; this kind of lock cannot be listed");
        }
    }

    private async Task<Finding> MeasureAsync(IDistributedLockProvider provider, CancellationToken cancellationToken)
    {
        var (taking, freeing) = (new Durations(), new Durations());
        for (var i = 0; i < tries; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var handle = await provider.TryAcquireAsync(_request, cancellationToken);
            taking.Add(Stopwatch.GetElapsedTime(start));
            if (handle is null)
            {
                return Finding.Failed("a lock was not freed by its release");
            }

            start = Stopwatch.GetTimestamp();
            await handle.DisposeAsync();
            freeing.Add(Stopwatch.GetElapsedTime(start));
        }

        return Finding.Ok($"{tries} locks, one after the other: taken in {Both(taking)}, freed in {Both(freeing)}");

        static string Both(Durations durations) => $"{Durations.Text(durations.Percentile(0.5))} (p50), {Durations.Text(durations.Percentile(0.99))} (p99)";
    }

    private async Task<Finding> HandOverAsync(IDistributedLockProvider holder, TimeSpan patience, CancellationToken cancellationToken)
    {
        _log.Take();
        var waiter = await OpenAsync(patience, cancellationToken);
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < HandOvers && best > PushLimit; i++)
        {
            var elapsed = await HandOverOnceAsync(holder, waiter, cancellationToken);
            best = elapsed < best ? elapsed : best;
        }

        var detail = $"a waiter had the lock {Durations.Text(best)} after its release";
        return _log.Take() is { Count: > 0 } warnings ? Finding.Warning(detail, string.Join(" ", warnings))
            : !backend.WakesWaiters ? Finding.Ok(detail + "; waiters of this store look by themselves")
            : best <= PushLimit ? Finding.Ok(detail)
            : Finding.Warning(detail + ": it was not woken, and looked by itself", "Look whether something holds messages back (publish/subscribe of Redis, notify of PostgreSQL).");
    }

    private async Task<TimeSpan> HandOverOnceAsync(IDistributedLockProvider holder, IDistributedLockProvider waiter, CancellationToken cancellationToken)
    {
        await using var held = await holder.TryAcquireAsync(_request, cancellationToken)
            ?? throw new LockBackendException("A lock was not freed by its release.");
        var waiting = waiter.TryAcquireAsync(_request with { Timeout = Wait }, cancellationToken).AsTask();
        await Task.Delay(UntilWaiting, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        await held.DisposeAsync();
        await using var next = await waiting ?? throw new LockBackendException($"A waiter did not get a lock that was freed {Wait.TotalSeconds} s before.");
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>By the time of acquisition, which is the store's.</summary>
    private async Task<Finding> CompareClocksAsync(IDistributedLockProvider provider, CancellationToken cancellationToken)
    {
        if (backend.EndsOnlyWith is not null || provider.As<IDistributedLockInspector>() is not { } inspector)
        {
            return Finding.Ok("nothing here depends on a clock of the store");
        }

        var before = DateTimeOffset.UtcNow;
        await using var handle = await provider.TryAcquireAsync(_request, cancellationToken);
        var after = DateTimeOffset.UtcNow;
        if (await inspector.GetAsync(_request.Key, cancellationToken) is not [{ AcquiredAt: { } acquired }])
        {
            return Finding.Warning("the store does not tell when the probe lock was taken", null);
        }

        var difference = acquired - before - ((after - before) / 2);
        return Finding.Ok(
            $"the store's clock is {Durations.Text(difference.Duration())} {(difference < TimeSpan.Zero ? "behind" : "ahead of")} this machine's; leases are decided by the store's alone" +
            (difference.Duration() > NotableDifference ? ". Times in the logs of the two cannot be compared" : ""));
    }
}
