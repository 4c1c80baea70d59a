using DistributedLock.Runtime.Tests.Leases;
using DistributedLock.Testing;

namespace DistributedLock.Runtime.Tests.Conformance;

/// <summary>The lease engine over a store in memory, with processes that only pretend to be some; crashes, losses and handles can be spoilt.</summary>
/// <param name="isSpoilt">Whether its cases are expected to fail, which they mostly do by waiting for what never happens.</param>
internal sealed class FaultFixture(bool isSpoilt = true) : LockConformanceFixture
{
    private readonly LeaseEngineFixture _good = new();

    /// <summary>Which of its locks the crash of a process frees.</summary>
    public Func<int, bool> IsFreedByCrash { get; init; } = static _ => true;

    /// <summary>What is taken away; nothing where it says <see langword="null"/>.</summary>
    public Func<LockRequest, LockRequest?> Taken { get; init; } = static request => request;

    /// <summary>What a process asks for when it is told to take a lock.</summary>
    public Func<LockRequest, LockRequest> AskedByProcess { get; init; } = static request => request;

    public Func<IDistributedLockProvider, FaultFixture, IDistributedLockProvider> Spoil { get; init; } = static (provider, _) => provider;

    public override LockCapabilities Capabilities => _good.Capabilities | LockCapabilities.ProcessCrash;

    public override TimeSpan Moment => TimeSpan.FromMilliseconds(isSpoilt ? 50 : 200);

    public override TimeSpan Patience => isSpoilt ? TimeSpan.FromSeconds(1) : base.Patience;

    public override TimeSpan CaseLimit => isSpoilt ? TimeSpan.FromSeconds(10) : base.CaseLimit;

    public void Drop(LockRequest request) => _good.Server.Drop(new LockResource(request.Key.Value, request.MaxConcurrency > 1));

    public override async ValueTask<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken) =>
        Spoil(await _good.CreateProviderAsync(setup, cancellationToken), this);

    public override async ValueTask<HoldingProcess> StartHoldingProcessAsync(IReadOnlyList<LockRequest> requests, CancellationToken cancellationToken)
    {
        var provider = await _good.CreateProviderAsync(new LockProviderSetup(), cancellationToken);
        var handles = new List<IDistributedLockHandle>();
        foreach (var request in requests)
        {
            // A long lease: on a busy machine a short one could end by itself, and free what a spoilt crash is to keep.
            handles.Add((await provider.TryAcquireAsync(AskedByProcess(request) with { Lease = TimeSpan.FromMinutes(5) }, cancellationToken))!);
        }

        return new PretendedProcess(handles, IsFreedByCrash);
    }

    public override ValueTask TakeAwayAsync(LockRequest request, CancellationToken cancellationToken)
    {
        if (Taken(request) is { } taken)
        {
            Drop(taken);
        }

        return default;
    }

    private sealed class PretendedProcess(List<IDistributedLockHandle> handles, Func<int, bool> isFreedByCrash) : HoldingProcess
    {
        public override IReadOnlyList<long?> FencingTokens => [.. handles.Select(static handle => handle.FencingToken)];

        public override async Task KillAsync()
        {
            for (var i = 0; i < handles.Count; i++)
            {
                if (isFreedByCrash(i))
                {
                    await handles[i].DisposeAsync();
                }
            }
        }

        public override async ValueTask DisposeAsync()
        {
            foreach (var handle in handles)
            {
                await handle.DisposeAsync();
            }
        }
    }
}
