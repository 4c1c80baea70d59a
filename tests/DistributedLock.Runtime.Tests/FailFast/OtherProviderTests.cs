using DistributedLock.FailFast;
using DistributedLock.Providers;
using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Runtime.Tests.Leases;
using DistributedLock.Testing;
using Xunit;

namespace DistributedLock.Runtime.Tests.FailFast;

/// <summary>Failing fast over providers of another kind, of which is known only what their callers get.</summary>
public sealed class OtherProviderTests
{
    private const int Limit = 30_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Provider_of_another_kind_is_watched()
    {
        var clock = new ManualTimeProvider();
        var inner = new RecordingProvider { TimeProvider = clock };
        var locks = inner.WithFailFast();
        inner.Answer = static (_, _) => throw new LockBackendException("down");
        await Assert.ThrowsAsync<LockBackendException>(async () => await locks.TryAcquireAsync(LeaseBench.Once(), Stop));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Throws<LockBackendException>(() => locks.TryAcquire(LeaseBench.Once(), Stop));

        Assert.Throws<LockCircuitOpenException>(() => locks.TryAcquire(LeaseBench.Once(), Stop));
        await Assert.ThrowsAsync<LockCircuitOpenException>(async () => await locks.TryAcquireAsync(LeaseBench.Once(), Stop));
        Assert.Equal(2, inner.Requests.Count);

        inner.Answer = null;
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.NotNull(locks.TryAcquire(LeaseBench.Once(), Stop));
        Assert.Equal(3, inner.Requests.Count);
    }

