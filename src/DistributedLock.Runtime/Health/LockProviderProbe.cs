using System.Diagnostics;
using DistributedLock.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.Health;

/// <summary>
/// Takes and frees the probe lock of one provider. Whoever waits for it may give up before it does, and what the store gives however late is freed. There is one at
/// a time, so that a store that does not answer keeps one request waiting, and not one for each check; only one that takes longer than any engine waits is lost, and
/// another is sent. Thread-safe.
/// </summary>
internal sealed class LockProviderProbe(IServiceProvider services, object? name, LockRequest request)
{
    // A provider that lost so many answers is broken, and must not be left with ever more requests, each with a thread where it blocks.
    private const int MostLost = 7;

    private readonly object _monitor = new();
    private readonly List<Task> _lost = [];
    private Task<ProbeOutcome>? _run;
    private long _start;
    private long _askedSince;
    private IDistributedLockProvider? _provider;

    /// <summary>How long it goes on before it is cancelled, and, if that does not end it either, lost.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The provider, as soon as the container has made it.</summary>
    public IDistributedLockProvider? Provider => Volatile.Read(ref _provider);

    /// <summary>How long there has been no answer.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_monitor)
            {
                return Since(_askedSince);
            }
        }
    }

    /// <summary>Starts a probe, or joins the one that is under way. Its task never fails.</summary>
    public Task<ProbeOutcome> RunAsync()
    {
        lock (_monitor)
        {
            if (_run is null or { IsCompleted: true })
            {
                _askedSince = Stopwatch.GetTimestamp();
                Start(_askedSince);
            }
            else if (Since(_start) > Patience)
            {
                _lost.RemoveAll(static run => run.IsCompleted);
                if (_lost.Count < MostLost)
                {
                    _lost.Add(_run);
                    Start(Stopwatch.GetTimestamp());
                }
            }

            return _run!;
        }
    }

    private static TimeSpan Since(long start) => TimeSpan.FromSeconds((Stopwatch.GetTimestamp() - start) / (double)Stopwatch.Frequency);

    private void Start(long now)
    {
        _start = now;

        // On the thread pool: a provider may connect when it is made, and a store may block its caller.
        _run = Task.Run(() => TakeAndFreeAsync(now));
    }

    private async Task<ProbeOutcome> TakeAndFreeAsync(long start)
    {
        try
        {
            var provider = Provider ?? (name is null
                ? services.GetRequiredService<IDistributedLockProvider>()
                : services.GetRequiredKeyedService<IDistributedLockProvider>(name));
            Volatile.Write(ref _provider, provider);

            // Below telemetry: metrics, traces and audits are about the application's locks. And below what is configured: the probe says its times itself.
            var locks = provider.As<ObservedLockProvider>()?.Inner ?? provider;
            using var enough = new CancellationTokenSource(Patience);
            var handle = await locks.TryAcquireAsync(request, enough.Token).ConfigureAwait(false);
            if (handle is not null)
            {
                await handle.DisposeAsync().ConfigureAwait(false);
            }

            return new ProbeOutcome(Since(start), IsContended: handle is null, Error: null);
        }
        catch (Exception exception)
        {
            return new ProbeOutcome(Since(start), IsContended: false, exception);
        }
    }
}
