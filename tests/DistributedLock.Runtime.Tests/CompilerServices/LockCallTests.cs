using DistributedLock.CompilerServices;
using DistributedLock.Runtime.Tests.Fakes;
using Xunit;

namespace DistributedLock.Runtime.Tests.CompilerServices;

/// <summary>How a generated wrapper asks for its lock, and when a handle it is given makes that unnecessary.</summary>
public sealed class LockCallTests
{
    private static readonly LockDefinition Definition = new("t-{x}", "A.B.C");
    private static readonly LockRequest Exclusive = Definition.CreateRequest("t-1");
    private static readonly LockRequest Shared = Exclusive with { Mode = LockMode.Shared };

    private readonly RecordingProvider _locks = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public Task Missing_provider_throws_and_names_the_lock()
    {
        Assert.Contains("'t-{x}'", Assert.Throws<InvalidOperationException>(() => { _ = LockCall.TryAcquireAsync(null, Exclusive, Token); }).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => LockCall.TryAcquire(null, Exclusive, Token));
        Assert.Throws<InvalidOperationException>(() => new LockClaims().Add(null, Exclusive));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public async Task Key_held_by_the_flow_throws_without_asking_the_store()
    {
        await using var outer = await _locks.AcquireAsync(Exclusive, Token);
        Assert.Throws<LockReentrancyException>(() => { _ = LockCall.TryAcquireAsync(_locks, Exclusive, Token); });
        Assert.Throws<LockReentrancyException>(() => LockCall.TryAcquire(_locks, Exclusive, Token));
        Assert.Single(_locks.Requests);
    }

    [Fact(Timeout = 30_000)]
    public async Task Call_alone_does_not_make_the_flow_remember()
    {
        await using var first = await LockCall.TryAcquireAsync(_locks, Exclusive, Token);
        await using var second = LockCall.TryAcquire(_locks, Exclusive, Token);
        Assert.Equal(2, _locks.Requests.Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task Live_handle_of_the_same_provider_and_key_is_used() => await AssertUsedAsync(Exclusive, Exclusive);

    [Fact(Timeout = 30_000)]
    public async Task Exclusive_handle_is_enough_for_a_shared_body() => await AssertUsedAsync(Exclusive, Shared);

    [Fact(Timeout = 30_000)]
    public async Task Shared_handle_is_enough_for_a_shared_body() => await AssertUsedAsync(Shared, Shared);

    [Fact(Timeout = 30_000)]
    public async Task Shared_handle_is_not_enough_for_an_exclusive_body()
    {
        // The giver's flow holds the key, so that the deadlock is told at once.
        await using var given = await _locks.AcquireAsync(Shared, Token);
        Assert.Throws<LockReentrancyException>(() => { _ = LockCall.TryAcquireAsync(_locks, Exclusive, given, Token); });
        Assert.Throws<LockReentrancyException>(() => LockCall.TryAcquire(_locks, Exclusive, given, Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task No_handle_and_handles_that_protect_nothing_are_not_used()
    {
        var released = _locks.Grant(Exclusive);
        await released.DisposeAsync();
        var lost = _locks.Grant(Exclusive);
        lost.MarkLost(LockLossReason.NotHeld);
        await AssertNotUsedAsync(null);
        await AssertNotUsedAsync(released);
        await AssertNotUsedAsync(lost);
        await AssertNotUsedAsync(_locks.Grant(Definition.CreateRequest("t-2")));
        await AssertNotUsedAsync(_locks.Grant(Exclusive with { MaxConcurrency = 2 }));
        await AssertNotUsedAsync(new RecordingProvider().Grant(Exclusive));
        await AssertNotUsedAsync(new ForeignHandle(Exclusive));
    }

    [Fact(Timeout = 30_000)]
    public async Task Handle_of_a_third_partys_provider_is_used_when_it_was_taken_by_the_extension_methods()
    {
        var locks = new ForeignProvider();
        await using var given = await locks.AcquireAsync(Exclusive, Token);
        Assert.Same(given, await LockCall.TryAcquireAsync(locks, Exclusive, given, Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task Handle_for_several_locks_is_used_for_each_of_its_keys()
    {
        await using var given = await _locks.AcquireAllAsync(["other", Exclusive.Key], cancellationToken: Token);
        Assert.Same(given, await LockCall.TryAcquireAsync(_locks, Exclusive, given, Token));
        await AssertNotUsedAsync(await new RecordingProvider().AcquireAllAsync(["x", "y"], cancellationToken: Token), Exclusive with { TrackFlow = false });
    }

    private async Task AssertUsedAsync(LockRequest held, LockRequest wanted)
    {
        await using var given = await _locks.AcquireAsync(held, Token);
        Assert.Same(given, await LockCall.TryAcquireAsync(_locks, wanted, given, Token));
        Assert.Same(given, LockCall.TryAcquire(_locks, wanted, given, Token));
        Assert.Single(_locks.Requests);
    }

    private Task AssertNotUsedAsync(IDistributedLockHandle? given) => AssertNotUsedAsync(given, Exclusive);

    private async Task AssertNotUsedAsync(IDistributedLockHandle? given, LockRequest wanted)
    {
        var handle = await LockCall.TryAcquireAsync(_locks, wanted, given, Token);
        Assert.NotNull(handle);
        Assert.NotSame(given, handle);
        Assert.NotSame(given, LockCall.TryAcquire(_locks, wanted, given, Token));
    }
}
