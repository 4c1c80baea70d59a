using DistributedLock.Leases;
using Xunit;

namespace DistributedLock.Runtime.Tests.Leases;

public sealed class LeaseOutcomeTests
{
    private const int Limit = 30_000;

    private readonly LeaseBench _bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData(LockMode.Exclusive, 1)]
    [InlineData(LockMode.Shared, 1)]
    [InlineData(LockMode.Exclusive, 3)]
    public async Task Lease_that_came_back_too_late_is_released_and_not_returned(LockMode mode, int permits)
    {
        // Taken by the server at 0 s; by the client's count it is over at 20 s.
        _bench.Store.OperationTimeout = TimeSpan.FromMinutes(5);
        var gate = new TaskCompletionSource();
        _bench.Store.AfterTry = (_, _) => gate.Task;
        var attempt = _bench.Provider.TryAcquireAsync(LeaseBench.Once() with { Mode = mode, MaxConcurrency = permits }, Stop).AsTask();
        Assert.Equal(1, _bench.Server.Leases);
        _bench.Pass(20);
        gate.SetResult();

        var exception = await Assert.ThrowsAsync<LockBackendException>(() => attempt);

        Assert.Contains("20 s", exception.Message, StringComparison.Ordinal);
        await LeaseBench.UntilAsync(() => _bench.Server.Leases == 0);
    }

    [Fact(Timeout = Limit)]
    public async Task Lease_counts_from_before_the_request_was_sent()
    {
        _bench.Store.OperationTimeout = TimeSpan.FromMinutes(5);
        var gate = new TaskCompletionSource();
        _bench.Store.BeforeTry = (_, _) => gate.Task;
        var attempt = _bench.Provider.TryAcquireAsync(LeaseBench.Once(), Stop).AsTask();
        _bench.Store.BeforeRenewal = static () => new TaskCompletionSource().Task;
        _bench.Pass(19);
        gate.SetResult();
        await using var handle = (DistributedLockHandle)(await attempt)!;
        Assert.Equal(_bench.Clock.GetUtcNow() + TimeSpan.FromSeconds(11), handle.ExpiresAt);

        _bench.Pass(1);

        await LeaseBench.UntilAsync(() => handle.IsLost);
    }

    [Fact(Timeout = Limit)]
    public async Task Validity_of_the_answer_bounds_the_lease()
    {
        _bench.Store.OnTried = static answer => LeaseAnswer.Acquired(answer.FencingToken, TimeSpan.FromSeconds(15));
        await using var handle = await _bench.TakeAsync();
        _bench.Store.BeforeRenewal = static () => throw new IOException("cut");

        _bench.Pass(14.999);
        Assert.False(handle.IsLost);
        _bench.Pass(0.001);

        Assert.True(handle.IsLost);
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task First_try_that_fails_throws_at_once_and_leaves_nothing(bool wasTaken)
    {
        Fail(_bench.Store, wasTaken, new IOException("cut"));

        var exception = await Assert.ThrowsAsync<LockBackendException>(async () => await _bench.Provider.TryAcquireAsync(LeaseBench.Patient(), Stop));

        Assert.IsType<IOException>(exception.InnerException);
        Assert.Equal(1, _bench.Store.Tries);
        await LeaseBench.UntilAsync(() => _bench.Server.Leases == 0);
        Heal(_bench.Store);
        await using var next = await _bench.TakeAsync();
        Assert.NotNull(next);
        Assert.Equal(2, _bench.Store.Owners.Distinct().Count());
    }

    [Theory(Timeout = Limit)]
    [InlineData(LockMode.Exclusive, 1)]
    [InlineData(LockMode.Shared, 1)]
    [InlineData(LockMode.Exclusive, 3)]
    public async Task Try_that_times_out_and_is_taken_later_leaves_nothing(LockMode mode, int permits)
    {
        var gate = new TaskCompletionSource();
        _bench.Store.BeforeTry = (_, _) => gate.Task;
        var attempt = _bench.Provider.TryAcquireAsync(LeaseBench.Once() with { Mode = mode, MaxConcurrency = permits }, Stop).AsTask();
        _bench.Pass(5);
        await Assert.ThrowsAsync<LockBackendException>(() => attempt);
        var taken = new TaskCompletionSource();
        _bench.Store.AfterTry = (_, answer) =>
        {
            Assert.True(answer.IsAcquired);
            taken.SetResult();
            return Task.CompletedTask;
        };

        gate.SetResult();

        await taken.Task;
        await LeaseBench.UntilAsync(() => _bench.Server.Leases == 0);
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Try_that_is_cancelled_under_way_leaves_nothing(bool isTakenBefore)
    {
        var gate = new TaskCompletionSource();
        _bench.Store.BeforeTry = (_, _) => isTakenBefore ? Task.CompletedTask : gate.Task;
        _bench.Store.AfterTry = (_, _) => isTakenBefore ? gate.Task : Task.CompletedTask;
        using var source = new CancellationTokenSource();
        var attempt = _bench.Provider.TryAcquireAsync(LeaseBench.Once(), source.Token).AsTask();

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt);
        gate.SetResult();

        await LeaseBench.UntilAsync(() => _bench.Server.Leases == 0);
        Heal(_bench.Store);
        await using var next = await _bench.TakeAsync();
        Assert.NotNull(next);
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_whose_try_was_taken_and_cut_gets_the_lock_under_a_new_owner()
    {
        var other = _bench.Create();
        var held = await _bench.TakeAsync();
        var waiting = await _bench.WaitAsync(other, LeaseBench.Patient());
        other.Fake.AfterTry = (_, answer) =>
        {
            other.Fake.AfterTry = static (_, _) => Task.CompletedTask;
            return answer.IsAcquired ? throw new IOException("cut") : Task.CompletedTask;
        };

        await held.DisposeAsync();
        await _bench.PassUntilAsync(waiting);

        await using var next = await waiting;
        Assert.NotNull(next);
        Assert.Equal(1, _bench.Server.Leases);
        Assert.Equal(other.Fake.Tries, other.Fake.Owners.Distinct().Count());
        Assert.Equal(0, _bench.Server.Waiters);
    }

    [Fact(Timeout = Limit)]
    public async Task Try_of_a_waiter_that_arrives_after_the_lock_was_taken_leaves_no_waiter()
    {
        var other = _bench.Create();
        var held = await _bench.TakeAsync();
        var waiting = await _bench.WaitAsync(other, LeaseBench.Patient());
        var gate = new TaskCompletionSource();
        other.Fake.BeforeTry = (_, _) => gate.Task;
        await held.DisposeAsync();
        await LeaseBench.UntilAsync(() => other.Fake.Tries == 3);
        other.Fake.BeforeTry = static (_, _) => Task.CompletedTask;
        await _bench.PassUntilAsync(waiting);
        await using var next = await waiting;
        _bench.Pass(60); // longer than its lease

        gate.SetResult(); // the third try reaches the server, which finds the lease of the fourth

        await _bench.PassUntilAsync(other.CleanUp.All);
        await LeaseBench.UntilAsync(() => _bench.Server.Waiters == 0); // the clock may have run ahead of a withdrawal that was sent
        Assert.Equal(1, _bench.Server.Leases);
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_goes_on_over_transient_failures_until_its_deadline()
    {
        await using var held = await _bench.TakeAsync();
        var other = _bench.Create();
        var waiting = await _bench.WaitAsync(other, LeaseBench.Once() with { Timeout = TimeSpan.FromSeconds(100) });
        Fail(other.Fake, wasTaken: false, new IOException("cut"));

        for (var i = 0; i < 90; i++)
        {
            _bench.Pass(1);
            await Task.Yield();
        }

        Assert.False(waiting.IsCompleted);
        await _bench.PassUntilAsync(waiting);
        await Assert.ThrowsAsync<LockBackendException>(() => waiting);
        await _bench.PassUntilAsync(other.CleanUp.All);
        await LeaseBench.UntilAsync(() => _bench.Server.Waiters == 0); // the clock may have run ahead of a withdrawal that was sent
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_ends_at_once_at_a_failure_that_stays()
    {
        var held = await _bench.TakeAsync();
        var other = _bench.Create();
        var waiting = await _bench.WaitAsync(other, LeaseBench.Patient());
        Fail(other.Fake, wasTaken: false, new LockBackendException("wrong password") { IsTransient = false });

        await held.DisposeAsync();

        Assert.False((await Assert.ThrowsAsync<LockBackendException>(() => waiting)).IsTransient);
        await LeaseBench.UntilAsync(() => _bench.Server.Waiters == 0);
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_survives_a_subscription_that_fails()
    {
        var held = await _bench.TakeAsync();
        var other = _bench.Create();
        other.Fake.BeforeSubscribe = () =>
        {
            other.Fake.BeforeSubscribe = static () => Task.CompletedTask;
            throw new IOException("cut");
        };
        var waiting = other.TryAcquireAsync(LeaseBench.Patient(), Stop).AsTask();
        await LeaseBench.UntilAsync(() => other.Fake.Tries >= 1);
        await held.DisposeAsync();

        await _bench.PassUntilAsync(waiting);

        Assert.NotNull(await waiting);
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_that_cannot_subscribe_looks_by_itself()
    {
        var held = await _bench.TakeAsync();
        var other = _bench.Create();
        other.Fake.BeforeSubscribe = static () => throw new LockBackendException("cut");
        var waiting = await _bench.WaitAsync(other, LeaseBench.Patient());
        await held.DisposeAsync();

        await _bench.PassUntilAsync(waiting);

        Assert.NotNull(await waiting);
        Assert.InRange(_bench.Clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5)); // not at the end of the lease, nor after the store's poll interval
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_tries_once_more_at_its_deadline_though_it_cannot_subscribe()
    {
        var held = await _bench.TakeAsync();
        var other = _bench.Create();
        other.Fake.BeforeSubscribe = static () => throw new LockBackendException("cut");
        var waiting = other.TryAcquireAsync(LeaseBench.Once() with { Timeout = TimeSpan.FromSeconds(10) }, Stop).AsTask();
        await LeaseBench.UntilAsync(() => other.Fake.Tries >= 1);
        await held.DisposeAsync();

        await _bench.PassUntilAsync(waiting);

        Assert.NotNull(await waiting);
    }

    [Fact(Timeout = Limit)]
    public async Task Cancellation_that_nobody_asked_for_is_a_failure_of_the_backend()
    {
        Fail(_bench.Store, wasTaken: false, new TaskCanceledException("the driver's own limit"));

        await Assert.ThrowsAsync<LockBackendException>(async () => await _bench.Provider.TryAcquireAsync(LeaseBench.Once(), Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Failed_release_is_tried_again_as_long_as_an_extended_lease_lasts()
    {
        var handle = await _bench.TakeAsync();
        await handle.ExtendAsync(TimeSpan.FromHours(1), Stop);
        _bench.Store.BeforeRelease = static _ => throw new IOException("cut");
        await handle.DisposeAsync();
        for (var i = 0; i < 60; i++)
        {
            _bench.Pass(1);
            await Task.Yield();
        }

        Assert.Equal(1, _bench.Server.Leases);
        _bench.Store.BeforeRelease = static _ => Task.CompletedTask;
        await _bench.PassUntilAsync(_bench.Provider.CleanUp.All);

        Assert.Equal(0, _bench.Server.Leases);
    }

    private static void Fail(FakeLeaseStore store, bool wasTaken, Exception exception)
    {
        store.BeforeTry = (_, _) => wasTaken ? Task.CompletedTask : throw exception;
        store.AfterTry = (_, _) => throw exception;
    }

    private static void Heal(FakeLeaseStore store)
    {
        store.BeforeTry = static (_, _) => Task.CompletedTask;
        store.AfterTry = static (_, _) => Task.CompletedTask;
    }
}
