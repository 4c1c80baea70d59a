using DistributedLock.Health;
using DistributedLock.Runtime.Tests.FailFast;
using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Runtime.Tests.Leases;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DistributedLock.Runtime.Tests.Health;

/// <summary>Probes that a provider of another kind never answers.</summary>
public sealed class LostProbeTests
{
    private const int Limit = 30_000;

    private readonly UnboundedProvider _provider = new(TimeProvider.System);
    private readonly TaskCompletionSource<IDistributedLockHandle?> _never = new();
    private int _tries;

    public LostProbeTests() => _provider.Answer = () =>
    {
        Interlocked.Increment(ref _tries);
        return _never.Task;
    };

    [Fact(Timeout = Limit)]
    public async Task Store_is_asked_again_and_may_be_healthy_although_an_answer_was_lost()
    {
        await using var container = Container();
        var probe = Probe(container, patience: TimeSpan.FromMilliseconds(1));
        var lost = probe.RunAsync();
        await LeaseBench.UntilAsync(() => _tries == 1);
        _provider.Answer = static () => Task.FromResult<IDistributedLockHandle?>(null);
        await LeaseBench.UntilAsync(() => probe.Elapsed > TimeSpan.FromMilliseconds(1));

        Assert.True((await probe.RunAsync()).IsContended);

        Assert.False(lost.IsCompleted);
        using var handle = new RecordingProvider().TryAcquire(LeaseBench.Once(), TestContext.Current.CancellationToken)!;
        _never.SetResult(handle);
        Assert.False((await lost).IsContended);
    }

    [Fact(Timeout = Limit)]
    public async Task Provider_that_loses_all_answers_is_asked_a_few_times_only()
    {
        await using var container = Container();
        var probe = Probe(container, patience: TimeSpan.Zero);

        for (var i = 0; i < 20; i++)
        {
            _ = probe.RunAsync();
            var asked = Math.Min(i, 7) + 1;
            await LeaseBench.UntilAsync(() => Volatile.Read(ref _tries) == asked);
        }

        Assert.Equal(8, _tries);
        _never.SetResult(null);
        await LeaseBench.UntilAsync(() => probe.RunAsync().IsCompleted);
    }

    [Fact(Timeout = Limit)]
    public async Task Probe_is_cancelled_when_it_takes_too_long()
    {
        var provider = new CancellableProvider();
        await using var container = new ServiceCollection().AddSingleton<IDistributedLockProvider>(provider).BuildServiceProvider();

        var outcome = await Probe(container, patience: TimeSpan.FromMilliseconds(20)).RunAsync();

        Assert.IsAssignableFrom<OperationCanceledException>(outcome.Error);
    }

    private static LockProviderProbe Probe(IServiceProvider container, TimeSpan patience) =>
        new(container, name: null, LockProviderHealth.Request(LockProviderHealth.DefaultKey)) { Patience = patience };

    private ServiceProvider Container() => new ServiceCollection().AddSingleton<IDistributedLockProvider>(_provider).BuildServiceProvider();

    private sealed class CancellableProvider : IDistributedLockProvider
    {
        public async ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        }

        public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
