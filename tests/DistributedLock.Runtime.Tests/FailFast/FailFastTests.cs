using DistributedLock.Runtime.Tests.Leases;
using Xunit;

namespace DistributedLock.Runtime.Tests.FailFast;

/// <summary>What callers get while a store is down, and when it is back.</summary>
public sealed class FailFastTests
{
    private const int Limit = 30_000;

    private readonly LeaseBench _bench = new();
    private readonly IDistributedLockProvider _locks;

    public FailFastTests() => _locks = _bench.Provider.WithFailFast(new LockFailFastOptions
    {
        OpenAfter = TimeSpan.FromSeconds(10), RetryAfter = TimeSpan.FromSeconds(5),
    });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Store_that_has_been_down_for_a_while_is_not_asked()
    {
        var since = _bench.Clock.GetUtcNow();
        Break();
        Assert.IsType<LockBackendException>(await FailureAsync("secret"));
        _bench.Pass(9.5);
        Assert.IsType<LockBackendException>(await FailureAsync());
        _bench.Pass(1);
        await FailureAsync();
        var tries = _bench.Store.Tries;

        var refusals = new[] { await FailureAsync("a"), await FailureAsync("b"), Assert.ThrowsAny<LockBackendException>(() => _locks.TryAcquire(LeaseBench.Once("c"), Stop)) };

        Assert.Equal(tries, _bench.Store.Tries);
        Assert.All(refusals, refusal =>
        {
            var open = Assert.IsType<LockCircuitOpenException>(refusal);
            Assert.Equal(since, open.DownSince);
            Assert.InRange(open.RetryAfter, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5));
            Assert.True(open.IsTransient);
            Assert.IsType<IOException>(open.InnerException);
            Assert.Contains("fake has been down since 2000-01-01 00:00:00Z", open.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", open.ToString(), StringComparison.Ordinal);
        });
        Assert.Equal(["a", "b", "c"], refusals.Select(static refusal => refusal.Key));
    }

