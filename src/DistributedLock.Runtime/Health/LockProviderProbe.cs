using System.Diagnostics;
using DistributedLock.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.Health;

/// <summary>
/// Takes and frees the probe lock of one provider. It is never given up: whoever waits for it may do so, and what the store gives however late is freed. There is
/// one at a time, so that a store that never answers keeps one request waiting, and not one for each check. Thread-safe.
/// </summary>
internal sealed class LockProviderProbe(IServiceProvider services, object? name, LockRequest request)
{
    private readonly object _monitor = new();
    private Task<ProbeOutcome>? _run;
    private long _start;
    private IDistributedLockProvider? _provider;

    /// <summary>The provider, as soon as the container has made it.</summary>
    public IDistributedLockProvider? Provider => Volatile.Read(ref _provider);

    /// <summary>How long the probe has been under way.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_monitor)
            {
                return TimeSpan.FromSeconds((Stopwatch.GetTimestamp() - _start) / (double)Stopwatch.Frequency);
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
                _start = Stopwatch.GetTimestamp();

                // On the thread pool: a provider may connect when it is made, and a store may block its caller.
                _run = Task.Run(TakeAndFreeAsync);
            }

            return _run;
        }
    }

    private async Task<ProbeOutcome> TakeAndFreeAsync()
    {
        try
        {
            var provider = Provider ?? (name is null
                ? services.GetRequiredService<IDistributedLockProvider>()
                : services.GetRequiredKeyedService<IDistributedLockProvider>(name));
            Volatile.Write(ref _provider, provider);

            // Below telemetry: metrics, traces and audits are about the application's locks. And below what is configured: the probe says its times itself.
            var locks = provider.As<ObservedLockProvider>()?.Inner ?? provider;
            var handle = await locks.TryAcquireAsync(request).ConfigureAwait(false);
            if (handle is not null)
            {
                await handle.DisposeAsync().ConfigureAwait(false);
            }

            return new ProbeOutcome(Elapsed, IsContended: handle is null, Error: null);
        }
        catch (Exception exception)
        {
            return new ProbeOutcome(Elapsed, IsContended: false, exception);
        }
    }
}
