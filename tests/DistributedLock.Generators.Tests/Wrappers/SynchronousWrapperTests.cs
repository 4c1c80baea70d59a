using DistributedLock.Generators.Tests.Harness;

namespace DistributedLock.Generators.Tests.Wrappers;

/// <summary><c>void</c> and plain values.</summary>
public class SynchronousWrapperTests
{
    private const string Source = """
        public partial class Service(DistributedLock.Generators.Tests.Harness.RecordingProvider locks)
        {
            public Action<CancellationToken> Body { get; set; } = _ => { };

            [DistributedLock("v-{a}")] public partial void Run(int a, CancellationToken token = default);
            private void RunCore(int a, CancellationToken token) { locks.Events.Add("body"); Body(token); }

            [DistributedLock("r")] public partial bool TryParse(ref int a, in int b, out string c);
            private bool TryParseCore(ref int a, in int b, out string c) { a += b; c = a.ToString(); return true; }

            [DistributedLock("s")] public partial Span<int> Slice(Span<int> whole);
            private Span<int> SliceCore(Span<int> whole) => whole.Slice(1);
            public int SliceLength() => Slice(new int[3]).Length;
        }
        """;

    private readonly RecordingProvider _provider = new();
    private readonly dynamic _service;

    public SynchronousWrapperTests() => _service = Service.Create(Source, _provider);

    [Fact(Timeout = 60_000)]
    public void Void_runs_the_core_between_acquire_and_release()
    {
        _service.Run(3, CancellationToken.None);

        Assert.Equal(["acquire v-3", "body", "release v-3"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public void Reference_parameters_are_passed_through()
    {
        object?[] arguments = [1, 2, null];

        var result = Service.TypeOf(Source).GetMethod("TryParse")!.Invoke((object)_service, arguments);

        Assert.Equal(true, result);
        Assert.Equal([3, 2, "3"], arguments);
    }

    [Fact(Timeout = 60_000)]
    public void Span_is_returned() => Assert.Equal(2, _service.SliceLength());

    [Fact(Timeout = 60_000)]
    public void Contended_lock_throws_and_the_core_does_not_run()
    {
        _provider.HeldElsewhere.Add("v-3");

        Assert.Throws<LockNotAcquiredException>((Action)(() => _service.Run(3, CancellationToken.None)));
        Assert.Equal(["contended v-3"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public void Body_that_throws_releases_and_passes_its_exception()
    {
        _service.Body = (Action<CancellationToken>)(_ => throw new InvalidOperationException());

        Assert.Throws<InvalidOperationException>((Action)(() => _service.Run(3, CancellationToken.None)));
        Assert.Equal("release v-3", _provider.Events[^1]);
    }

    [Fact(Timeout = 60_000)]
    public void Loss_cancels_the_body_and_becomes_LockLostException()
    {
        _service.Body = (Action<CancellationToken>)(token =>
        {
            _provider.Last.Lose();
            token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
            token.ThrowIfCancellationRequested();
        });

        Assert.Throws<LockLostException>((Action)(() => _service.Run(3, CancellationToken.None)));
    }

    [Fact(Timeout = 60_000)]
    public void Body_that_ends_after_a_loss_throws_LockLostException()
    {
        _service.Body = (Action<CancellationToken>)(_ => _provider.Last.Lose());

        Assert.Throws<LockLostException>((Action)(() => _service.Run(3, CancellationToken.None)));
    }

    [Fact(Timeout = 60_000)]
    public void Calling_the_wrapper_inside_its_own_body_throws_LockReentrancyException()
    {
        _service.Body = (Action<CancellationToken>)(_ => _service.Run(3, CancellationToken.None));

        Assert.Throws<LockReentrancyException>((Action)(() => _service.Run(3, CancellationToken.None)));
    }
}