    [Fact(Timeout = Limit)]
    public async Task Failures_with_an_answer_in_between_open_nothing()
    {
        for (var i = 0; i < 10; i++)
        {
            Break();
            Assert.IsType<LockBackendException>(await FailureAsync());
            Mend();
            _bench.Pass(5);
            await using var handle = await _locks.TryAcquireAsync(LeaseBench.Once("other"), Stop);
            Assert.NotNull(handle);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Contention_is_an_answer()
    {
        await using var rival = await LeaseBench.TakeAsync(_bench.Create());
        for (var i = 0; i < 10; i++)
        {
            Break();
            Assert.IsType<LockBackendException>(await FailureAsync("other"));
            Mend();
            Assert.Null(await _locks.TryAcquireAsync(LeaseBench.Once(), Stop));
            _bench.Pass(5);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Refusal_that_only_a_person_can_mend_opens_nothing()
    {
        for (var i = 0; i < 10; i++)
        {
            _bench.Store.BeforeTry = static (_, _) => throw new LockBackendException("wrong password") { IsTransient = false };
            _bench.Store.BeforeRelease = static _ => throw new LockBackendException("wrong password") { IsTransient = false };
            Assert.IsType<LockBackendException>(await FailureAsync());
            _bench.Pass(4); // an open circuit asks after 5 s
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Wait_in_which_every_try_failed_is_a_failure_and_counts()
    {
        await using var rival = await LeaseBench.TakeAsync(_bench.Create());
        var wait = await _bench.WaitAsync(_bench.Provider, LeaseBench.Once() with { Timeout = TimeSpan.FromSeconds(20) });
        Break();

        await _bench.PassUntilAsync(wait);

        Assert.IsType<LockBackendException>(await Record.ExceptionAsync(() => wait));
    }

    [Fact(Timeout = Limit)]
    public async Task Callers_that_give_up_before_the_store_was_waited_for_open_it_nevertheless()
    {
        var never = new TaskCompletionSource();
        _bench.Store.BeforeTry = (_, _) => never.Task;
        _bench.Store.BeforeRelease = static _ => throw new IOException("cut");
        using var impatient = new CancellationTokenSource();
        var acquisition = _locks.TryAcquireAsync(LeaseBench.Once(), impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => acquisition);

        while (IsClosed())
        {
            // The clean-up waits for its next try, and the clock does not run away from it.
            await LeaseBench.UntilAsync(() => _bench.Clock.ScheduledTimers > 0);
            _bench.Pass(0.5);
        }

        Assert.True(_bench.Clock.Elapsed >= TimeSpan.FromSeconds(10));
        Assert.IsType<LockCircuitOpenException>(await FailureAsync());
        never.SetException(new IOException("cut"));
    }

    [Fact(Timeout = Limit)]
    public async Task Exactly_one_asks_when_the_time_has_come()
    {
        await OpenAsync();
        _bench.Pass(5);
        var answer = new TaskCompletionSource();
        var tries = _bench.Store.Tries;
        _bench.Store.BeforeTry = (_, _) => answer.Task;

        var question = _locks.TryAcquireAsync(LeaseBench.Once("a"), Stop).AsTask();
        var refused = Assert.IsType<LockCircuitOpenException>(await FailureAsync("b"));

        Assert.Equal((tries + 1, TimeSpan.Zero), (_bench.Store.Tries, refused.RetryAfter));
        answer.SetException(new IOException("cut"));
        Assert.IsType<LockBackendException>(await Record.ExceptionAsync(() => question)); // it was asked
        var next = Assert.IsType<LockCircuitOpenException>(await FailureAsync("b"));
        Assert.Equal((tries + 1, TimeSpan.FromSeconds(5)), (_bench.Store.Tries, next.RetryAfter));
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_lets_everybody_through_again(bool isAsync)
    {
        await OpenAsync();
        Mend();
        Assert.IsType<LockCircuitOpenException>(await FailureAsync());
        _bench.Pass(5);

        await using var first = isAsync ? await _locks.TryAcquireAsync(LeaseBench.Once("a"), Stop) : _locks.TryAcquire(LeaseBench.Once("a"), Stop);
        await using var second = await _locks.TryAcquireAsync(LeaseBench.Once("b"), Stop);

        Assert.True(first is not null && second is not null);
        Assert.Contains(_bench.Log.Entries, static entry => entry.Id == 50 && entry.Exception is IOException);
        Assert.Equal([51, 52, 51, 53], _bench.Log.Entries.Select(static entry => entry.Id).Where(static id => id is > 50 and < 60));
    }

    [Fact(Timeout = Limit)]
    public async Task One_that_waits_for_a_held_lock_keeps_nobody_else_out()
    {
        await OpenAsync();
        Mend();
        await using var rival = await LeaseBench.TakeAsync(_bench.Create());
        _bench.Pass(5);

        var patient = _locks.TryAcquireAsync(LeaseBench.Patient(), Stop).AsTask();
        await LeaseBench.UntilAsync(() => _bench.Server.Waiters > 0);
        await using (await _locks.TryAcquireAsync(LeaseBench.Once("other"), Stop))
        {
        }

        await rival.DisposeAsync();
        await using var handle = await patient;
        Assert.NotNull(handle);
    }

    [Fact(Timeout = Limit)]
    public async Task Question_that_is_refused_was_answered_and_lets_everybody_through_again()
    {
        await OpenAsync();
        _bench.Pass(5);
        _bench.Store.BeforeTry = static (_, _) => throw new LockBackendException("wrong password") { IsTransient = false };

        Assert.False((await FailureAsync()).IsTransient);

        Assert.True(IsClosed());
        Assert.False((await FailureAsync("other")).IsTransient);
    }

    [Fact(Timeout = Limit)]
    public async Task Question_that_its_caller_cancels_shows_nothing_and_uses_up_no_pause()
    {
        await OpenAsync();
        _bench.Pass(5);
        _bench.Store.BeforeTry = static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
        using var canceled = new CancellationTokenSource();
        var question = _locks.TryAcquireAsync(LeaseBench.Once(), canceled.Token).AsTask();
        await canceled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => question);

        Assert.False(IsClosed());
        Mend();
        await using var handle = await _locks.TryAcquireAsync(LeaseBench.Once("other"), Stop); // without a further pause
        Assert.True(handle is not null && IsClosed());
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Question_that_ends_in_the_queue_of_its_own_process_shows_nothing_and_uses_up_no_pause(bool isAsync)
    {
        await using var rival = await LeaseBench.TakeAsync(_bench.Create(), LeaseBench.Once("hot"));
        using var enough = new CancellationTokenSource();
        var first = await _bench.WaitAsync(_bench.Provider, LeaseBench.Patient("hot"), enough);
        await OpenAsync();
        _bench.Pass(5);

        for (var i = 0; i < 3; i++)
        {
            Assert.Null(isAsync ? await _locks.TryAcquireAsync(LeaseBench.Once("hot"), Stop) : _locks.TryAcquire(LeaseBench.Once("hot"), Stop));
            Assert.False(IsClosed());
        }

        Mend();
        await using var handle = await _locks.TryAcquireAsync(LeaseBench.Once("other"), Stop); // without a further pause
        Assert.True(handle is not null && IsClosed());
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact(Timeout = Limit)]
    public async Task Question_that_is_wrong_in_itself_uses_up_no_pause()
    {
        await OpenAsync();
        Mend();
        _bench.Pass(5);
        var wrong = LeaseBench.Once("a") with { MaxConcurrency = 2, Mode = LockMode.Shared };

        await Assert.ThrowsAsync<ArgumentException>(async () => await _locks.TryAcquireAsync(wrong, Stop));

        Assert.False(IsClosed());
        await using var handle = await _locks.TryAcquireAsync(LeaseBench.Once("other"), Stop);
        Assert.True(handle is not null && IsClosed());
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_that_is_held_is_renewed_extended_and_released_as_ever()
    {
        var handle = (DistributedLockHandle)(await _locks.TryAcquireAsync(LeaseBench.Once("held"), Stop))!;
        await OpenAsync(exceptFor: "held");
        var batches = _bench.Store.Batches.Count;

        _bench.Pass(100);

        Assert.True(_bench.Store.Batches.Count > batches);
        Assert.True(await handle.ExtendAsync(LeaseBench.Lease, Stop));
        Assert.False(handle.IsLost);
        await handle.DisposeAsync();
        Assert.False(handle.IsLost);
        Assert.Equal(0, _bench.Server.Leases);
        Assert.False(IsClosed());
    }

    private bool IsClosed() => _locks.As<DistributedLock.FailFast.FailFastLockProvider>()!.Status.State == "closed";

    private void Break(string exceptFor = "")
    {
        _bench.Store.BeforeTry = (claim, _) => claim.Resource.Key == exceptFor ? Task.CompletedTask : throw new IOException("cut");
        _bench.Store.BeforeRelease = claim => claim.Resource.Key == exceptFor ? Task.CompletedTask : throw new IOException("cut");
    }

    private void Mend()
    {
        _bench.Store.BeforeTry = static (_, _) => Task.CompletedTask;
        _bench.Store.BeforeRelease = static _ => Task.CompletedTask;
    }

    /// <summary>Lets the store be down long enough.</summary>
    private async Task OpenAsync(string exceptFor = "")
    {
        Break(exceptFor);
        await FailureAsync();
        _bench.Pass(10);
        await FailureAsync();
        Assert.False(IsClosed());

        // One more question, which fails: from here on the next one is due in 5 s.
        _bench.Pass(40);
        Assert.IsType<LockBackendException>(await FailureAsync());
    }

    private async Task<LockBackendException> FailureAsync(string key = "k") =>
        await Assert.ThrowsAnyAsync<LockBackendException>(async () => await _locks.TryAcquireAsync(LeaseBench.Once(key), Stop));
}
