namespace DistributedLock.Testing;

/// <summary>
/// What a test expects of the locks that were taken. A name is a key or a template. Each throws a <see cref="LockAssertionException"/> that shows the whole
/// record. A hold lasts from its acquisition to its release or its loss, whichever its holder could know of first.
/// </summary>
public static class LockRecorderAssertions
{
    /// <summary>The lock was acquired exactly so often.</summary>
    /// <param name="recorder">The record.</param>
    /// <param name="name">The key or the template.</param>
    /// <param name="times">How often, from 0.</param>
    /// <exception cref="LockAssertionException">It was not.</exception>
    public static void AssertAcquired(this LockRecorder recorder, string name, int times) =>
        recorder.AssertCount(RecordedLockEventKind.Acquired, name, times);

    /// <summary>The lock was never acquired.</summary>
    /// <param name="recorder">The record.</param>
    /// <param name="name">The key or the template.</param>
    /// <exception cref="LockAssertionException">It was.</exception>
    public static void AssertNotAcquired(this LockRecorder recorder, string name) => recorder.AssertAcquired(name, 0);

    /// <summary>So many requests ended without the lock because it was held elsewhere.</summary>
    /// <inheritdoc cref="AssertAcquired"/>
    public static void AssertContended(this LockRecorder recorder, string name, int times) =>
        recorder.AssertCount(RecordedLockEventKind.Contended, name, times);

    /// <summary>Something happened to the lock exactly so often.</summary>
    /// <param name="recorder">The record.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="name">The key or the template.</param>
    /// <param name="times">How often, from 0.</param>
    /// <exception cref="LockAssertionException">It did not.</exception>
    public static void AssertCount(this LockRecorder recorder, RecordedLockEventKind kind, string name, int times)
    {
        var events = EventsOf(recorder);
        CheckName(name, nameof(name));
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        var count = events.Count(happened => happened.Kind == kind && happened.IsOf(name));
        if (count != times)
        {
            throw Failure($"'{name}' to be {kind.ToString().ToLowerInvariant()} {Times(times)}", Times(count), events);
        }
    }

    /// <summary>The locks were acquired in this order, whatever else was acquired before, between or after.</summary>
    /// <param name="recorder">The record.</param>
    /// <param name="names">The keys or templates, at least one; a name may come more than once.</param>
    /// <exception cref="LockAssertionException">They were not.</exception>
    public static void AssertAcquiredInOrder(this LockRecorder recorder, params string[] names)
    {
        var events = EventsOf(recorder);
        CheckNames(names);
        var found = 0;
        foreach (var acquired in events.Where(static happened => happened.Kind == RecordedLockEventKind.Acquired))
        {
            if (found < names.Length && acquired.IsOf(names[found]))
            {
                found++;
            }
        }

        if (found < names.Length)
        {
            throw Failure(
                $"the acquisitions {Names(names)}, in this order",
                found == 0 ? $"no acquisition of '{names[0]}'" : $"no acquisition of '{names[found]}' after {Names(names.Take(found))}",
                events);
        }
    }

    /// <summary>Exactly these locks were acquired, in this order, and nothing else.</summary>
    /// <param name="recorder">The record.</param>
    /// <param name="names">The keys or templates; none means that nothing was acquired.</param>
    /// <exception cref="LockAssertionException">They were not.</exception>
    public static void AssertAcquiredExactly(this LockRecorder recorder, params string[] names)
    {
        var events = EventsOf(recorder);
        ArgumentNullException.ThrowIfNull(names);
        Array.ForEach(names, static name => CheckName(name, nameof(names)));
        var acquired = events.Where(static happened => happened.Kind == RecordedLockEventKind.Acquired).ToList();
        if (acquired.Count != names.Length || acquired.Zip(names).Any(static pair => !pair.First.IsOf(pair.Second)))
        {
            throw Failure(
                $"exactly the acquisitions {Names(names)}", Names(acquired.Select(static happened => happened.Key.Value)), events);
        }
    }

    /// <summary>At no time were two of these locks held, nor one of them by two holders.</summary>
    /// <param name="recorder">The record.</param>
    /// <param name="names">The keys or templates, at least one.</param>
    /// <exception cref="LockAssertionException">They were.</exception>
    public static void AssertNeverHeldTogether(this LockRecorder recorder, params string[] names)
    {
        var events = EventsOf(recorder);
        CheckNames(names);
        CheckHolders(events, 1, names);
    }

    /// <summary>At no time had the lock more holders.</summary>
    /// <param name="recorder">The record.</param>
    /// <param name="holders">The most holders, from 1.</param>
    /// <param name="name">The key or the template.</param>
    /// <exception cref="LockAssertionException">It had more.</exception>
    public static void AssertHeldByAtMost(this LockRecorder recorder, int holders, string name)
    {
        var events = EventsOf(recorder);
        CheckName(name, nameof(name));
        ArgumentOutOfRangeException.ThrowIfLessThan(holders, 1);
        CheckHolders(events, holders, [name]);
    }

    /// <summary>Every lock was released, or lost.</summary>
    /// <param name="recorder">The record.</param>
    /// <exception cref="LockAssertionException">Some are held.</exception>
    public static void AssertNothingHeld(this LockRecorder recorder)
    {
        var events = EventsOf(recorder);
        var held = new HeldLocks();
        foreach (var happened in events)
        {
            held.Apply(happened);
        }

        if (held.Acquisitions.Count > 0)
        {
            throw Failure("every lock to be released", $"{Describe(held.Acquisitions)} still held: dispose the handle on every path, and let every body end", events);
        }
    }

    private static void CheckHolders(IReadOnlyList<RecordedLockEvent> events, int holders, IReadOnlyCollection<string> names)
    {
        var held = new HeldLocks();
        foreach (var happened in events.Where(happened => names.Any(happened.IsOf)))
        {
            held.Apply(happened);
            if (held.Acquisitions.Count > holders)
            {
                throw Failure(
                    holders == 1 ? $"{Names(names)} never to be held together" : $"{Names(names)} to be held by at most {holders} at once",
                    $"{Describe(held.Acquisitions)} at the same time (event {happened.Number})",
                    events);
            }
        }
    }

    private static IReadOnlyList<RecordedLockEvent> EventsOf(LockRecorder recorder)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        return recorder.Events;
    }

    private static void CheckNames(string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Length == 0)
        {
            throw new ArgumentException("No names were given: expected the key or the template of at least one lock.", nameof(names));
        }

        Array.ForEach(names, static name => CheckName(name, nameof(names)));
    }

    private static void CheckName(string name, string argument) => Argument.NotEmpty(name, argument, "the key or the template of a lock");

    private static string Times(int times) => times switch
    {
        0 => "never",
        1 => "once",
        _ => $"{times} times",
    };

    private static string Names(IEnumerable<string> names)
    {
        var text = string.Join(", ", names.Select(static name => $"'{name}'"));
        return text.Length > 0 ? text : "(none)";
    }

    private static string Describe(IEnumerable<RecordedLockEvent> acquisitions) =>
        string.Join(" and ", acquisitions.Select(static acquired => $"'{acquired.Key.Value}' of request {acquired.Acquisition}"));

    private static LockAssertionException Failure(string expected, string actual, IReadOnlyList<RecordedLockEvent> events) =>
        new($"Expected {expected}; came: {actual}.{Environment.NewLine}{LockRecordText.Of(events)}");
}
