using System.Runtime.CompilerServices;

namespace DistributedLock.Testing;

/// <summary>
/// A provider for tests. It really excludes, inside this process: exclusive and shared locks, permits, fencing tokens, leases, first come, first served. A
/// script makes requests contended, slow or failing and locks lost, and a recorder tells what happened. All times follow the given clock. Thread-safe.
/// </summary>
/// <remarks>
/// An uncontended lock is acquired before the call returns, and nothing here runs by itself but what is due on the clock: with a
/// <see cref="ManualTimeProvider"/> a test is repeatable. Two instances know nothing of each other.
/// </remarks>
public sealed class FakeLockProvider : InterceptingLockProvider, IDistributedLockInspector
{
    private readonly LockScript _script = new();
    private readonly FakeLockProvider? _elsewhere;

    /// <summary>Creates a fake.</summary>
    /// <param name="timeProvider">The clock of every time, for instance a <see cref="ManualTimeProvider"/>; the system's when not given.</param>
    public FakeLockProvider(TimeProvider? timeProvider = null)
        : this(new FakeLockOptions { TimeProvider = timeProvider ?? TimeProvider.System })
    {
    }

    /// <summary>Creates a fake.</summary>
    /// <exception cref="ArgumentException">An option is missing.</exception>
    public FakeLockProvider(FakeLockOptions options)
        : this(options, CreateStore(options), options.Recorder) =>
        _elsewhere = new FakeLockProvider(options, Store, new LockRecorder());

    private FakeLockProvider(FakeLockOptions options, InMemoryLockProvider store, LockRecorder recorder)
        : base(store, recorder, options.TimeProvider)
    {
        Store = store;
        Name = options.Name;
        Logger = options.CreateLogger("DistributedLock.Testing");
    }

    private InMemoryLockProvider Store { get; }

    /// <summary>Begins a rule for one key, in every mode.</summary>
    /// <exception cref="ArgumentException"><paramref name="key"/> is the default value.</exception>
    public ScriptedRequests On(LockKey key) => key.IsDefault
        ? throw new ArgumentException("A rule needs a key: default(LockKey) is none. Use OnAny() for every request.", nameof(key))
        : new ScriptedRequests(_script, request => request.Key == key, $"key '{key.Value}'");

    /// <summary>Begins a rule for the locks of one declaration, whatever their keys.</summary>
    /// <param name="template">The template as the attribute has it, for instance <c>invoice-{tenantId}</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="template"/> is empty.</exception>
    public ScriptedRequests OnTemplate(string template)
    {
        Argument.NotEmpty(template, nameof(template), "the template of an attribute, such as \"invoice-{tenantId}\"");
        return new ScriptedRequests(_script, request => request.Definition?.Template == template, $"template '{template}'");
    }

    /// <summary>Begins a rule for the requests that fulfil a condition.</summary>
    /// <param name="condition">Called for one request after the other: it must neither wait nor take locks.</param>
    public ScriptedRequests On(Func<LockRequest, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new ScriptedRequests(_script, condition, "requests by a condition");
    }

    /// <summary>Begins a rule for every request.</summary>
    public ScriptedRequests OnAny() => new(_script, static _ => true, "any request");

    /// <summary>Removes all rules. What they have planned for locks that are held still happens.</summary>
    public void ClearScript() => _script.Clear();

    /// <summary>Every rule of the script decided at least one request.</summary>
    /// <exception cref="LockAssertionException">One did not; a misspelt key is a common reason.</exception>
    public void AssertScriptUsed()
    {
        var unused = _script.Rules.Where(static rule => rule.Uses == 0).Select(static rule => rule.ToString()).ToList();
        if (unused.Count > 0)
        {
            throw new LockAssertionException(
                $"Expected every rule of the script to be used; came: no request for {string.Join("; ", unused)}.{Environment.NewLine}" +
                LockRecordText.Of(Recorder.Events));
        }
    }

    /// <summary>Takes the lock as another process would: it is not recorded, no rule applies to it, and no async flow holds it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="mode">Exclusive, or shared.</param>
    /// <returns>The handle. Dispose it to release the lock.</returns>
    /// <exception cref="InvalidOperationException">The lock is held already.</exception>
    public IDistributedLockHandle HoldElsewhere(LockKey key, LockMode mode = LockMode.Exclusive) => HoldElsewhere(new LockRequest(key) { Mode = mode });

