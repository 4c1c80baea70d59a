using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Testing;
using Xunit;

namespace DistributedLock.Runtime.Tests.Acquisition;

/// <summary>Several locks: all or nothing, in one order, each key once.</summary>
public sealed class AcquireAllTests
{
    private readonly RecordingProvider _locks = new() { TimeProvider = new ManualTimeProvider() };

    public static TheoryData<bool> Forms => [true, false];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ManualTimeProvider Clock => (ManualTimeProvider)_locks.TimeProvider;

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Forms))]
    public async Task Keys_are_taken_in_ordinal_order_each_once_and_released_in_reverse(bool isAsync)
    {
        var all = await AcquireAllAsync(isAsync, ["b", "a", "B", "b", "é", "a", "Z"]);
        Assert.Equal(["+B", "+Z", "+a", "+b", "+é"], _locks.Events);
        await all.DisposeAsync();
        Assert.Equal(["-é", "-b", "-a", "-Z", "-B"], _locks.Events.Skip(5));
    }

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Forms))]
    public async Task One_contended_key_gives_the_others_back_in_reverse(bool isAsync)
    {
        _locks.Answer = (request, _) => new ValueTask<IDistributedLockHandle?>(request.Key == "c" ? null : _locks.Grant(request));
        var exception = await Assert.ThrowsAsync<LockNotAcquiredException>(() => AcquireAllAsync(isAsync, ["a", "b", "c", "d"]));
        Assert.Equal("c", exception.Key);
        Assert.Equal(["+a", "+b", "+c", "-b", "-a"], _locks.Events);
        await AssertNothingIsRememberedAsync("a", "b", "c", "d");
    }

    [Fact(Timeout = 30_000)]
    public async Task TryAcquireAll_of_a_contended_key_gives_null()
    {
        _locks.Answer = (request, _) => new ValueTask<IDistributedLockHandle?>(request.Key == "b" ? null : _locks.Grant(request));
        Assert.Null(await _locks.TryAcquireAllAsync(["a", "b"], cancellationToken: Token));
        Assert.Null(_locks.TryAcquireAll(["a", "b"], cancellationToken: Token));
        Assert.Equal(["+a", "+b", "-a", "+a", "+b", "-a"], _locks.Events);
    }

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Forms))]
    public async Task Failure_in_the_middle_gives_the_others_back_and_passes_unchanged(bool isAsync)
    {
        var failure = new LockBackendException("down");
        _locks.Answer = (request, _) => request.Key == "b" ? throw failure : new ValueTask<IDistributedLockHandle?>(_locks.Grant(request));
        Assert.Same(failure, await Assert.ThrowsAsync<LockBackendException>(() => AcquireAllAsync(isAsync, ["a", "b", "c"])));
        Assert.Equal(["+a", "+b", "-a"], _locks.Events);
        await AssertNothingIsRememberedAsync("a", "b", "c");
    }

    [Fact(Timeout = 30_000)]
    public async Task Cancellation_in_the_middle_gives_the_others_back()
    {
        using var source = new CancellationTokenSource();
        _locks.Answer = async (request, token) =>
        {
            if (request.Key == "b")
            {
                await Task.Delay(Timeout.Infinite, token);
            }

            return _locks.Grant(request);
        };
        var pending = _locks.AcquireAllAsync(["a", "b", "c"], cancellationToken: source.Token).AsTask();
        Assert.False(pending.IsCompleted);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        Assert.Equal(["+a", "+b", "-a"], _locks.Events);
        await AssertNothingIsRememberedAsync("a", "b", "c");
    }

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Forms))]
    public async Task Waits_share_one_deadline(bool isAsync)
    {
        _locks.Answer = (request, _) =>
        {
            Clock.Advance(TimeSpan.FromSeconds(4));
            return new ValueTask<IDistributedLockHandle?>(_locks.Grant(request));
        };
        await AcquireAllAsync(isAsync, ["a", "b", "c", "d"], TimeSpan.FromSeconds(10));
        Assert.Equal([10d, 6d, 2d, 0d], _locks.Requests.Select(static request => request.Timeout.TotalSeconds));
    }

    [Theory(Timeout = 30_000)]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task One_try_and_no_end_stay_what_they_are(int milliseconds)
    {
        _locks.Answer = (request, _) =>
        {
            Clock.Advance(TimeSpan.FromSeconds(4));
            return new ValueTask<IDistributedLockHandle?>(_locks.Grant(request));
        };
        await AcquireAllAsync(isAsync: true, ["a", "b"], TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal([milliseconds, milliseconds], _locks.Requests.Select(static request => (int)request.Timeout.TotalMilliseconds));
    }

    [Fact(Timeout = 30_000)]
    public Task No_keys_throw()
    {
        Assert.Throws<ArgumentException>("keys", () => { _ = _locks.AcquireAllAsync([], cancellationToken: Token); });
        Assert.Throws<ArgumentException>("keys", () => { _ = _locks.TryAcquireAllAsync([], cancellationToken: Token); });
        Assert.Throws<ArgumentException>("keys", () => _locks.AcquireAll([], cancellationToken: Token));
        Assert.Throws<ArgumentNullException>("keys", () => _locks.TryAcquireAll(null!, cancellationToken: Token));
        Assert.Throws<ArgumentException>(() => { _ = _locks.AcquireAllAsync(["a", default], cancellationToken: Token); });
        Assert.Empty(_locks.Events);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Forms))]
    public async Task Key_held_by_the_flow_throws_before_anything_is_taken(bool isAsync)
    {
        await using var outer = await _locks.AcquireAsync("b", cancellationToken: Token);
        await Assert.ThrowsAsync<LockReentrancyException>(async () => await AcquireAllAsync(isAsync, ["a", "b", "c"]));
        Assert.Equal(["+b"], _locks.Events);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Flow_remembers_each_of_the_keys_until_all_are_released(bool isPending)
    {
        if (isPending)
        {
            _locks.Answer = async (request, _) =>
            {
                await Task.Yield();
                return _locks.Grant(request);
            };
        }

        var all = await _locks.AcquireAllAsync(["a", "b"], cancellationToken: Token);
        _locks.Answer = null;
        foreach (var key in new[] { "a", "b" })
        {
            await Assert.ThrowsAsync<LockReentrancyException>(async () => await _locks.AcquireAsync(key, cancellationToken: Token));
        }

        await all.DisposeAsync();
        await AssertNothingIsRememberedAsync("a", "b");
    }

    [Fact(Timeout = 30_000)]
    public async Task Detached_set_is_forgotten_key_by_key()
    {
        await using var all = await _locks.AcquireAllAsync(["a", "b"], cancellationToken: Token);
        all.DetachFromFlow();
        await AssertNothingIsRememberedAsync("a", "b");
    }

    private async Task<IDistributedLockHandle> AcquireAllAsync(bool isAsync, LockKey[] keys, TimeSpan? timeout = null) => isAsync
        ? await _locks.AcquireAllAsync(keys, timeout, Token)
        : _locks.AcquireAll(keys, timeout, Token);

    private async Task AssertNothingIsRememberedAsync(params string[] keys)
    {
        _locks.Answer = null;
        foreach (var key in keys)
        {
            await using var handle = await _locks.AcquireAsync(key, cancellationToken: Token);
        }
    }
}
