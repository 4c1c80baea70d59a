namespace DistributedLock.Testing.Tests.Recording;

public sealed class LockRecorderAssertionsTests
{
    private static readonly LockDefinition Definition = new("invoice-{tenantId}", "Invoices.CreateAsync");

    private readonly FakeLockProvider _locks = new(new ManualTimeProvider());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private LockRecorder Recorder => _locks.Recorder;

    [Fact(Timeout = 60_000)]
    public void Counts_are_exact()
    {
        TakeAndRelease("a");
        TakeAndRelease("a");

        Recorder.AssertAcquired("a", 2);
        Recorder.AssertCount(RecordedLockEventKind.Released, "a", 2);
        Recorder.AssertNotAcquired("b");
        Recorder.AssertContended("a", 0);
        AssertFails("Expected 'a' to be acquired once; came: 2 times.", () => Recorder.AssertAcquired("a", 1));
        AssertFails("Expected 'a' to be acquired 3 times; came: 2 times.", () => Recorder.AssertAcquired("a", 3));
        AssertFails("Expected 'a' to be acquired never; came: 2 times.", () => Recorder.AssertNotAcquired("a"));
        AssertFails("Expected 'b' to be contended once; came: never.", () => Recorder.AssertContended("b", 1));
    }

    [Fact(Timeout = 60_000)]
    public void Name_is_a_key_or_a_template()
    {
        Take(Definition.CreateRequest("invoice-7")).Dispose();
        Take(Definition.CreateRequest("invoice-8")).Dispose();

        Recorder.AssertAcquired("invoice-7", 1);
        Recorder.AssertAcquired("invoice-{tenantId}", 2);
        Recorder.AssertAcquiredExactly("invoice-7", "invoice-{tenantId}");
    }

    [Fact(Timeout = 60_000)]
    public void Order_may_have_others_between()
    {
        TakeAndRelease("a");
        TakeAndRelease("b");
        TakeAndRelease("a");
        TakeAndRelease("c");

        Recorder.AssertAcquiredInOrder("a", "b", "c");
        Recorder.AssertAcquiredInOrder("b", "a");
        Recorder.AssertAcquiredInOrder("a", "a");
        AssertFails("Expected the acquisitions 'c', 'a', in this order; came: no acquisition of 'a' after 'c'.", () => Recorder.AssertAcquiredInOrder("c", "a"));
        AssertFails("came: no acquisition of 'd'.", () => Recorder.AssertAcquiredInOrder("d", "a"));
        AssertFails("came: no acquisition of 'b' after 'b'.", () => Recorder.AssertAcquiredInOrder("b", "b"));
    }

    [Fact(Timeout = 60_000)]
    public void Exact_acquisitions_have_nothing_else()
    {
        Recorder.AssertAcquiredExactly();
        TakeAndRelease("a");
        TakeAndRelease("b");

        Recorder.AssertAcquiredExactly("a", "b");
        AssertFails("Expected exactly the acquisitions 'a'; came: 'a', 'b'.", () => Recorder.AssertAcquiredExactly("a"));
        AssertFails("Expected exactly the acquisitions 'b', 'a'; came: 'a', 'b'.", () => Recorder.AssertAcquiredExactly("b", "a"));
        AssertFails("Expected exactly the acquisitions 'a', 'b', 'c'; came: 'a', 'b'.", () => Recorder.AssertAcquiredExactly("a", "b", "c"));
        AssertFails("Expected exactly the acquisitions (none); came: 'a', 'b'.", () => Recorder.AssertAcquiredExactly());
    }

    [Fact(Timeout = 60_000)]
    public void Locks_that_overlap_are_held_together()
    {
        TakeAndRelease("a");
        TakeAndRelease("b");
        Recorder.AssertNeverHeldTogether("a", "b");

        using (Take("a"))
        using (Take("b"))
        {
        }

        Recorder.AssertNeverHeldTogether("a", "c");
        Recorder.AssertNeverHeldTogether("a");
        AssertFails(
            "Expected 'a', 'b' never to be held together; came: 'a' of request 3 and 'b' of request 4 at the same time (event 6).",
            () => Recorder.AssertNeverHeldTogether("a", "b"));
    }

