using Xunit;

namespace DistributedLock.Runtime.Tests.Leases;

/// <summary>The synchronous form over a store that does not answer.</summary>
public sealed class LeaseSynchronousTests
{
    private const int Limit = 30_000;

    private readonly LeaseBench _bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData(LockMode.Exclusive, 1)]
    [InlineData(LockMode.Shared, 1)]
    [InlineData(LockMode.Exclusive, 2)]
    public async Task Try_that_is_cancelled_under_way_ends_at_once_and_leaves_nothing(LockMode mode, int permits)
    {
        var gate = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        _bench.Store.BeforeTry = (_, _) =>
        {
            asked.TrySetResult();
            return gate.Task;
        };
        using var source = new CancellationTokenSource();
        var trying = OnItsOwnThread(LeaseBench.Once() with { Mode = mode, MaxConcurrency = permits }, source.Token);
        await asked.Task;

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => trying);
        gate.SetResult(); // only now it reaches the store, and takes the lease
        await _bench.PassUntilAsync(LeaseBench.UntilAsync(() => _bench.Server.Leases == 0 && _bench.Store.Releases > 1));
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_that_is_cancelled_while_it_subscribes_ends_at_once_and_leaves_no_subscription()
    {
        await using var held = await _bench.TakeAsync();
        var other = _bench.Create();
        var gate = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        other.Fake.BeforeSubscribe = () =>
        {
            asked.TrySetResult();
            return gate.Task;
        };
        using var source = new CancellationTokenSource();
        var waiting = Task.Factory.StartNew(
            () => other.TryAcquire(LeaseBench.Patient(), source.Token), Stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await asked.Task;

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.SetResult();
        await LeaseBench.UntilAsync(() => _bench.Server.Subscriptions == 0);
    }

    [Fact(Timeout = Limit)]
    public async Task Try_that_is_not_answered_within_the_operation_timeout_fails()
    {
        _bench.Store.OperationTimeout = TimeSpan.FromMilliseconds(20);
        _bench.Store.BeforeTry = static (_, _) => new TaskCompletionSource().Task;

        var exception = await Assert.ThrowsAsync<LockBackendException>(() => OnItsOwnThread(LeaseBench.Once(), Stop));

        // Without the name of an option: not every backend has one.
        Assert.Contains("fake did not answer within 0.02 s. Look whether", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Failure_of_the_store_is_told_as_in_the_asynchronous_form()
    {
        _bench.Store.BeforeTry = static (_, _) => throw new LockBackendException("no right") { IsTransient = false };

        var exception = await Assert.ThrowsAsync<LockBackendException>(() => OnItsOwnThread(LeaseBench.Once(), Stop));

        Assert.Contains("no right", exception.Message, StringComparison.Ordinal);
        Assert.False(exception.IsTransient);
    }

    private Task<IDistributedLockHandle?> OnItsOwnThread(LockRequest request, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => _bench.Provider.TryAcquire(request, cancellationToken), Stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
