using Xunit;

namespace DistributedLock.Runtime.Tests.LocalQueues;

/// <summary>Alone, because it takes every thread of the pool for a moment.</summary>
[CollectionDefinition(nameof(StarvedThreadPoolTests), DisableParallelization = true)]
[Collection(nameof(StarvedThreadPoolTests))]
public sealed class StarvedThreadPoolTests
{
    [Fact]
    public void Synchronous_wait_ends_at_its_time_out_though_the_thread_pool_has_no_thread_left()
    {
        using var provider = new InMemoryLockProvider();
        using var held = provider.TryAcquire(new LockRequest("k") { Timeout = TimeSpan.Zero }, TestContext.Current.CancellationToken);
        IDistributedLockHandle? second = held;
        var thread = new Thread(() => second = provider.TryAcquire(new LockRequest("k") { Timeout = TimeSpan.FromMilliseconds(100) }, CancellationToken.None));
        using var gate = new ManualResetEventSlim();
        using var ended = new CountdownEvent(100);
        for (var i = 0; i < ended.InitialCount; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    gate.Wait();
                    ended.Signal();
                },
                null);
        }

        try
        {
            thread.Start();

            Assert.True(thread.Join(TimeSpan.FromSeconds(5)), "Expected the wait to have ended long ago.");
            Assert.Null(second);
        }
        finally
        {
            gate.Set();
            thread.Join();
            ended.Wait(TestContext.Current.CancellationToken);
        }
    }
}
