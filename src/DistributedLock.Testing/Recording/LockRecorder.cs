namespace DistributedLock.Testing;

/// <summary>
/// What happened to the locks of one provider or of several, in order. Thread-safe; it never keeps a handle alive. The assertions are in
/// <see cref="LockRecorderAssertions"/>.
/// </summary>
public sealed class LockRecorder
{
    private readonly object _gate = new();
    private readonly List<RecordedLockEvent> _events = [];
    private readonly List<EventExpectation> _expectations = [];
    private int _lastNumber;
    private int _lastAcquisition;

    /// <summary>What happened until now, in order. A copy.</summary>
    public IReadOnlyList<RecordedLockEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return _events.ToArray();
            }
        }
    }

    /// <summary>The acquisitions whose locks are held: neither released, nor lost as far as the holder could know. In the order of acquisition.</summary>
    public IReadOnlyList<RecordedLockEvent> Held
    {
        get
        {
            var held = new HeldLocks();
            foreach (var happened in Events)
            {
                held.Apply(happened);
            }

            return held.Acquisitions;
        }
    }

    /// <summary>Waits for an event of that kind and lock; ends at once when there was one already.</summary>
    /// <param name="kind">What has to happen.</param>
    /// <param name="name">The key or the template.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Task<RecordedLockEvent> WaitForAsync(RecordedLockEventKind kind, string name, CancellationToken cancellationToken = default)
    {
        Argument.NotEmpty(name, nameof(name), "the key or the template of a lock");
        return WaitForAsync(happened => happened.Kind == kind && happened.IsOf(name), $"'{name}' to be {kind.ToString().ToLowerInvariant()}", cancellationToken);
    }

    /// <summary>Waits for an event; ends at once when there was one already.</summary>
    /// <param name="condition">Which one. Called under the recorder's lock: it must only look at the event.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the message shows what happened instead.</exception>
    public Task<RecordedLockEvent> WaitForAsync(Func<RecordedLockEvent, bool> condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return WaitForAsync(condition, "an event that meets the condition", cancellationToken);
    }

    private async Task<RecordedLockEvent> WaitForAsync(Func<RecordedLockEvent, bool> condition, string what, CancellationToken cancellationToken)
    {
        EventExpectation expectation;
        lock (_gate)
        {
            if (_events.Find(happened => condition(happened)) is { } known)
            {
                return known;
            }

            expectation = new EventExpectation(condition);
            _expectations.Add(expectation);
        }

        try
        {
            return await expectation.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException canceled) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException($"Waited for {what}, and the wait was cancelled. {LockRecordText.Of(Events)}", canceled, cancellationToken);
        }
    }

    /// <summary>Forgets what happened, so that assertions are about what comes. Locks that are held now no longer count as held.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _events.Clear();
        }
    }

    internal RecordedAcquisition Begin(LockRequest request, string provider, TimeProvider clock) =>
        new(this, Interlocked.Increment(ref _lastAcquisition), request, provider, clock);

    internal void Add(RecordedLockEvent happened)
    {
        lock (_gate)
        {
            // Numbered here, so that the numbers are the order.
            var numbered = happened with { Number = ++_lastNumber };
            _events.Add(numbered);
            _expectations.RemoveAll(expectation => expectation.TryMeet(numbered));
        }
    }
}
