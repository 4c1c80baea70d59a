namespace DistributedLock.Testing;

/// <summary>A caller with a synchronization context, which may be a thread that somebody blocks: nothing of the backend may wait for it.</summary>
internal static class ContextCases
{
    public static IEnumerable<LockConformanceCase> All =>
    [
        new("Nothing_waits_for_the_synchronization_context_of_the_caller", LockCapabilities.None, ReturnsNowhereAsync),
        new("Nothing_waits_for_the_synchronization_context_of_who_inspects", LockCapabilities.Inspection, InspectsAsync),
    ];

    private static async Task ReturnsNowhereAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var holder = await context.CreateProviderAsync().ConfigureAwait(false);
        var waiter = context.Has(LockCapabilities.SeveralProviders) ? await context.CreateProviderAsync().ConfigureAwait(false) : holder;
        var request = context.Once(context.Key()) with { TrackFlow = false };
        var caller = new CallersContext();

        // Twice: at first a backend opens its connections, which may hide what it does with them once they are there.
        for (var i = 0; i < 2; i++)
        {
            var handle = Expect.Held(await caller.Run(() => holder.TryAcquireAsync(request, cancellationToken).AsTask()).ConfigureAwait(false), request);
            var contended = await caller.Run(() => waiter.TryAcquireAsync(request, cancellationToken).AsTask()).ConfigureAwait(false);
            Expect.That(contended is null, "no lock for a request of one that is held", "one");
            var wait = caller.Run(() => waiter.TryAcquireAsync(request with { Timeout = Timeout.InfiniteTimeSpan }, cancellationToken).AsTask());
            await caller.Run(() => handle.ExtendAsync(request.Lease, cancellationToken).AsTask()).ConfigureAwait(false);
            await caller.Run(() => ReleaseAsync(handle)).ConfigureAwait(false);
            await Expect.WithinAsync(wait, context, "the wait for a lock that was released to end").ConfigureAwait(false);
            var next = Expect.Held(await wait.ConfigureAwait(false), request);
            await caller.Run(() => ReleaseAsync(next)).ConfigureAwait(false);
        }

        caller.ExpectUnused();
    }

    private static async Task InspectsAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var provider = await context.CreateProviderAsync().ConfigureAwait(false);
        var request = context.Once(context.Key());
        var handle = Expect.Held(await provider.TryAcquireAsync(request, cancellationToken).ConfigureAwait(false), request);
        var inspector = InspectionCases.InspectorOf(provider);
        var caller = new CallersContext();

        for (var i = 0; i < 2; i++)
        {
            var infos = await caller.Run(() => inspector.GetAsync(request.Key, cancellationToken).AsTask()).ConfigureAwait(false);
            Expect.Equal(1, infos.Count, "the number of holders");
        }

        caller.ExpectUnused();
        await handle.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<bool> ReleaseAsync(IDistributedLockHandle handle)
    {
        await handle.DisposeAsync().ConfigureAwait(false);
        return true;
    }

    /// <summary>Counts what is sent to it, and lets it run elsewhere.</summary>
    private sealed class CallersContext : SynchronizationContext
    {
        private int _posts;

        public override SynchronizationContext CreateCopy() => this;

        public override void Post(SendOrPostCallback d, object? state)
        {
            Interlocked.Increment(ref _posts);
            base.Post(d, state);
        }

        public override void Send(SendOrPostCallback d, object? state)
        {
            Interlocked.Increment(ref _posts);
            base.Send(d, state);
        }

        /// <summary>Makes a call as a thread of this context does.</summary>
        public Task<T> Run<T>(Func<Task<T>> call)
        {
            var former = Current;
            SetSynchronizationContext(this);
            try
            {
                return call();
            }
            finally
            {
                SetSynchronizationContext(former);
            }
        }

        public void ExpectUnused()
        {
            var posts = Volatile.Read(ref _posts);
            Expect.That(posts == 0, "no continuation in the synchronization context of the caller", $"{posts}");
        }
    }
}
