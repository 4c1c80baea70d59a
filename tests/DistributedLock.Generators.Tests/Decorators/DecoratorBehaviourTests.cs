using DistributedLock.Generators.Tests.Harness;

namespace DistributedLock.Generators.Tests.Decorators;

/// <summary>What a decorator does: the same as the wrapper of a partial method, before the service behind it.</summary>
public class DecoratorBehaviourTests
{
    private const string Source = """
        using DistributedLock.Generators.Tests.Harness;

        public interface IBase<T> where T : IFormattable
        {
            [DistributedLock("base-{value}")] Task<T> EchoAsync(T value);
            int Calls { get; }
        }

        public interface IOrders : IBase<int>
        {
            [DistributedLock("order-{id}")] Task<string> PlaceAsync(int id, CancellationToken token = default);
            [DistributedLock("skip", OnContention = Contention.Skip)] Task<LockResult<int>> SkipAsync();
            [DistributedLock("busy", Fallback = nameof(Busy))] int Run(int id);
            int Busy(int id);
            [DistributedLock("r-{this.Region}")] IAsyncEnumerable<int> ReadAsync(CancellationToken token = default);
            [DistributedLock("a-{a}"), DistributedLock("b-{ids*}")] void Move(string a, IReadOnlyList<int> ids);
            [DistributedLock("h")] long Share(IDistributedLockHandle? held = null);
            string Region { get; set; }
            event Action? Done;
            void Raise();
            int this[int index] { get; }
            string Default(string text = "x") => text + Region;
            sealed int RunTwice(int id) => Run(id) + Run(id);
            Task<T> GenericAsync<T>(T value) where T : notnull;
            void Refs(ref int a, out int b, in int c);
        }

        public class Orders(RecordingProvider locks) : IOrders
        {
            public Func<CancellationToken, Task> Body { get; set; } = _ => Task.CompletedTask;
            public Task<int> EchoAsync(int value) { locks.Events.Add("echo"); return Task.FromResult(value); }
            public int Calls => 3;
            public async Task<string> PlaceAsync(int id, CancellationToken token) { locks.Events.Add("body"); await Body(token); return id + "!"; }
            public Task<LockResult<int>> SkipAsync() => Task.FromResult(LockResult<int>.Completed(5));
            public int Run(int id) => id;
            public int Busy(int id) => -id;
            public async IAsyncEnumerable<int> ReadAsync([EnumeratorCancellation] CancellationToken token) { await Task.Yield(); locks.Events.Add("item"); yield return 1; yield return 2; }
            public void Move(string a, IReadOnlyList<int> ids) => locks.Events.Add("move");
            public long Share(IDistributedLockHandle? held) => held!.FencingToken!.Value;
            public string Region { get; set; } = "eu";
            public event Action? Done;
            public void Raise() => Done?.Invoke();
            public int this[int index] => index + 1;
            public Task<T> GenericAsync<T>(T value) where T : notnull => Task.FromResult(value);
            public void Refs(ref int a, out int b, in int c) { a++; b = c; }
        }

        public class Service(RecordingProvider locks)
        {
            public Orders Inner { get; } = new(locks);
            private IOrders? _orders;
            public IOrders Orders => _orders ??= new LockedOrders(Inner, locks);
            public Task<string> PlaceAsync(int id, CancellationToken token) => Orders.PlaceAsync(id, token);
            public Task<int> EchoAsync(int value) => Orders.EchoAsync(value);
            public Task<LockResult<int>> SkipAsync() => Orders.SkipAsync();
            public int Run(int id) => Orders.Run(id);
            public int RunTwice(int id) => Orders.RunTwice(id);
            public async Task<int> SumAsync() { var sum = 0; await foreach (var item in Orders.ReadAsync()) { sum += item; } return sum; }
            public void Move(string a, int[] ids) => Orders.Move(a, ids);
            public long Share(IDistributedLockHandle? held) => Orders.Share(held);
            public async Task<string> PassOnAsync()
            {
                var raised = 0;
                Action handler = () => raised++;
                Orders.Done += handler; Orders.Raise(); Orders.Done -= handler; Orders.Raise();
                Orders.Region = "us";
                var a = 1;
                Orders.Refs(ref a, out var b, 7);
                return $"{raised} {Inner.Region} {Orders[4]} {Orders.Default()} {await Orders.GenericAsync("g")} {a} {b} {Orders.Calls}";
            }

            public object Without(bool inner) => inner ? new LockedOrders(null!, locks) : new LockedOrders(Inner, null!);
        }
        """;

