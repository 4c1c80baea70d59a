using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Runtime.Tests.Keys;
using Xunit;

namespace DistributedLock.Runtime.Tests.Contracts;

/// <summary>A message names the lock by key, template and declaring member, says what came, and what to do.</summary>
public sealed class ExceptionMessageTests
{
    private static readonly LockDefinition Definition = new("invoice-{tenantId}", "Shop.InvoiceService.CreateAsync")
    {
        Timeout = TimeSpan.FromSeconds(1.5),
        MaxHold = TimeSpan.FromSeconds(2.5),
    };

    private static readonly LockRequest Request = Definition.CreateRequest("invoice-42");

    [Fact(Timeout = 30_000)]
    public Task Contended_lock_tells_how_long_was_waited_in_every_culture()
    {
        using var _ = new HostileCulture();
        var exception = new LockNotAcquiredException(Request);
        AssertNamesTheLock(exception);
        Assert.Contains("within 1.5 s", exception.Message, StringComparison.Ordinal);
        Assert.Contains("held elsewhere", exception.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(1.5), exception.Timeout);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Contended_lock_with_one_try_says_so()
    {
        var exception = new LockNotAcquiredException(Request with { Timeout = TimeSpan.Zero });
        Assert.Contains("at the only try", exception.Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Lock_without_a_declaration_is_named_by_its_key()
    {
        var exception = new LockNotAcquiredException(new LockRequest("plain"));
        Assert.StartsWith("The lock 'plain' was not acquired", exception.Message, StringComparison.Ordinal);
        Assert.Null(exception.Template);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(LockLossReason.NotHeld, "no longer counts it as ours")]
    [InlineData(LockLossReason.NotRenewed, "could not be renewed in time")]
    [InlineData(LockLossReason.SessionEnded, "session ended")]
    [InlineData(LockLossReason.ProviderDisposed, "provider was disposed")]
    public Task Lost_lock_tells_why(LockLossReason reason, string expected)
    {
        var handle = new RecordingProvider().Grant(Request);
        handle.MarkLost(reason);
        var cause = new OperationCanceledException();
        var exception = handle.CreateLostException(cause);
        AssertNamesTheLock(exception);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Same(cause, exception.InnerException);
        Assert.IsType<LockLostException>(exception);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Lock_held_too_long_tells_its_limit()
    {
        using var _ = new HostileCulture();
        var handle = new RecordingProvider().Grant(Request);
        handle.MarkLost(LockLossReason.HoldExceeded);
        var exception = Assert.IsType<LockHoldExceededException>(handle.CreateLostException(null));
        AssertNamesTheLock(exception);
        Assert.Contains("limit of 2.5 s (MaxHold)", exception.Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public async Task Reentrant_lock_tells_what_to_do()
    {
        var provider = new RecordingProvider();
        await using var outer = await provider.AcquireAsync(Request, TestContext.Current.CancellationToken);
        var exception = await Assert.ThrowsAsync<LockReentrancyException>(
            async () => await provider.AcquireAsync(Request, TestContext.Current.CancellationToken));
        AssertNamesTheLock(exception);
        Assert.Contains("DetachFromFlow()", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public Task Results_say_whether_the_body_ran()
    {
        Assert.False(default(LockResult).Ran);
        Assert.True(LockResult.Completed.Ran);
        Assert.Equal(LockResult.Skipped, default);
        Assert.NotEqual(LockResult.Completed, LockResult.Skipped);

        Assert.Equal((true, true, 5), Parts(LockResult<int>.Completed(5)));
        Assert.Equal((false, true, 5), Parts(LockResult<int>.FromFallback(5)));
        Assert.False(LockResult<int>.Skipped.TryGetValue(out var _));
        var exception = Assert.Throws<InvalidOperationException>(() => LockResult<int>.Skipped.Value);
        Assert.Contains("the body did not run", exception.Message, StringComparison.Ordinal);
        Assert.NotEqual(LockResult<int>.Completed(5), LockResult<int>.FromFallback(5));
        return Task.CompletedTask;

        static (bool Ran, bool HasValue, int Value) Parts(LockResult<int> result) => (result.Ran, result.HasValue, result.Value);
    }

    private static void AssertNamesTheLock(DistributedLockException exception)
    {
        Assert.Contains("'invoice-42'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'invoice-{tenantId}'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Shop.InvoiceService.CreateAsync", exception.Message, StringComparison.Ordinal);
        Assert.Equal("invoice-42", exception.Key);
        Assert.Equal("invoice-{tenantId}", exception.Template);
    }
}
