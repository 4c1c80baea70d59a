using DistributedLock.Testing;
using DistributedLock.Runtime.Tests.Leases;
using Xunit;

namespace DistributedLock.Runtime.Tests.Sessions;

public sealed class SessionEngineTests
{
    private const int Limit = 30_000;

    private readonly FakeSessionServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Store_is_never_asked_for_what_its_session_holds()
    {
        FakeSessionProvider[] providers = [new(_server), new(_server)];
        LockRequest[] requests =
        [
            Exclusive(Timeout.InfiniteTimeSpan), Shared(Timeout.InfiniteTimeSpan),
            Exclusive(Timeout.InfiniteTimeSpan) with { MaxConcurrency = 3 }, Shared(TimeSpan.Zero), Exclusive(TimeSpan.FromMilliseconds(1)),
        ];

        await Task.WhenAll(Enumerable.Range(0, 400).Select(async number =>
        {
            await Task.Yield();
            if (await providers[number % 2].TryAcquireAsync(requests[number % requests.Length], Stop) is { } handle)
            {
                await Task.Yield();
                await handle.DisposeAsync();
            }
        }));

        Assert.Empty(_server.Violations);
        Assert.Equal(0, _server.Holds);
        Assert.Equal(0, _server.Intents);
    }

    [Fact(Timeout = Limit)]
    public async Task Next_reader_makes_the_transition_when_the_first_one_is_cancelled()
    {
        var provider = new FakeSessionProvider(_server);
        var isAsked = new TaskCompletionSource();
        provider.Fake.OnTry = cancellationToken =>
        {
            provider.Fake.OnTry = static _ => Task.CompletedTask;
            isAsked.SetResult();
            return Task.Delay(Timeout.Infinite, cancellationToken);
        };
        using var source = new CancellationTokenSource();
        var first = provider.TryAcquireAsync(Shared(Timeout.InfiniteTimeSpan), source.Token).AsTask();
        await isAsked.Task;
        var second = provider.TryAcquireAsync(Shared(Timeout.InfiniteTimeSpan), Stop).AsTask();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.NotNull(await second);
    }

    [Fact(Timeout = Limit)]
    public async Task Failed_try_frees_the_place_in_the_process()
    {
        var provider = new FakeSessionProvider(_server);
        provider.Fake.OnTry = static _ => throw new LockBackendException("The server is gone.");
        foreach (var request in new[] { Exclusive(), Shared(), Exclusive() with { MaxConcurrency = 2 } })
        {
            await Assert.ThrowsAsync<LockBackendException>(async () => await provider.TryAcquireAsync(request, Stop));
        }

        provider.Fake.OnTry = static _ => Task.CompletedTask;

        await using var handle = await provider.TryAcquireAsync(Exclusive(), Stop);
        Assert.NotNull(handle);
    }

