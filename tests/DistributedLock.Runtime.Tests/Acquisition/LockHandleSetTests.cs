using DistributedLock.Acquisition;
using DistributedLock.Runtime.Tests.Fakes;
using Xunit;

namespace DistributedLock.Runtime.Tests.Acquisition;

/// <summary>Several locks that are held and released as one.</summary>
public sealed class LockHandleSetTests
{
    private readonly RecordingProvider _locks = new();
    private readonly FakeHandle _first;
    private readonly FakeHandle _second;
    private readonly LockHandleSet _set;

    public LockHandleSetTests()
    {
        _first = _locks.Grant(new LockDefinition("first-{x}", "A.B.C").CreateRequest("first-1"));
        _second = _locks.Grant(new LockDefinition("second-{x}", "A.B.D") { MaxHold = TimeSpan.FromSeconds(3) }.CreateRequest("second-1"));
        _set = new LockHandleSet([_first, _second]);
    }

    [Fact(Timeout = 30_000)]
    public async Task Whole_is_lost_with_its_first_part()
    {
        var token = _set.LostToken;
        Assert.False(_set.IsLost);
        _second.MarkLost(LockLossReason.SessionEnded);
        Assert.True(_set.IsLost);
        Assert.Equal(LockLossReason.SessionEnded, _set.LossReason);
        await Wait.ForAsync(token);
        Assert.True(_set.LostToken.IsCancellationRequested);
    }

    [Fact(Timeout = 30_000)]
    public Task Token_asked_for_after_the_loss_has_fired()
    {
        _first.MarkLost(LockLossReason.NotHeld);
        Assert.True(_set.LostToken.IsCancellationRequested);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Exception_names_the_part_that_was_lost()
    {
        _second.MarkLost(LockLossReason.HoldExceeded);
        var exception = Assert.IsType<LockHoldExceededException>(_set.CreateLostException(null));
        Assert.Equal("second-1", exception.Key);
        Assert.Equal("second-{x}", exception.Template);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Loss_of_a_part_is_logged_once()
    {
        _ = _set.LostToken;
        _second.MarkLost(LockLossReason.NotHeld);
        var entry = Assert.Single(_locks.Log.Entries, static entry => entry.Id == 13);
        Assert.Contains("second-{x}", entry.Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_part_is_released_whatever_happens_to_one(bool isAsync)
    {
        _second.Release = static () => throw new LockBackendException("down");
        await ReleaseAsync(isAsync);
        Assert.Equal([1, 1], [_first.Releases, _second.Releases]);
        Assert.False(_set.IsLost);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Part_that_the_store_says_was_not_ours_makes_the_whole_lost(bool isAsync)
    {
        _first.Release = static () => new ValueTask<bool>(false);
        await ReleaseAsync(isAsync);
        Assert.Equal(LockLossReason.NotHeld, _set.LossReason);
    }

    [Fact(Timeout = 30_000)]
    public async Task Extension_reaches_every_part_and_tells_whether_all_are_held()
    {
        Assert.True(await _set.ExtendAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));
        _first.Extend = static () => false;
        var isSecondAsked = false;
        _second.Extend = () => isSecondAsked = true;
        Assert.False(await _set.ExtendAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));
        Assert.True(isSecondAsked);
    }

    [Fact(Timeout = 30_000)]
    public Task Expiry_is_that_of_the_part_that_expires_first()
    {
        Assert.Null(_set.ExpiresAt);
        var now = DateTimeOffset.UtcNow;
        _second.Expiry = now.AddSeconds(2);
        Assert.Equal(now.AddSeconds(2), _set.ExpiresAt);
        _first.Expiry = now.AddSeconds(1);
        Assert.Equal(now.AddSeconds(1), _set.ExpiresAt);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Canonical_order_is_by_provider_name_then_key_and_keeps_the_strongest_mode_and_the_longest_wait()
    {
        var alpha = new RecordingProvider("alpha");
        var beta = new RecordingProvider("beta");
        var shared = new LockRequest("a") { Mode = LockMode.Shared, Timeout = Timeout.InfiniteTimeSpan };
        var exclusive = new LockRequest("a") { Timeout = TimeSpan.FromSeconds(1) };
        foreach (var claims in new LockRequest[][] { [shared, exclusive], [exclusive, shared] })
        {
            var canonical = LockClaimOrder.Canonical(
            [
                new LockClaim(beta, new LockRequest("a")),
                new LockClaim(alpha, new LockRequest("b")),
                .. claims.Select(claim => new LockClaim(alpha, claim)),
                new LockClaim(alpha, new LockRequest("a") { MaxConcurrency = 2 }),
            ]);
            Assert.Equal(["alpha a", "alpha a", "alpha b", "beta a"], canonical.Select(static claim => $"{((RecordingProvider)claim.Provider).Name} {claim.Request.Key}"));
            Assert.Equal(LockMode.Exclusive, canonical[0].Request.Mode);
            Assert.Equal(Timeout.InfiniteTimeSpan, canonical[0].Request.Timeout);
            Assert.Equal(2, canonical[1].Request.MaxConcurrency);
        }

        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Two_providers_of_one_name_are_always_in_the_same_order()
    {
        var one = new RecordingProvider("same");
        var other = new RecordingProvider("same");
        var forward = LockClaimOrder.Canonical([new LockClaim(one, new LockRequest("a")), new LockClaim(other, new LockRequest("a"))]);
        var backward = LockClaimOrder.Canonical([new LockClaim(other, new LockRequest("a")), new LockClaim(one, new LockRequest("a"))]);
        Assert.Equal(2, forward.Count);
        Assert.Same(forward[0].Provider, backward[0].Provider);
        return Task.CompletedTask;
    }

    private async Task ReleaseAsync(bool isAsync)
    {
        if (isAsync)
        {
            await _set.DisposeAsync();
        }
        else
        {
            _set.Dispose();
        }
    }
}