    [Theory(Timeout = Limit)]
    [InlineData(10, new[] { 0.0, 7.0 })]
    [InlineData(3, new[] { 0.0 })]
    [InlineData(Timeout.Infinite, new[] { 0.0, Timeout.Infinite })]
    public async Task Question_is_part_of_the_time_of_who_asks_it(int timeout, double[] asked)
    {
        var clock = new ManualTimeProvider();
        var inner = new RecordingProvider { TimeProvider = clock };
        var locks = inner.WithFailFast();
        inner.Answer = static (_, _) => throw new LockBackendException("down");
        Assert.Throws<LockBackendException>(() => locks.TryAcquire(LeaseBench.Once(), Stop));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Throws<LockBackendException>(() => locks.TryAcquire(LeaseBench.Once(), Stop));
        clock.Advance(TimeSpan.FromSeconds(5));
        var before = inner.Requests.Count;
        inner.Answer = (_, _) =>
        {
            clock.Advance(TimeSpan.FromSeconds(3));
            return new ValueTask<IDistributedLockHandle?>((IDistributedLockHandle?)null);
        };

        Assert.Null(await locks.TryAcquireAsync(LeaseBench.Once() with { Timeout = Seconds(timeout) }, Stop));

        Assert.Equal(asked.Select(Seconds), inner.Requests.Skip(before).Select(static request => request.Timeout));

        static TimeSpan Seconds(double seconds) => seconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds);
    }

    [Fact(Timeout = Limit)]
    public async Task Questions_that_come_after_an_answer_and_fail_make_the_next_failure_no_outage()
    {
        var clock = new ManualTimeProvider();
        var circuit = new LockCircuit(new RecordingProvider { TimeProvider = clock }, new StoreWatch(), new LockFailFastOptions());
        var down = new LockBackendException("down");
        circuit.OnFailed(down);
        clock.Advance(TimeSpan.FromSeconds(10));
        circuit.OnFailed(down);
        Assert.False(circuit.IsClosed);
        clock.Advance(TimeSpan.FromSeconds(5));
        await AskAsync(static () => new ValueTask<IDistributedLockHandle?>(new ForeignHandle(LeaseBench.Once())));
        Assert.True(circuit.IsClosed);

        await AskAsync(() => throw down); // two that have seen it open
        await AskAsync(() => throw down);
        circuit.OnFailed(down);
        Assert.True(circuit.IsClosed);

        clock.Advance(TimeSpan.FromSeconds(10));
        circuit.OnFailed(down);
        Assert.False(circuit.IsClosed);

        async Task AskAsync(Func<ValueTask<IDistributedLockHandle?>> ask)
        {
            var question = new CircuitQuestion(ask, Stop);
            var decision = circuit.AskAsync(question);
            await question.AskAsync(new StoreWatch());
            await decision;
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData("asynchronous")]
    [InlineData("blocks before its first wait")]
    [InlineData("synchronous")]
    public async Task Question_of_a_provider_that_never_answers_keeps_others_out_for_a_while_only(string way)
    {
        var clock = new ManualTimeProvider();
        var (inner, locks) = await OpenUnboundedAsync(clock);
        var never = new TaskCompletionSource<IDistributedLockHandle?>();
        var isAsked = new TaskCompletionSource();
        inner.Answer = () =>
        {
            isAsked.SetResult();
            return way == "asynchronous" ? never.Task : Task.FromResult(never.Task.GetAwaiter().GetResult());
        };
        var question = Task.Run(async () => way == "synchronous" ? locks.TryAcquire(LeaseBench.Once(), Stop) : await locks.TryAcquireAsync(LeaseBench.Once(), Stop), Stop);
        await isAsked.Task;
        inner.Answer = static () => Task.FromResult<IDistributedLockHandle?>(null);

        clock.Advance(TimeSpan.FromSeconds(20));
        await Assert.ThrowsAsync<LockCircuitOpenException>(async () => await locks.TryAcquireAsync(LeaseBench.Once(), Stop));
        clock.Advance(TimeSpan.FromSeconds(15));
        await LeaseBench.UntilAsync(() => locks.As<FailFastLockProvider>()!.Status.State == "open");
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Null(await locks.TryAcquireAsync(LeaseBench.Once(), Stop));
        Assert.False(question.IsCompleted);
        never.SetException(new LockBackendException("late"));
        Assert.Equal("late", (await Assert.ThrowsAsync<LockBackendException>(() => question)).Message);
    }

    [Theory(Timeout = Limit)]
    [InlineData(1)]
    [InlineData(2)]
    public Task Refusal_that_only_a_person_can_mend_is_an_answer(int each)
    {
        var clock = new ManualTimeProvider();
        var inner = new RecordingProvider { TimeProvider = clock };
        var locks = inner.WithFailFast();
        for (var i = 0; i < 10; i++)
        {
            var isRefused = i % each == 0;
            inner.Answer = (_, _) => throw new LockBackendException("wrong password, or down") { IsTransient = !isRefused };
            Assert.IsType<LockBackendException>(Record.Exception(() => locks.TryAcquire(LeaseBench.Once(), Stop)));
            clock.Advance(TimeSpan.FromSeconds(4)); // an open circuit asks after 5 s
        }

        return Task.CompletedTask;
    }

    [Fact(Timeout = Limit)]
    public async Task Question_that_the_provider_itself_cancels_has_no_answer()
    {
        var clock = new ManualTimeProvider();
        var (inner, locks) = await OpenUnboundedAsync(clock);
        inner.Answer = static () => Task.FromException<IDistributedLockHandle?>(new TaskCanceledException("the client's own limit"));

        await Assert.ThrowsAsync<TaskCanceledException>(async () => await locks.TryAcquireAsync(LeaseBench.Once(), Stop));

        await Assert.ThrowsAsync<LockCircuitOpenException>(async () => await locks.TryAcquireAsync(LeaseBench.Once(), Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Failure_of_long_ago_is_no_part_of_this_outage()
    {
        var clock = new ManualTimeProvider();
        var inner = new RecordingProvider { TimeProvider = clock, Answer = static (_, _) => throw new LockBackendException("down") };
        var locks = inner.WithFailFast();
        foreach (var pause in new[] { 0, 61, 3600 })
        {
            clock.Advance(TimeSpan.FromSeconds(pause)); // in which nobody asked
            Assert.Throws<LockBackendException>(() => locks.TryAcquire(LeaseBench.Once(), Stop));
        }

        var since = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Throws<LockBackendException>(() => locks.TryAcquire(LeaseBench.Once(), Stop)); // was let through, and opens it

        var open = await Assert.ThrowsAsync<LockCircuitOpenException>(async () => await locks.TryAcquireAsync(LeaseBench.Once(), Stop));
        Assert.Equal(since, open.DownSince);
    }

    [Fact(Timeout = Limit)]
    public Task Longer_time_to_open_lets_failures_be_as_far_apart()
    {
        var clock = new ManualTimeProvider();
        var inner = new RecordingProvider { TimeProvider = clock, Answer = static (_, _) => throw new LockBackendException("down") };
        var locks = inner.WithFailFast(new LockFailFastOptions { OpenAfter = TimeSpan.FromMinutes(10) });
        Assert.Throws<LockBackendException>(() => locks.TryAcquire(LeaseBench.Once(), Stop));
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Throws<LockBackendException>(() => locks.TryAcquire(LeaseBench.Once(), Stop));

        Assert.Throws<LockCircuitOpenException>(() => locks.TryAcquire(LeaseBench.Once(), Stop));
        return Task.CompletedTask;
    }

    /// <summary>A provider of another kind whose circuit is open, and whose next question is due.</summary>
    private static async Task<(UnboundedProvider Inner, IDistributedLockProvider Locks)> OpenUnboundedAsync(ManualTimeProvider clock)
    {
        var inner = new UnboundedProvider(clock) { Answer = static () => Task.FromException<IDistributedLockHandle?>(new LockBackendException("down")) };
        var locks = inner.WithFailFast();
        await Assert.ThrowsAsync<LockBackendException>(async () => await locks.TryAcquireAsync(LeaseBench.Once(), Stop));
        clock.Advance(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<LockBackendException>(async () => await locks.TryAcquireAsync(LeaseBench.Once(), Stop));
        clock.Advance(TimeSpan.FromSeconds(5));
        return (inner, locks);
    }
}