    [Theory(Timeout = Limit)]
    [InlineData(DistributedLock.Sessions.SessionIntentKind.Wait)]
    [InlineData(DistributedLock.Sessions.SessionIntentKind.Write)]
    public async Task Failed_registration_frees_the_place_in_the_process_and_every_intent(DistributedLock.Sessions.SessionIntentKind kind)
    {
        var (holder, provider) = (new FakeSessionProvider(_server), new FakeSessionProvider(_server));
        provider.Fake.OnRegister = registered => registered == kind ? throw new LockBackendException("The server is gone.") : Task.CompletedTask;
        var held = await holder.TryAcquireAsync(Exclusive(), Stop);

        await Assert.ThrowsAsync<LockBackendException>(async () => await provider.TryAcquireAsync(Exclusive(Timeout.InfiniteTimeSpan), Stop));
        await held!.DisposeAsync();

        Assert.Equal(0, _server.Intents);
        await using var next = await provider.TryAcquireAsync(Exclusive(), Stop);
        Assert.NotNull(next);
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_is_kept_when_its_intents_cannot_be_taken_back()
    {
        var (holder, provider) = (new FakeSessionProvider(_server), new FakeSessionProvider(_server));
        var held = await holder.TryAcquireAsync(Exclusive(), Stop);
        var isRegistered = new TaskCompletionSource();
        provider.Fake.OnRegister = kind => kind == DistributedLock.Sessions.SessionIntentKind.Write ? Signal(isRegistered) : Task.CompletedTask;
        _server.OnUnregister = static () => throw new LockBackendException("The server is gone.");
        var waiting = provider.TryAcquireAsync(Exclusive(Timeout.InfiniteTimeSpan), Stop).AsTask();
        await isRegistered.Task;

        await held!.DisposeAsync();

        await using var next = await waiting;
        Assert.NotNull(next);
        Assert.Equal(1, _server.Holds);
    }

    /// <summary>Otherwise readers that the release wakes would find the announcement of a writer that has gone, and nobody would wake them again.</summary>
    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Waiter_has_the_lock_before_its_intents_are_taken_back_and_keeps_it_until_its_announcement_is(bool isAsync)
    {
        // On a clock that stands still: a release waits for half a second at most.
        var (holder, provider) = (new FakeSessionProvider(_server), new FakeSessionProvider(_server, new InMemoryLockOptions { TimeProvider = new ManualTimeProvider() }));
        var held = await holder.TryAcquireAsync(Exclusive(), Stop);
        var mayGo = new TaskCompletionSource();
        _server.BeforeUnregister = () => mayGo.Task;
        var request = Exclusive(Timeout.InfiniteTimeSpan);
        var waiting = isAsync ? provider.TryAcquireAsync(request, Stop).AsTask() : Task.Run(() => provider.TryAcquire(request, Stop), Stop);
        await LeaseBench.UntilAsync(() => _server.Intents == 2);
        await held!.DisposeAsync();

        var handle = await waiting;
        var releasing = handle!.DisposeAsync().AsTask();

        Assert.Equal((1, 2), (_server.Holds, _server.Intents));
        Assert.False(releasing.IsCompleted);
        mayGo.SetResult();
        await releasing;
        Assert.Equal(0, _server.Holds);
    }

    [Fact(Timeout = Limit)]
    public async Task Failed_release_frees_the_place_in_the_process()
    {
        var provider = new FakeSessionProvider(_server);
        provider.Fake.OnRelease = static () => throw new LockBackendException("The server is gone.");
        await (await provider.TryAcquireAsync(Shared(), Stop))!.DisposeAsync();

        await using var next = await provider.TryAcquireAsync(Exclusive(), Stop);

        Assert.NotNull(next);
    }

    [Fact(Timeout = Limit)]
    public async Task Cut_session_loses_every_lock_that_lives_on_it()
    {
        FakeSessionHold? hold = null;
        var provider = new FakeSessionProvider(_server);
        provider.Fake.OnTaken = taken => Task.FromResult(hold = taken);
        var first = (DistributedLockHandle)(await provider.TryAcquireAsync(Shared(), Stop))!;
        var second = (DistributedLockHandle)(await provider.TryAcquireAsync(Shared(), Stop))!;

        hold!.Cut();

        Assert.Equal(LockLossReason.SessionEnded, first.LossReason);
        Assert.Equal(LockLossReason.SessionEnded, second.LossReason);
    }

    [Fact(Timeout = Limit)]
    public async Task Session_that_is_cut_before_its_answer_arrives_gives_a_lost_handle()
    {
        var provider = new FakeSessionProvider(_server);
        provider.Fake.OnTaken = static taken =>
        {
            taken.Cut();
            return Task.CompletedTask;
        };

        var handle = await provider.TryAcquireAsync(Exclusive(), Stop);

        Assert.True(handle!.LostToken.IsCancellationRequested);
    }

    [Fact(Timeout = Limit)]
    public async Task Loss_found_by_verification_is_told_within_a_second()
    {
        FakeSessionHold? hold = null;
        var clock = new ManualTimeProvider();
        var provider = new FakeSessionProvider(_server, new InMemoryLockOptions { TimeProvider = clock });
        provider.Fake.OnTaken = taken => Task.FromResult(hold = taken);
        var handle = await provider.TryAcquireAsync(Exclusive(), Stop);
        var lost = new TaskCompletionSource();
        handle!.LostToken.Register(lost.SetResult);

        hold!.Loss = LockLossReason.NotHeld;
        clock.Advance(TimeSpan.FromSeconds(1));

        await lost.Task.WaitAsync(Stop);
    }

    [Theory(Timeout = Limit)]
    [InlineData(LockMode.Shared, 1)]
    [InlineData(LockMode.Exclusive, 3)]
    public async Task Request_behind_one_that_the_store_does_not_answer_ends_soon_after_its_timeout(LockMode mode, int permits)
    {
        var clock = new ManualTimeProvider();
        var provider = new FakeSessionProvider(_server, new InMemoryLockOptions { TimeProvider = clock });
        var answer = new TaskCompletionSource();
        provider.Fake.OnTry = _ => answer.Task;
        var request = new LockRequest("k") { Timeout = TimeSpan.FromSeconds(30), Mode = mode, MaxConcurrency = permits };
        var start = clock.GetTimestamp();
        var stuck = provider.TryAcquireAsync(request, Stop).AsTask();
        var behind = provider.TryAcquireAsync(request, Stop).AsTask();

        while (!behind.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.Null(await behind);
        Assert.True(clock.GetElapsedTime(start) >= TimeSpan.FromSeconds(30));
        answer.SetResult();
        Assert.NotNull(await stuck);
    }

    [Fact(Timeout = Limit)]
    public async Task Nothing_is_scheduled_once_nothing_is_held()
    {
        var clock = new ManualTimeProvider();
        var provider = new FakeSessionProvider(_server, new InMemoryLockOptions { TimeProvider = clock });
        var handle = await provider.TryAcquireAsync(Exclusive(), Stop);
        Assert.Equal(1, clock.ScheduledTimers);
        handle!.Dispose(); // the asynchronous form has a timer of its own, for its time-out

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(0, clock.ScheduledTimers);
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_that_is_taken_while_the_provider_is_disposed_is_released()
    {
        var provider = new FakeSessionProvider(_server);
        provider.Fake.OnTaken = _ => provider.DisposeAsync().AsTask();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await provider.TryAcquireAsync(Exclusive(), Stop));

        Assert.Equal(0, _server.Holds);
    }

    [Fact(Timeout = Limit)]
    public async Task Process_that_takes_a_lock_again_and_again_lets_others_have_their_turn()
    {
        var clock = new ManualTimeProvider();
        var (busy, other) = (new FakeSessionProvider(_server, new InMemoryLockOptions { TimeProvider = clock }), new FakeSessionProvider(_server));
        var handle = await busy.TryAcquireAsync(Exclusive(), Stop);
        var waiting = other.TryAcquireAsync(Exclusive(Timeout.InfiniteTimeSpan), Stop).AsTask();
        while (_server.Tries < 3)
        {
            await Task.Yield(); // the other's two tries: before and after it has registered
        }

        // The other is slow to wake up, so the first release does not give it the lock.
        var awake = new TaskCompletionSource();
        other.Fake.OnTry = _ => awake.Task;
        await handle!.DisposeAsync();
        handle = await busy.TryAcquireAsync(Exclusive(Timeout.InfiniteTimeSpan), Stop);
        clock.Advance(TimeSpan.FromMilliseconds(20));
        await handle!.DisposeAsync();
        var again = busy.TryAcquireAsync(Exclusive(Timeout.InfiniteTimeSpan), Stop).AsTask();
        awake.SetResult();

        var next = await waiting;
        Assert.False(again.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(5));
        await next!.DisposeAsync();
        Assert.NotNull(await again);
    }

    private static Task Signal(TaskCompletionSource source)
    {
        source.TrySetResult();
        return Task.CompletedTask;
    }

    private static LockRequest Exclusive(TimeSpan timeout = default) => new("k") { Timeout = timeout };

    private static LockRequest Shared(TimeSpan timeout = default) => new("k") { Timeout = timeout, Mode = LockMode.Shared };
}
