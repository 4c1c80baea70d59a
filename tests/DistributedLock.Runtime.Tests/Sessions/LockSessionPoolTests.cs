using DistributedLock.Sessions;
using Xunit;

namespace DistributedLock.Runtime.Tests.Sessions;

public sealed class LockSessionPoolTests
{
    private const int Limit = 30_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Session_takes_as_many_locks_as_it_may_and_then_the_next_one_is_opened()
    {
        await using var pool = new FakeLockSessionPool(locksPerSession: 2);

        var first = await pool.ReserveAsync(Stop);
        var second = await pool.ReserveAsync(Stop);
        var third = await pool.ReserveAsync(Stop);
        second.Unreserve();
        var fourth = await pool.ReserveAsync(Stop);

        Assert.Same(first, second);
        Assert.NotSame(first, third);
        Assert.Same(first, fourth);
        Assert.Equal(2, pool.Opened.Count);
    }

    [Fact(Timeout = Limit)]
    public async Task Those_who_come_at_once_share_one_opening()
    {
        await using var pool = new FakeLockSessionPool(locksPerSession: 10);
        var gate = new TaskCompletionSource();
        pool.BeforeOpen = () => gate.Task;

        var reservations = Enumerable.Range(0, 10).Select(_ => pool.ReserveAsync(Stop).AsTask()).ToArray();
        gate.SetResult();
        await Task.WhenAll(reservations);

        Assert.Single(pool.Opened);
    }

    [Fact(Timeout = Limit)]
    public async Task Failed_opening_is_told_to_its_waiter_and_the_next_one_opens_again()
    {
        await using var pool = new FakeLockSessionPool { BeforeOpen = static () => throw new LockBackendException("down") };
        await Assert.ThrowsAsync<LockBackendException>(() => pool.ReserveAsync(Stop).AsTask());
        pool.BeforeOpen = static () => Task.CompletedTask;

        Assert.NotNull(await pool.ReserveAsync(Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Cancelled_wait_leaves_the_session_to_the_next_one()
    {
        await using var pool = new FakeLockSessionPool();
        var gate = new TaskCompletionSource();
        pool.BeforeOpen = () => gate.Task;
        using var cancellation = new CancellationTokenSource();
        var waiting = pool.ReserveAsync(cancellation.Token).AsTask();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.SetResult();

        await pool.ReserveAsync(Stop);
        Assert.Single(pool.Opened);
    }

    [Fact(Timeout = Limit)]
    public async Task Opening_inherits_nothing_of_the_request_that_needs_it()
    {
        var flow = new AsyncLocal<string?> { Value = "the request's" };
        await using var pool = new FakeLockSessionPool();
        string? seen = null;
        pool.BeforeOpen = () =>
        {
            seen = flow.Value;
            return Task.CompletedTask;
        };

        await pool.ReserveAsync(Stop);

        Assert.Null(seen);
    }

    [Fact(Timeout = Limit)]
    public async Task Dead_session_is_replaced_once_and_its_member_is_attached_to_the_next_one()
    {
        await using var pool = new FakeLockSessionPool();
        var member = new Member();
        var tries = 0;

        var taken = await pool.TakeAsync<Member>(
            (session, _) =>
            {
                tries++;
                if (tries == 1)
                {
                    session.End();
                    throw new SessionEndedException(isTimeout: false, reason: null);
                }

                return new(member);
            },
            Stop);

        Assert.Same(member, taken);
        Assert.Equal(2, pool.Opened.Count);
        pool.Opened[1].End();
        Assert.Equal(1, member.Ends);
        Assert.Equal(1, pool.Opened[1].LostCount);
    }

    [Fact(Timeout = Limit)]
    public async Task Session_that_ends_before_its_member_is_attached_has_taken_nothing()
    {
        await using var pool = new FakeLockSessionPool();
        var member = new Member();

        await Assert.ThrowsAsync<SessionEndedException>(async () => await pool.TakeAsync<Member>(
            (session, _) =>
            {
                session.End();
                return new(member);
            },
            Stop));

        Assert.Equal(2, pool.Opened.Count);
        Assert.Equal(0, member.Ends);
    }

    [Fact(Timeout = Limit)]
    public async Task Session_that_gave_no_answer_is_not_replaced()
    {
        await using var pool = new FakeLockSessionPool();

        await Assert.ThrowsAsync<SessionEndedException>(async () => await pool.TakeAsync<Member>(
            static (_, _) => throw new SessionEndedException(isTimeout: true, reason: null), Stop));

        Assert.Single(pool.Opened);
    }

    [Fact(Timeout = Limit)]
    public async Task Room_of_what_was_not_taken_is_given_back()
    {
        await using var pool = new FakeLockSessionPool(locksPerSession: 1);

        Assert.Null(await pool.TakeAsync<Member>(static (_, _) => default, Stop));
        await Assert.ThrowsAsync<IOException>(async () => await pool.TakeAsync<Member>(static (_, _) => throw new IOException("no"), Stop));
        await pool.ReserveAsync(Stop);

        Assert.Single(pool.Opened);
    }

    [Fact(Timeout = Limit)]
    public async Task Idle_session_is_closed_and_one_with_a_lock_is_not()
    {
        await using var pool = new FakeLockSessionPool(1, TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        var ended = new TaskCompletionSource();
        var busy = await pool.ReserveAsync(Stop);
        var idle = await pool.ReserveAsync(Stop);
        Assert.True(idle.TryAttach(new Member(ended.SetResult)));

        idle.Unreserve();

        await ended.Task.WaitAsync(Stop);
        Assert.False(busy.HasEnded);
    }

    [Fact(Timeout = Limit)]
    public async Task Fresh_answer_spares_the_question_whether_a_session_is_alive()
    {
        await using var pool = new FakeLockSessionPool();
        var session = await pool.ReserveAsync(Stop);

        await UntilAsync(async () => await session.IsAliveAsync() && session.Pings > 0);
        session.End();

        Assert.False(await session.IsAliveAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task Disposed_pool_has_closed_its_sessions_and_opens_none()
    {
        var pool = new FakeLockSessionPool();
        var member = new Member();
        await pool.TakeAsync<Member>((_, _) => new(member), Stop);

        await pool.DisposeAsync();

        Assert.Equal(1, member.Ends);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.ReserveAsync(Stop).AsTask());
    }

    [Fact(Timeout = Limit)]
    public async Task Session_that_opens_after_the_disposal_is_closed()
    {
        var pool = new FakeLockSessionPool();
        var gate = new TaskCompletionSource();
        pool.BeforeOpen = () => gate.Task;
        var waiting = pool.ReserveAsync(Stop).AsTask();

        var disposal = pool.DisposeAsync().AsTask();
        gate.SetResult();
        await disposal;

        Assert.All(pool.Opened, static session => Assert.True(session.HasEnded));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            Stop.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class Member(Action? onEnded = null) : ILockSessionMember
    {
        private int _ends;

        public int Ends => _ends;

        public void OnSessionEnded()
        {
            Interlocked.Increment(ref _ends);
            onEnded?.Invoke();
        }
    }
}
