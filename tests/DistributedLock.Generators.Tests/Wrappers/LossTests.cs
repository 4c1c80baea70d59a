using DistributedLock.Generators.Tests.Harness;

namespace DistributedLock.Generators.Tests.Wrappers;

/// <summary>A lock that is lost while the body runs.</summary>
public class LossTests
{
    private const string Source = """
        public partial class Service(DistributedLock.Generators.Tests.Harness.RecordingProvider locks)
        {
            public Func<CancellationToken, Task> Body { get; set; } = _ => Task.CompletedTask;

            [DistributedLock("job-{id}")]
            public partial Task<string> RunAsync(string id, CancellationToken cancellationToken = default);

            private async Task<string> RunCoreAsync(string id, CancellationToken cancellationToken)
            {
                await Body(cancellationToken);
                return id;
            }

            [DistributedLock("plain")]
            public partial Task PlainAsync();

            private Task PlainCoreAsync() => Body(default);

            [DistributedLock("noticing")]
            public partial Task NoticeAsync();

            private Task NoticeCoreAsync(CancellationToken cancellationToken) => Body(cancellationToken);
        }
        """;

    private readonly RecordingProvider _provider = new();
    private readonly dynamic _service;

    public LossTests() => _service = Service.Create(Source, _provider);

    [Fact(Timeout = 60_000)]
    public async Task Loss_cancels_the_body_and_becomes_LockLostException()
    {
        using var cancellation = new CancellationTokenSource();
        _service.Body = (Func<CancellationToken, Task>)(async token =>
        {
            var canceled = new TaskCompletionSource();
            using var registration = token.Register(canceled.SetResult);
            _provider.Last.Lose();
            await canceled.Task;
            token.ThrowIfCancellationRequested();
        });

        var exception = await Assert.ThrowsAsync<LockLostException>(async () => await _service.RunAsync("7", cancellation.Token));

        Assert.IsAssignableFrom<OperationCanceledException>(exception.InnerException);
    }

    [Fact(Timeout = 60_000)]
    public async Task Loss_reaches_a_core_whose_wrapper_has_no_token()
    {
        _service.Body = (Func<CancellationToken, Task>)(token =>
        {
            var canceled = new TaskCompletionSource();
            token.Register(() => canceled.TrySetCanceled(token));
            _provider.Last.Lose();
            return canceled.Task;
        });

        await Assert.ThrowsAsync<LockLostException>(async () => await _service.NoticeAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Callers_cancellation_goes_before_a_loss()
    {
        using var cancellation = new CancellationTokenSource();
        _service.Body = (Func<CancellationToken, Task>)(async token =>
        {
            await cancellation.CancelAsync();
            _provider.Last.Lose();
            token.ThrowIfCancellationRequested();
        });

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await _service.RunAsync("7", cancellation.Token));
    }

    [Fact(Timeout = 60_000)]
    public async Task Body_that_ends_after_a_loss_throws_LockLostException()
    {
        _service.Body = (Func<CancellationToken, Task>)(_ =>
        {
            _provider.Last.Lose();
            return Task.CompletedTask;
        });

        await Assert.ThrowsAsync<LockLostException>(async () => await _service.PlainAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Release_that_answers_not_ours_throws_LockLostException()
    {
        _provider.IsHeldAtRelease = false;

        await Assert.ThrowsAsync<LockLostException>(async () => await _service.PlainAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Bodys_exception_passes_unchanged_when_the_lock_was_lost()
    {
        _service.Body = (Func<CancellationToken, Task>)(_ =>
        {
            _provider.Last.Lose();
            throw new InvalidOperationException("mine");
        });

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _service.RunAsync("7", CancellationToken.None));
    }
}
