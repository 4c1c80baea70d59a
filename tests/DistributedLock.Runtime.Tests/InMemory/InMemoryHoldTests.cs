using DistributedLock.InMemory;
using Xunit;

namespace DistributedLock.Runtime.Tests.InMemory;

/// <summary>The holder and whoever takes its hold for abandoned may come at once: one of them ends the hold.</summary>
public sealed class InMemoryHoldTests
{
    private static readonly LockRequest Request = new("k");

    private readonly InMemoryHold _hold = new();
    private readonly InMemoryLockHandle _handle;

    public InMemoryHoldTests()
    {
        var owner = new InMemoryLock(new InMemoryLockProvider());
        Assert.True(owner.TryEnterFast());
        _handle = owner.CreateHandle(Request);
        _hold.Attach(_handle);
    }

    [Fact(Timeout = 60_000)]
    public void Hold_is_ended_by_the_first_who_ends_it()
    {
        Assert.True(_hold.TryEnd(Request));
        Assert.False(_hold.TryEnd(Request));
    }

    [Fact(Timeout = 60_000)]
    public void Hold_of_another_request_is_not_ended()
    {
        Assert.False(_hold.TryEnd(new LockRequest("k")));
        Assert.Same(Request, _hold.Request);
    }

    [Fact(Timeout = 60_000)]
    public void Hold_whose_handle_lives_and_hold_that_was_ended_are_not_abandoned()
    {
        Assert.False(_hold.IsAbandoned(out _));
        Assert.True(_hold.TryEnd(Request));
        Assert.False(_hold.IsAbandoned(out _));
        GC.KeepAlive(_handle);
    }
}
