namespace DistributedLock.Testing.Tests.Chaos;

public sealed class ChaosLockProviderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly LockRequest Once = new("k") { Timeout = TimeSpan.Zero };

    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryLockProvider _store;

    public ChaosLockProviderTests() => _store = new InMemoryLockProvider(new InMemoryLockOptions { TimeProvider = _clock });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public void Provider_without_settings_changes_nothing()
    {
        var chaos = new ChaosLockProvider(_store, new ChaosOptions());

        for (var i = 0; i < 100; i++)
        {
            using var handle = chaos.Acquire(Once, Token);
            Assert.False(_store.IsFree("k"));
            Assert.Equal(0, _clock.ScheduledTimers);
        }

        Assert.True(_store.IsFree("k"));
    }

    [Fact(Timeout = 60_000)]
    public void Same_seed_gives_the_same_fates_for_each_key_whatever_else_is_asked_for()
    {
        var alone = Fates(42, "a");
        var among = Fates(42, "a", "b", "c");

        Assert.Equal(alone["a"], among["a"]);
        Assert.NotEqual(among["a"], among["b"]);
        Assert.NotEqual(alone["a"], Fates(43, "a")["a"]);
        Assert.Contains(false, alone["a"]);
        Assert.Contains(true, alone["a"]);
    }

    [Fact(Timeout = 60_000)]
    public void Fates_do_not_depend_on_the_process()
    {
        // Written down once: a change of the drawing is a change for everybody who noted a seed.
        Assert.Equal("...X...X....XX....X.", string.Concat(Fates(42, "a")["a"].Take(20).Select(static isFaulty => isFaulty ? 'X' : '.')));
    }

    [Fact(Timeout = 60_000)]
    public void Other_settings_do_not_change_which_requests_fail()
    {
        var plain = Fates(42, "a")["a"];
        var busy = Fates(
            new ChaosOptions { Seed = 42, FaultProbability = 0.3, LossProbability = 0.5, PauseProbability = 0.5, LossAfter = TimeRange.Always(Second) }, "a")["a"];

        Assert.Equal(plain, busy);
    }

    [Fact(Timeout = 60_000)]
    public void Faults_are_about_as_many_as_set()
    {
        var faults = Enumerable.Range(0, 100).SelectMany(key => Fates(1, $"key-{key}").Values.Single()).ToList();

        Assert.InRange(faults.Count(static isFaulty => isFaulty), 0.27 * faults.Count, 0.33 * faults.Count);
    }

    [Fact(Timeout = 60_000)]
    public void Fault_holds_nothing_and_tells_how_to_repeat_it()
    {
        var chaos = new ChaosLockProvider(_store, new ChaosOptions { Seed = 7, FaultProbability = 1 });

        Assert.Throws<LockBackendException>(() => chaos.TryAcquire(Once, Token));
        var fault = Assert.Throws<LockBackendException>(() => chaos.TryAcquire(Once, Token));

        Assert.Contains("seed 7, request 2 for the key 'k'", fault.Message, StringComparison.Ordinal);
        Assert.Equal("k", fault.Key);
        Assert.True(_store.IsFree("k"));
        chaos.Recorder.AssertCount(RecordedLockEventKind.Failed, "k", 2);
    }

    [Fact(Timeout = 60_000)]
    public async Task Latency_keeps_requests_and_releases_back()
    {
        var chaos = new ChaosLockProvider(_store, new ChaosOptions { AcquireLatency = TimeRange.Always(2 * Second), ReleaseLatency = TimeRange.Always(Second) });
        var wait = chaos.TryAcquireAsync(Once, Token).AsTask();

        _clock.Advance(1.9 * Second);
        Assert.False(wait.IsCompleted);
        _clock.Advance(0.1 * Second);
        var handle = await wait;
        var release = handle!.DisposeAsync().AsTask();
        Assert.False(_store.IsFree("k"));
        _clock.Advance(Second);
        await release;

        Assert.True(_store.IsFree("k"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Latency_is_drawn_from_its_range()
    {
        var range = new TimeRange(Second, 3 * Second);
        var chaos = new ChaosLockProvider(_store, new ChaosOptions { AcquireLatency = range });
        var ends = new List<TimeSpan>();
        for (var i = 0; i < 20; i++)
        {
            var start = _clock.Elapsed;
            var wait = chaos.TryAcquireAsync(Once, Token).AsTask();
            while (!wait.IsCompleted)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(100));
            }

            ends.Add(_clock.Elapsed - start);
            await (await wait)!.DisposeAsync();
        }

        Assert.All(ends, end => Assert.InRange(end, range.Min, range.Max + TimeSpan.FromMilliseconds(100)));
        Assert.True(ends.Distinct().Count() > 5);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lost_lock_is_free_for_others_and_its_holder_hears_of_it()
    {
        var chaos = new ChaosLockProvider(_store, new ChaosOptions { LossProbability = 1, LossAfter = TimeRange.Always(Second) });
        await using var handle = await chaos.TryAcquireAsync(Once, Token);

        _clock.Advance(0.9 * Second);
        Assert.False(_store.IsFree("k"));
        _clock.Advance(0.1 * Second);

        await using var next = _store.TryAcquire(Once, Token);
        Assert.NotNull(next);
        await Waiting.ForAsync(handle!.LostToken);
        Assert.Equal(LockLossReason.NotHeld, ((DistributedLockHandle)handle).LossReason);
    }

    [Fact(Timeout = 60_000)]
    public async Task Paused_holder_hears_of_its_loss_when_the_pause_is_over()
    {
        var chaos = new ChaosLockProvider(
            _store, new ChaosOptions { PauseProbability = 1, PauseAfter = TimeRange.Always(Second), PauseLength = TimeRange.Always(3 * Second) });
        var handle = await chaos.TryAcquireAsync(Once, Token);

        _clock.Advance(Second);
        await using var next = _store.TryAcquire(Once, Token);
        Assert.NotNull(next);
        _clock.Advance(2.9 * Second);
        Assert.False(((DistributedLockHandle)handle!).IsLost);
        _clock.Advance(0.1 * Second);
        Assert.Equal(LockLossReason.NotRenewed, ((DistributedLockHandle)handle).LossReason);
        await handle.DisposeAsync();

        Assert.False(next.LostToken.IsCancellationRequested);
        Assert.False(_store.IsFree("k"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Holder_that_releases_within_its_pause_learns_of_the_loss_by_that()
    {
        var chaos = new ChaosLockProvider(_store, new ChaosOptions { PauseProbability = 1, PauseAfter = TimeRange.Always(Second) });
        var handle = await chaos.TryAcquireAsync(Once, Token);
        _clock.Advance(Second);

        await handle!.DisposeAsync();

        Assert.True(((DistributedLockHandle)handle).IsLost);
        chaos.Recorder.AssertCount(RecordedLockEventKind.Lost, "k", 1);
    }

    [Fact(Timeout = 60_000)]
    public void Requests_that_are_not_concerned_are_passed_on_and_counted()
    {
        var all = Fates(42, "a")["a"];
        var asked = 0;
        var half = Fates(new ChaosOptions { Seed = 42, FaultProbability = 0.3, AppliesTo = _ => asked++ % 2 == 0 }, "a")["a"];

        Assert.Equal(all.Select(static (isFaulty, index) => isFaulty && index % 2 == 0), half);
    }

    [Fact(Timeout = 60_000)]
    public async Task Locks_exclude_under_latency_and_faults()
    {
        await using var chaos = new ChaosLockProvider(new InMemoryLockProvider(), new ChaosOptions
        {
            Seed = 3,
            AcquireLatency = TimeRange.UpTo(TimeSpan.FromMilliseconds(2)),
            ReleaseLatency = TimeRange.UpTo(TimeSpan.FromMilliseconds(2)),
            FaultProbability = 0.2,
        });
        async Task<int> VisitAsync()
        {
            var faults = 0;
            for (var i = 0; i < 25; i++)
            {
                try
                {
                    await using var handle = await chaos.AcquireAsync("k", Timeout.InfiniteTimeSpan, Token);
                    await Task.Yield();
                }
                catch (LockBackendException)
                {
                    faults++;
                }
            }

            return faults;
        }

        var faults = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(VisitAsync, Token)));

        chaos.Recorder.AssertNeverHeldTogether("k");
        chaos.Recorder.AssertNothingHeld();
        chaos.Recorder.AssertAcquired("k", 200 - faults.Sum());
        Assert.InRange(faults.Sum(), 1, 199);
    }

    private static Dictionary<string, List<bool>> Fates(int seed, params string[] keys) => Fates(new ChaosOptions { Seed = seed, FaultProbability = 0.3 }, keys);

    /// <summary>For each key, which of its requests fail.</summary>
    private static Dictionary<string, List<bool>> Fates(ChaosOptions options, params string[] keys)
    {
        using var chaos = new ChaosLockProvider(new InMemoryLockProvider(), options);
        var fates = keys.ToDictionary(static key => key, static _ => new List<bool>());
        for (var i = 0; i < 100; i++)
        {
            foreach (var key in keys)
            {
                try
                {
                    chaos.TryAcquire(new LockRequest(key) { Timeout = TimeSpan.Zero }, Token)!.Dispose();
                    fates[key].Add(false);
                }
                catch (LockBackendException)
                {
                    fates[key].Add(true);
                }
            }
        }

        return fates;
    }
}
