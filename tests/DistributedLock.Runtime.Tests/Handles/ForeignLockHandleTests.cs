using DistributedLock.Runtime.Tests.Fakes;
using Xunit;

namespace DistributedLock.Runtime.Tests.Handles;

/// <summary>A third party's handle gets the rules of our own around it.</summary>
public sealed class ForeignLockHandleTests
{
    private readonly ForeignProvider _locks = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ForeignHandle Inner => Assert.Single(_locks.Handles);

    [Fact(Timeout = 30_000)]
    public async Task Handle_tells_what_the_inner_one_tells()
    {
        await using var handle = await _locks.AcquireAsync("k", cancellationToken: Token);
        Assert.Equal("k", handle.Key);
        Assert.Equal(7, handle.FencingToken);
        Assert.Equal(Inner.ExpiresAt, handle.ExpiresAt);
        Assert.Equal(Inner.AcquiredAt, handle.AcquiredAt);
        Assert.True(await handle.ExtendAsync(TimeSpan.FromSeconds(1), Token));
        Assert.Equal(1, Inner.Extensions);
    }

    [Fact(Timeout = 30_000)]
    public async Task Flow_remembers_it()
    {
        await using (await _locks.AcquireAsync("k", cancellationToken: Token))
        {
            await Assert.ThrowsAsync<LockReentrancyException>(async () => await _locks.AcquireAsync("k", cancellationToken: Token));
        }

        Assert.Equal(1, Inner.Disposals);
        using var again = _locks.Acquire("k", cancellationToken: Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task Inner_handle_is_disposed_once()
    {
        var handle = await _locks.AcquireAsync("k", cancellationToken: Token);
        await handle.DisposeAsync();
        handle.Dispose();
        Assert.Equal(1, Inner.Disposals);
    }

    [Fact(Timeout = 30_000)]
    public async Task Loss_of_the_inner_handle_is_a_loss()
    {
        await using var handle = (DistributedLockHandle)await _locks.AcquireAsync("k", cancellationToken: Token);
        var token = handle.LostToken;
        Inner.Lose();
        await Wait.ForAsync(token);
        Assert.Equal(LockLossReason.NotHeld, handle.LossReason);
    }

    [Fact(Timeout = 30_000)]
    public async Task Loss_is_noticed_by_one_who_never_asked_for_the_token()
    {
        await using var handle = (DistributedLockHandle)await _locks.AcquireAsync("k", cancellationToken: Token);
        Inner.Lose();
        Assert.True(handle.IsLost);
        Assert.True(handle.LostToken.IsCancellationRequested);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Released_handle_can_be_asked_whether_it_was_lost_although_the_inner_token_is_gone(bool isLost)
    {
        var handle = (DistributedLockHandle)await _locks.AcquireAsync("k", cancellationToken: Token);
        if (isLost)
        {
            Inner.Lose();
        }

        await handle.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => Inner.LostToken);
        Assert.Equal(isLost, handle.IsLost);
    }
}