    /// <summary>Takes the lock, or a permit, as another process would: it is not recorded, no rule applies to it, and no async flow holds it.</summary>
    /// <param name="request">What to take. Its time-out does not matter: there is one try.</param>
    /// <returns>The handle. Dispose it to release the lock.</returns>
    /// <exception cref="InvalidOperationException">The lock is held already, or no permit is left.</exception>
    public IDistributedLockHandle HoldElsewhere(LockRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _elsewhere!.TryAcquire(request with { Timeout = TimeSpan.Zero }) ?? throw new InvalidOperationException(
            $"'{request.Key.Value}' cannot be held elsewhere, because it is held already: expected a free lock. Call HoldElsewhere before the code under test.");
    }

    /// <summary>Takes a lock away from all who hold it here, as an operator or a fail-over does: their lost tokens fire, and others can have the lock.</summary>
    /// <param name="key">The key, in every mode.</param>
    /// <exception cref="InvalidOperationException">Nobody holds it.</exception>
    public void Lose(LockKey key) => TakeAway(key, isTold: true);

    /// <summary>
    /// Takes a lock away from all who hold it here without telling them: each learns of it when it extends or releases the lock. Others can have the lock.
    /// </summary>
    /// <inheritdoc cref="Lose"/>
    public void LoseUnnoticed(LockKey key) => TakeAway(key, isTold: false);

    /// <inheritdoc/>
    public async IAsyncEnumerable<LockInfo> ListAsync(
        string keyPrefix = "", [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keyPrefix);
        await foreach (var info in Store.ListAsync(keyPrefix, cancellationToken).ConfigureAwait(false))
        {
            yield return WithRest(info);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LockInfo>> GetAsync(LockKey key, CancellationToken cancellationToken = default) =>
        [.. (await Store.GetAsync(key, cancellationToken).ConfigureAwait(false)).Select(WithRest)];

    /// <inheritdoc/>
    /// <remarks>The holder is told at once: a lease store's learns of it by its next renewal.</remarks>
    public ValueTask<bool> ForceReleaseAsync(LockInfo held, CancellationToken cancellationToken = default) => Store.ForceReleaseAsync(held, cancellationToken);

    private protected override Interception Plan(LockRequest request) => _script.Decide(request);

    /// <summary>The least time of a hold is kept here, because a loss must end the hold in the store all the same.</summary>
    private protected override LockRequest Passed(LockRequest request, Interception plan) =>
        base.Passed(request, plan) with { HoldAtLeast = TimeSpan.Zero };

    private protected override SimulatedLease StartLease(LockRequest request, Interception plan) => new(TimeProvider, request.Lease, plan.Loss);

    // Losses are logged once, by the handles that the code under test sees, and so not by the store.
    private static InMemoryLockProvider CreateStore(FakeLockOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Checked();
        var store = new InMemoryLockOptions
        {
            KeyPrefix = options.KeyPrefix,
            TimeProvider = options.TimeProvider,
            AllowForceRelease = options.AllowForceRelease,
            ApplicationName = options.ApplicationName,
        };
        foreach (var pair in options.Metadata)
        {
            store.Metadata.Add(pair);
        }

        return new InMemoryLockProvider(store);
    }

    /// <summary>The store has no leases, the handles around its own have.</summary>
    private LockInfo WithRest(LockInfo info)
    {
        var handle = Handles.All().Concat(_elsewhere?.Handles.All() ?? []).FirstOrDefault(
            handle => handle.FencingToken == info.FencingToken && handle.Key.Value == info.Key && handle.IsSemaphore == info.IsSemaphore);
        return info with { Remaining = handle?.ExpiresAt - TimeProvider.GetUtcNow() };
    }

    private void TakeAway(LockKey key, bool isTold)
    {
        if (key.IsDefault)
        {
            throw new ArgumentException("No key was given: default(LockKey) is none. Expected the key of a lock that the code under test holds.", nameof(key));
        }

        var held = Handles.All().Where(handle => handle.Key == key && handle.IsInStore).ToList();
        if (held.Count == 0)
        {
            throw new InvalidOperationException(
                $"'{key.Value}' cannot be lost, because nobody holds it: expected a lock that the code under test holds. {LockRecordText.Of(Recorder.Events)}");
        }

        held.ForEach(handle => handle.TakeAway(isTold));
    }
}
