using DistributedLock.Generators.Tests.Harness;

namespace DistributedLock.Generators.Tests.Wrappers;

/// <summary>A stream holds its lock while it is enumerated.</summary>
public class StreamWrapperTests
{
    private const string Source = """
        public partial class Service(DistributedLock.Generators.Tests.Harness.RecordingProvider locks)
        {
            public Func<int, CancellationToken, Task> Step { get; set; } = (_, _) => Task.CompletedTask;

            [DistributedLock("s-{id}")]
            public partial IAsyncEnumerable<int> ReadAsync(string id, CancellationToken cancellationToken = default);

            private async IAsyncEnumerable<int> ReadCoreAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
            {
                try
                {
                    for (var i = 1; i <= 3; i++)
                    {
                        await Step(i, cancellationToken);
                        yield return i;
                    }
                }
                finally
                {
                    locks.Events.Add("core disposed");
                }
            }

            [DistributedLock("f", Fallback = nameof(CachedAsync))]
            public partial IAsyncEnumerable<int> CachingAsync();

            private async IAsyncEnumerable<int> CachingCoreAsync()
            {
                await Task.Yield();
                yield return 1;
            }

            private async IAsyncEnumerable<int> CachedAsync()
            {
                await Task.Yield();
                yield return -1;
                yield return -2;
            }
        }
        """;

    private readonly RecordingProvider _provider = new();
    private readonly dynamic _service;

    public StreamWrapperTests() => _service = Service.Create(Source, _provider);

    private IAsyncEnumerable<int> Stream => _service.ReadAsync("7", CancellationToken.None);

    private static CancellationToken TestToken => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Enumeration_to_the_end_holds_the_lock_meanwhile()
    {
        await foreach (var item in Stream.WithCancellation(TestToken))
        {
            _provider.Events.Add($"item {item}");
        }

        Assert.Equal(["acquire s-7", "item 1", "item 2", "item 3", "core disposed", "release s-7"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public void Call_without_enumeration_takes_nothing()
    {
        _ = Stream;

        Assert.Empty(_provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Enumeration_that_is_abandoned_releases_the_lock()
    {
        await foreach (var _ in Stream.WithCancellation(TestToken))
        {
            break;
        }

        Assert.Equal(["acquire s-7", "core disposed", "release s-7"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Consumer_that_throws_releases_the_lock()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var _ in Stream)
            {
                throw new InvalidOperationException();
            }
        });

        Assert.Equal("release s-7", _provider.Events[^1]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Core_that_throws_releases_the_lock()
    {
        _service.Step = (Func<int, CancellationToken, Task>)((step, _) => step == 2 ? throw new InvalidOperationException() : Task.CompletedTask);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Stream.ToListAsync(TestToken));

        Assert.Equal(["acquire s-7", "core disposed", "release s-7"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Contended_lock_throws_at_the_first_step()
    {
        _provider.HeldElsewhere.Add("s-7");

        await Assert.ThrowsAsync<LockNotAcquiredException>(async () => await Stream.ToListAsync(TestToken));
    }

    [Fact(Timeout = 60_000)]
    public async Task Token_of_the_consumer_reaches_the_wait()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Stream.ToListAsync(cancellation.Token));

        Assert.Empty(_provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Loss_between_two_steps_cancels_the_core_and_becomes_LockLostException()
    {
        _service.Step = (Func<int, CancellationToken, Task>)(async (step, token) =>
        {
            if (step == 2)
            {
                var canceled = new TaskCompletionSource();
                using var registration = token.Register(canceled.SetResult);
                _provider.Last.Lose();
                await canceled.Task;
                token.ThrowIfCancellationRequested();
            }
        });

        await Assert.ThrowsAsync<LockLostException>(async () => await Stream.ToListAsync(TestToken));
        Assert.Equal("release s-7", _provider.Events[^1]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Reentrancy_is_caught_in_a_later_step()
    {
        _service.Step = (Func<int, CancellationToken, Task>)(async (step, token) =>
        {
            if (step == 3)
            {
                await using var again = await _provider.AcquireAsync("s-7", cancellationToken: token);
            }
        });
        await using var steps = Stream.GetAsyncEnumerator(TestToken);
        Assert.True(await steps.MoveNextAsync());
        Assert.True(await steps.MoveNextAsync());

        await Assert.ThrowsAsync<LockReentrancyException>(async () => await steps.MoveNextAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Consumer_between_two_steps_does_not_count_as_holding()
    {
        await using var steps = Stream.GetAsyncEnumerator(TestToken);
        await steps.MoveNextAsync();

        // The recording provider lets everybody in, so only the reentrancy check could refuse this.
        await ((IAsyncEnumerable<int>)_service.ReadAsync("7", TestToken)).ToListAsync(TestToken);

        Assert.Equal(2, _provider.Requests.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Fallback_is_enumerated_instead_when_contended()
    {
        _provider.HeldElsewhere.Add("f");

        Assert.Equal([-1, -2], await ((IAsyncEnumerable<int>)_service.CachingAsync()).ToListAsync(TestToken));
    }
}