    [Fact(Timeout = 60_000)]
    public void Holders_of_one_lock_are_counted()
    {
        var shared = new LockRequest("s") { Mode = LockMode.Shared };
        using (Take(shared))
        using (Take(shared))
        {
        }

        Recorder.AssertHeldByAtMost(2, "s");
        AssertFails("Expected 's' never to be held together; came: 's' of request 1 and 's' of request 2", () => Recorder.AssertNeverHeldTogether("s"));
        using (Take(shared))
        using (Take(shared))
        using (Take(shared))
        {
        }

        AssertFails("Expected 's' to be held by at most 2 at once;", () => Recorder.AssertHeldByAtMost(2, "s"));
    }

    [Fact(Timeout = 60_000)]
    public void Lock_that_is_not_released_is_still_held()
    {
        Recorder.AssertNothingHeld();
        using (Take("a"))
        {
            AssertFails("Expected every lock to be released; came: 'a' of request 1 still held", Recorder.AssertNothingHeld);
            Assert.Equal("a", Assert.Single(Recorder.Held).Key.Value);
        }

        Recorder.AssertNothingHeld();
    }

    [Fact(Timeout = 60_000)]
    public void Lock_that_was_lost_is_no_longer_held()
    {
        using var handle = Take("a");

        _locks.Lose("a");

        Recorder.AssertNothingHeld();
        using var next = Take("a");
        Recorder.AssertNeverHeldTogether("a");
    }

    [Fact(Timeout = 60_000)]
    public void Message_shows_what_happened()
    {
        var clock = new ManualTimeProvider();
        var locks = new FakeLockProvider(clock);
        locks.On("bad").Fail(new TimeoutException("slow"));
        var handle = locks.Acquire(new LockRequest("a") { MaxConcurrency = 3 }, Token);
        clock.Advance(TimeSpan.FromSeconds(1.5));
        handle.Dispose();
        Assert.Throws<TimeoutException>(() => locks.TryAcquire(new LockRequest("bad") { Mode = LockMode.Shared }, Token));

        var error = Assert.Throws<LockAssertionException>(() => locks.Recorder.AssertNotAcquired("a"));

        var lines = error.Message.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("What happened:", lines[1]);
        Assert.Equal($"   1  +0.000 s  acquired  'a' (request 1, permit of 3, token {handle.FencingToken})", lines[2]);
        Assert.Equal($"   2  +1.500 s  released  'a' (request 1, permit of 3, token {handle.FencingToken})", lines[3]);
        Assert.Equal("   3  +1.500 s  failed    'bad' (request 2, shared): TimeoutException: slow", lines[4]);
    }

    [Fact(Timeout = 60_000)]
    public void Message_of_an_empty_record_asks_for_the_provider() =>
        AssertFails("Does the code under test use the provider that this recorder belongs to?", () => Recorder.AssertAcquired("a", 1));

    [Fact(Timeout = 60_000)]
    public void Arguments_that_cannot_work_are_named()
    {
        Assert.StartsWith("name is empty: expected the key or the template of a lock", Assert.Throws<ArgumentException>("name", () => Recorder.AssertAcquired("", 1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("No names were given", Assert.Throws<ArgumentException>("names", () => Recorder.AssertAcquiredInOrder()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("names", () => Recorder.AssertNeverHeldTogether("a", ""));
        Assert.Throws<ArgumentOutOfRangeException>("times", () => Recorder.AssertAcquired("a", -1));
        Assert.Throws<ArgumentOutOfRangeException>("holders", () => Recorder.AssertHeldByAtMost(0, "a"));
        Assert.Throws<ArgumentNullException>("recorder", () => LockRecorderAssertions.AssertNothingHeld(null!));
    }

    private static void AssertFails(string expected, Action assertion) =>
        Assert.Contains(expected, Assert.Throws<LockAssertionException>(assertion).Message, StringComparison.Ordinal);

    private IDistributedLockHandle Take(string key) => Take(new LockRequest(key));

    // Several in one test, in no flow.
    private IDistributedLockHandle Take(LockRequest request) => _locks.Acquire(request with { Timeout = TimeSpan.Zero, TrackFlow = false }, Token);

    private void TakeAndRelease(string key) => Take(key).Dispose();
}
