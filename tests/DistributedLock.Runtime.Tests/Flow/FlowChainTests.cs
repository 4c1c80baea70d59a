using System.Runtime.CompilerServices;
using DistributedLock.Runtime.Tests.Fakes;
using Xunit;

namespace DistributedLock.Runtime.Tests.Flow;

/// <summary>What a flow remembers does not grow with what it once held.</summary>
public sealed class FlowChainTests
{
    private readonly ForgetfulProvider _locks = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Hand_over_hand_locking_keeps_no_old_hold_alive()
    {
        await using var bottom = await _locks.AcquireAsync("bottom", cancellationToken: Token);
        var early = new List<WeakReference>();
        var last = await _locks.AcquireAsync("step", cancellationToken: Token);
        for (var i = 0; i < 10_000; i++)
        {
            var next = await _locks.AcquireAsync($"step-{i}", cancellationToken: Token);
            if (i is > 10 and < 100)
            {
                early.Add(NodeOf(next));
            }

            await last.DisposeAsync();
            last = next;
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.DoesNotContain(early, static node => node.IsAlive);
        await last.DisposeAsync();
        await Assert.ThrowsAsync<LockReentrancyException>(async () => await _locks.AcquireAsync("bottom", cancellationToken: Token));
    }

    [Fact(Timeout = 60_000)]
    public async Task Holds_one_after_another_leave_at_most_one_node_in_the_chain()
    {
        for (var i = 0; i < 1_000; i++)
        {
            await using var handle = await _locks.AcquireAsync($"one-{i}", cancellationToken: Token);
            Assert.Null(((DistributedLockHandle)handle).FlowNode!.Parent);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Released_holds_between_two_live_ones_are_cut_out()
    {
        await using var outer = await _locks.AcquireAsync("outer", cancellationToken: Token);
        var between = await _locks.AcquireAsync("between", cancellationToken: Token);
        await using var inner = await _locks.AcquireAsync("inner", cancellationToken: Token);
        await between.DisposeAsync();
        await using var innermost = await _locks.AcquireAsync("innermost", cancellationToken: Token);
        var node = ((DistributedLockHandle)innermost).FlowNode!;
        Assert.Equal(["innermost", "inner", "outer"], [node.Key.Value, node.Parent!.Key.Value, node.Parent.Parent!.Key.Value]);
        Assert.Null(node.Parent.Parent.Parent);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference NodeOf(IDistributedLockHandle handle) => new(((DistributedLockHandle)handle).FlowNode!);

    /// <summary>Unlike <see cref="RecordingProvider"/> it keeps nothing alive.</summary>
    private sealed class ForgetfulProvider : IDistributedLockProvider
    {
        private readonly RecordingProvider _owner = new();

        public ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default) =>
            new(new FakeHandle(_owner, request));

        public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default) => new FakeHandle(_owner, request);
    }
}