    private readonly RecordingProvider _provider = new();
    private readonly dynamic _service;

    public DecoratorBehaviourTests() => _service = Service.Create(Source, _provider);

    [Fact(Timeout = 60_000)]
    public async Task Locked_method_runs_the_service_between_acquire_and_release()
    {
        string result = await _service.PlaceAsync(7, CancellationToken.None);

        Assert.Equal("7!", result);
        Assert.Equal(["acquire order-7", "body", "release order-7"], _provider.Events);
        Assert.Equal("IOrders.PlaceAsync", _provider.Requests[0].Definition!.Member);
    }

    [Fact(Timeout = 60_000)]
    public async Task Contended_lock_throws_and_the_service_does_not_run()
    {
        _provider.HeldElsewhere.Add("order-7");

        await Assert.ThrowsAsync<LockNotAcquiredException>(async () => await (Task)_service.PlaceAsync(7, CancellationToken.None));
        Assert.Equal(["contended order-7"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Method_of_a_base_interface_is_locked()
    {
        Assert.Equal(9, await (Task<int>)_service.EchoAsync(9));
        Assert.Equal(["acquire base-9", "echo", "release base-9"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Result_of_the_service_is_handed_on_and_a_skip_is_told()
    {
        Assert.Equal(LockResult<int>.Completed(5), await (Task<LockResult<int>>)_service.SkipAsync());

        _provider.HeldElsewhere.Add("skip");
        Assert.Equal(LockResult<int>.Skipped, await (Task<LockResult<int>>)_service.SkipAsync());
    }

    [Fact(Timeout = 60_000)]
    public void Fallback_is_a_method_of_the_service()
    {
        Assert.Equal(4, _service.Run(4));

        _provider.HeldElsewhere.Add("busy");
        Assert.Equal(-4, _service.Run(4));
    }

    [Fact(Timeout = 60_000)]
    public void Sealed_body_in_the_interface_calls_locked_methods_with_their_locks()
    {
        Assert.Equal(6, _service.RunTwice(3));
        Assert.Equal(["acquire busy", "release busy", "acquire busy", "release busy"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Stream_is_locked_while_it_is_enumerated_by_a_key_of_the_services_property()
    {
        Assert.Equal(3, await (Task<int>)_service.SumAsync());
        Assert.Equal(["acquire r-eu", "item", "release r-eu"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public void Several_locks_are_taken_together()
    {
        _service.Move("x", new[] { 2, 1 });

        Assert.Equal(["acquire a-x", "acquire b-1", "acquire b-2", "move"], _provider.Events.Take(4));
        Assert.Equal(7, _provider.Events.Count);
    }

    [Fact(Timeout = 60_000)]
    public void Given_handle_shares_its_lock_with_the_service()
    {
        using var held = _provider.Acquire("h", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(held.FencingToken, (long)_service.Share(held));
        Assert.Equal(["acquire h"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public void Handle_parameter_that_is_not_given_gets_the_lock_that_was_taken()
    {
        Assert.Equal(1L, (long)_service.Share(null));
        Assert.Equal(["acquire h", "release h"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lost_lock_cancels_the_service_and_tells_the_caller()
    {
        _service.Inner.Body = (Func<CancellationToken, Task>)(async token =>
        {
            _provider.Last.Lose();
            await Task.Delay(Timeout.Infinite, token);
        });

        await Assert.ThrowsAsync<LockLostException>(async () => await (Task)_service.PlaceAsync(1, CancellationToken.None));
    }

    [Fact(Timeout = 60_000)]
    public async Task Cancellation_of_the_caller_reaches_the_service()
    {
        using var cancel = new CancellationTokenSource();
        _service.Inner.Body = (Func<CancellationToken, Task>)(async token =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await (Task)_service.PlaceAsync(1, cancel.Token));
        Assert.Equal(["acquire order-1", "body", "release order-1"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Everything_without_the_attribute_is_passed_on_without_a_lock()
    {
        Assert.Equal("1 us 5 xus g 2 7 3", await (Task<string>)_service.PassOnAsync());
        Assert.Empty(_provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public void Decorator_needs_a_service_and_a_provider()
    {
        Assert.Throws<ArgumentNullException>("inner", () => (object)_service.Without(true));
        Assert.Throws<ArgumentNullException>("locks", () => (object)_service.Without(false));
    }
}
