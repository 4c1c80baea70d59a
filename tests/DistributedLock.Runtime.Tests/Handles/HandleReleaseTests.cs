using System.Diagnostics.Metrics;
using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Testing;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DistributedLock.Runtime.Tests.Handles;

/// <summary>A release happens once, is bounded in time, and never throws.</summary>
public sealed class HandleReleaseTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly RecordingProvider _locks;
    private readonly FakeHandle _handle;

    public HandleReleaseTests()
    {
        _locks = new RecordingProvider { TimeProvider = _clock };
        _handle = _locks.Grant(new LockDefinition($"t-{Guid.NewGuid():N}", "A.B").CreateRequest("t-1"));
    }

    public static TheoryData<bool> Forms => [true, false];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Handle_disposed_by_many_at_once_is_released_once()
    {
        for (var round = 0; round < 100; round++)
        {
            var handle = _locks.Grant(new LockRequest("k"));
            using var start = new Barrier(4);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(
                async () =>
                {
                    start.SignalAndWait(Token);
                    if (n % 2 == 0)
                    {
                        await handle.DisposeAsync();
                    }
                    else
                    {
                        handle.Dispose();
                    }
                },
                Token)));
            Assert.Equal(1, handle.Releases);
            Assert.True(handle.IsReleased);
        }
    }

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Forms))]
    public async Task Release_that_fails_is_logged_and_counted_and_does_not_throw(bool isAsync)
    {
        using var failures = new FailureCount(_handle.Request.Definition!.Template);
        var cause = new LockBackendException("down");
        _handle.Release = () => throw cause;
        await ReleaseAsync(isAsync);
        AssertFailureWasLogged(cause);
        Assert.Equal(1, failures.Count);
        Assert.Equal((_locks.Name, typeof(LockBackendException).FullName), failures.LastTags);
        Assert.False(_handle.IsLost);
    }

    [Fact(Timeout = 30_000)]
    public async Task Release_that_fails_later_is_logged_and_counted_and_does_not_throw()
    {
        using var failures = new FailureCount(_handle.Request.Definition!.Template);
        var release = new TaskCompletionSource<bool>();
        _handle.Release = () => new ValueTask<bool>(release.Task);
        var disposal = _handle.DisposeAsync();
        Assert.False(disposal.IsCompleted);
        var cause = new LockBackendException("down");
        release.SetException(cause);
        await disposal;
        AssertFailureWasLogged(cause);
        Assert.Equal(1, failures.Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task Release_that_never_ends_keeps_its_caller_five_seconds()
    {
        var release = new TaskCompletionSource<bool>();
        _handle.Release = () => new ValueTask<bool>(release.Task);
        var disposal = _handle.DisposeAsync().AsTask();
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(disposal.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        await disposal;
        var entry = Assert.Single(_locks.Log.Entries);
        Assert.Equal((LogLevel.Warning, 11), (entry.Level, entry.Id));
        Assert.Contains("longer than 5 s", entry.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Release_that_fails_after_its_caller_left_is_still_seen()
    {
        using var failures = new FailureCount(_handle.Request.Definition!.Template);
        var release = new TaskCompletionSource<bool>();
        _handle.Release = () => new ValueTask<bool>(release.Task);
        var disposal = _handle.DisposeAsync();
        _clock.Advance(TimeSpan.FromSeconds(6));
        await disposal;
        var cause = new LockBackendException("down");
        release.SetException(cause);
        AssertFailureWasLogged(cause);
        Assert.Equal(1, failures.Count);
    }

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Forms))]
    public async Task Release_that_was_not_ours_makes_the_lock_lost(bool isAsync)
    {
        var token = _handle.LostToken;
        _handle.Release = static () => new ValueTask<bool>(false);
        await ReleaseAsync(isAsync);
        Assert.True(_handle.IsLost);
        Assert.Equal(LockLossReason.NotHeld, _handle.LossReason);
        await Wait.ForAsync(token);
    }

    [Fact(Timeout = 30_000)]
    public async Task Release_that_was_not_ours_and_says_so_later_makes_the_lock_lost()
    {
        var release = new TaskCompletionSource<bool>();
        _handle.Release = () => new ValueTask<bool>(release.Task);
        var disposal = _handle.DisposeAsync();
        release.SetResult(false);
        await disposal;
        Assert.Equal(LockLossReason.NotHeld, _handle.LossReason);
    }

    [Fact(Timeout = 30_000)]
    public async Task Key_can_be_taken_by_the_flow_while_its_release_is_on_the_way()
    {
        var release = new TaskCompletionSource<bool>();
        var handle = (DistributedLockHandle)await _locks.AcquireAsync("k", cancellationToken: Token);
        ((FakeHandle)handle).Release = () => new ValueTask<bool>(release.Task);
        var disposal = handle.DisposeAsync();
        await using var next = await _locks.AcquireAsync("k", cancellationToken: Token);
        release.SetResult(true);
        await disposal;
    }

    [Fact(Timeout = 30_000)]
    public async Task Released_lock_cannot_be_extended_and_nothing_is_extended_by_nothing()
    {
        Assert.Throws<ArgumentOutOfRangeException>("lease", () => { _ = _handle.ExtendAsync(TimeSpan.Zero, Token); });
        Assert.True(await _handle.ExtendAsync(TimeSpan.FromSeconds(1), Token));
        await _handle.DisposeAsync();
        Assert.False(await _handle.ExtendAsync(TimeSpan.FromSeconds(1), Token));
    }

    private void AssertFailureWasLogged(Exception cause)
    {
        var entry = Assert.Single(_locks.Log.Entries, static entry => entry.Id == 10);
        Assert.Equal(LogLevel.Warning, entry.Level);
        Assert.Same(cause, entry.Exception);
        Assert.Contains(_handle.Request.Definition!.Template, entry.Message, StringComparison.Ordinal);
    }

    private async Task ReleaseAsync(bool isAsync)
    {
        if (isAsync)
        {
            await _handle.DisposeAsync();
        }
        else
        {
            _handle.Dispose();
        }
    }

    /// <summary>How many failed releases of one template the meter has counted.</summary>
    private sealed class FailureCount : IDisposable
    {
        private readonly MeterListener _listener = new();
        private int _count;

        public FailureCount(string template)
        {
            _listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument is { Meter.Name: "DistributedLock", Name: "distributedlock.release.failures" })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, measurement, tags, _) =>
            {
                var byName = tags.ToArray().ToDictionary(static tag => tag.Key, static tag => tag.Value as string);
                if (byName["lock.template"] == template)
                {
                    LastTags = (byName["lock.provider"], byName["error.type"]);
                    Interlocked.Add(ref _count, (int)measurement);
                }
            });
            _listener.Start();
        }

        public int Count => Volatile.Read(ref _count);

        public (string? Provider, string? ErrorType) LastTags { get; private set; }

        public void Dispose() => _listener.Dispose();
    }
}
