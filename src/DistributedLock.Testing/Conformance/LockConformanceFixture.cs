namespace DistributedLock.Testing;

/// <summary>
/// What a backend tells the conformance suite about itself: derive from it in the backend's tests, and run <see cref="LockConformance.CasesFor"/> over it.
/// </summary>
/// <remarks>
/// One fixture stands for one store. Every provider it makes works on that store, and each stands for a process. Cases use keys of their own, so they may
/// run one after another on one fixture; they take only what they need, release it, and dispose the providers they asked for.
/// </remarks>
/// <example>
/// <code>
/// public sealed class RedisFixture : LockConformanceFixture
/// {
///     public override LockCapabilities Capabilities => LockCapabilities.Shared | LockCapabilities.Leases;
///
///     public override ValueTask&lt;IDistributedLockProvider&gt; CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken) =>
///         new(new RedisLockProvider("localhost:6379", setup.KeyPrefix));
/// }
///
/// // xunit: one theory over the names
/// public static TheoryData&lt;string&gt; Names => new(LockConformance.CasesFor(Fixture.Capabilities).Select(c => c.Name));
///
/// [Theory, MemberData(nameof(Names))]
/// public Task Conforms(string name) => LockConformance.Find(name).RunAsync(Fixture, TestContext.Current.CancellationToken);
/// </code>
/// </example>
public abstract class LockConformanceFixture
{
    /// <summary>What the backend promises.</summary>
    public abstract LockCapabilities Capabilities { get; }

    /// <summary>The shortest time-out, hold or lease that the backend measures well. Default 200 ms.</summary>
    public virtual TimeSpan Moment => TimeSpan.FromMilliseconds(200);

    /// <summary>How long anything that must happen may take before the case counts as failed. Generous: it only delays failures. Default 15 s.</summary>
    public virtual TimeSpan Patience => TimeSpan.FromSeconds(15);

    /// <summary>How long a whole case may take. Default 60 s.</summary>
    public virtual TimeSpan CaseLimit => TimeSpan.FromSeconds(60);

    /// <summary>How many keys the case with many keys holds at once. Default 1,000.</summary>
    public virtual int ManyKeys => 1000;

    /// <summary>Makes a provider on the fixture's store. The case disposes it when it is <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/>.</summary>
    /// <param name="setup">How the case wants it.</param>
    /// <param name="cancellationToken">Ends the case.</param>
    public abstract ValueTask<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken);

    /// <summary>
    /// Starts another process, which takes locks in the fixture's store and holds them. Only called when the backend promises
    /// <see cref="LockCapabilities.ProcessCrash"/>; <see cref="HoldingProcess.StartAsync"/> does it with a program of three lines. The case ends the process.
    /// </summary>
    /// <param name="requests">What the process takes, in this order, before the call returns. Nobody else has these locks.</param>
    /// <param name="cancellationToken">Ends the case.</param>
    /// <exception cref="NotSupportedException">The fixture does not override it.</exception>
    public virtual ValueTask<HoldingProcess> StartHoldingProcessAsync(IReadOnlyList<LockRequest> requests, CancellationToken cancellationToken) =>
        throw NotOverridden(LockCapabilities.ProcessCrash, nameof(StartHoldingProcessAsync));

    /// <summary>
    /// Takes a lock away from all who hold it, past the providers, as an operator or a fail-over may: removes the lease from the store, or ends the session.
    /// Only called when the backend promises <see cref="LockCapabilities.OutsideLoss"/>. What else a session holds may go with it.
    /// </summary>
    /// <param name="request">What was asked for; it is held. Key, mode and permits say which lock it is.</param>
    /// <param name="cancellationToken">Ends the case.</param>
    /// <exception cref="NotSupportedException">The fixture does not override it.</exception>
    public virtual ValueTask TakeAwayAsync(LockRequest request, CancellationToken cancellationToken) =>
        throw NotOverridden(LockCapabilities.OutsideLoss, nameof(TakeAwayAsync));

    private NotSupportedException NotOverridden(LockCapabilities promised, string member) => new(
        $"{GetType().Name} promises {promised} but does not override {member}. Override it, or leave {promised} out of the capabilities.");
}
