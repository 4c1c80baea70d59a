using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit;

namespace DistributedLock.Runtime.Tests.Leases;

/// <summary>
/// Real threads, real time, and a way to the server that loses, delays and repeats at random. What must hold all the same: a holder that knows nothing of a loss
/// is alone, fencing tokens grow from holder to holder, and nothing is left in the end.
/// </summary>
public sealed class LeaseStressTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    private readonly FakeLeaseServer _server = new();
    private readonly ConcurrentBag<string> _violations = [];
    private readonly ConcurrentDictionary<string, Occupation> _occupations = new();
    private int _holds;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData(1)]
    [InlineData(20260401)]
    [InlineData(77)]
    public async Task Faults_break_no_exclusion_and_leave_nothing(int seed)
    {
        var providers = Enumerable.Range(0, 3).Select(number => CreateProvider(new Faults(seed + number))).ToArray();
        var start = Stopwatch.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, 24).Select(number => Task.Run(
            async () =>
            {
                var random = new Random(seed + (100 * number));
                while (Stopwatch.GetElapsedTime(start) < Duration)
                {
                    await RunOneAsync(providers[number % providers.Length], random);
                }
            },
            Stop)));

        Assert.Empty(_violations);
        Assert.True(_holds > 20, $"Expected some work, but there were {_holds} holds.");
        foreach (var provider in providers)
        {
            await provider.DisposeAsync();
        }

        // What a try left that ended with its provider ends with its lease.
        await LeaseBench.UntilAsync(() => _server.Leases == 0 && _server.Subscriptions == 0);
        Assert.Equal(0, _server.Waiters);
    }

    private async Task RunOneAsync(FakeLeaseProvider provider, Random random)
    {
        var request = new LockRequest($"k{random.Next(3)}")
        {
            Timeout = TimeSpan.FromMilliseconds(random.Next(300)),
            Lease = TimeSpan.FromSeconds(3),
            Mode = random.Next(3) == 0 ? LockMode.Shared : LockMode.Exclusive,
        };
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        if (random.Next(4) == 0)
        {
            source.CancelAfter(random.Next(50));
        }

        try
        {
            var handle = random.Next(8) == 0
                ? await Task.Factory.StartNew(() => provider.TryAcquire(request, source.Token), Stop, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                : await provider.TryAcquireAsync(request, source.Token);
            if (handle is not null)
            {
                await HoldAsync((DistributedLockHandle)handle, random);
            }
        }
        catch (Exception exception) when (exception is LockBackendException or OperationCanceledException)
        {
            Stop.ThrowIfCancellationRequested();
        }
    }

    private async Task HoldAsync(DistributedLockHandle handle, Random random)
    {
        Interlocked.Increment(ref _holds);
        var occupation = _occupations.GetOrAdd(handle.Key.Value, static _ => new Occupation());
        if (occupation.Enter(handle) is { } violation)
        {
            _violations.Add(violation);
        }

        if (random.Next(2) == 0)
        {
            await Task.Delay(random.Next(5), Stop);
        }

        if (random.Next(4) == 0)
        {
            try
            {
                await handle.ExtendAsync(TimeSpan.FromSeconds(3 + random.Next(2)), Stop);
            }
            catch (LockBackendException)
            {
                // An unknown outcome: the lock is still held.
            }
        }

        occupation.Leave(handle);
        await handle.DisposeAsync();
    }

    private FakeLeaseProvider CreateProvider(Faults faults) => new(new FakeLeaseStore(_server)
    {
        OperationTimeout = TimeSpan.FromMilliseconds(100),
        PollInterval = TimeSpan.FromMilliseconds(200),
        BeforeTry = (_, _) => faults.StrikeAsync(),
        AfterTry = (_, _) => faults.StrikeAsync(),
        BeforeRenewal = faults.StrikeAsync,
        AfterRenewal = faults.StrikeAsync,
        BeforeRelease = _ => faults.StrikeAsync(),
        BeforeSubscribe = faults.StrikeAsync,
    });

    private sealed class Faults(int seed)
    {
        private readonly Random _random = new(seed);

        public async Task StrikeAsync()
        {
            int dice;
            lock (_random)
            {
                dice = _random.Next(200);
            }

            await Task.Yield();
            switch (dice)
            {
                case < 6:
                    throw new IOException("cut");
                case < 9:
                    await Task.Delay(150, Stop); // longer than the operation time-out: goes on after the engine has given up
                    break;
                case < 30:
                    await Task.Delay(1 + (dice % 3), Stop);
                    break;
            }
        }
    }

    /// <summary>Who is inside one key.</summary>
    private sealed class Occupation
    {
        private readonly HashSet<DistributedLockHandle> _inside = [];
        private long _lastExclusive;
        private long _last;

        public string? Enter(DistributedLockHandle handle)
        {
            lock (_inside)
            {
                var isShared = handle.Mode == LockMode.Shared;
                var token = handle.FencingToken!.Value;
                var others = _inside.Where(other => !other.IsLost && !(isShared && other.Mode == LockMode.Shared)).ToList();
                var violation = others.Count > 0 && !handle.IsLost ? $"{handle.Key}: {token} beside {string.Join(", ", others.Select(other => other.FencingToken))}"
                    : token <= (isShared ? _lastExclusive : _last) ? $"{handle.Key}: token {token} after {_last}"
                    : null;
                _inside.Add(handle);
                _last = Math.Max(_last, token);
                _lastExclusive = isShared ? _lastExclusive : Math.Max(_lastExclusive, token);
                return violation;
            }
        }

        public void Leave(DistributedLockHandle handle)
        {
            lock (_inside)
            {
                _inside.Remove(handle);
            }
        }
    }
}
