using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Decorators;

/// <summary>Bodies in an interface that call its locked methods: the decorator leaves them to the service, which has no locks.</summary>
public class DefaultMethodTests
{
    private const string Rule = "DLK0016";

    [Theory(Timeout = 60_000)]
    [InlineData("void Both() { [|Place(1)|]; [|this.Place(2)|]; }")]
    [InlineData("int Count { get { [|Place(1)|]; return 1; } }")]
    [InlineData("int this[int at] { get => 1; set => [|Place(value)|]; }")]
    [InlineData("void Each(List<int> ids) => ids.ForEach([|Place|]);")]
    [InlineData("void Later(int id) { Run(() => [|Place(id)|]); static void Run(Action one) => one(); }")]
    [InlineData("void Base() => [|((IBase)this).Reset()|];")]
    [InlineData("void Base() => [|Reset()|];")]
    [InlineData("void Generic() => [|Save<int>(1)|];")]
    [InlineData("async Task Both() { await [|PlaceAsync(1)|]; }")]
    public Task Body_that_a_class_may_override_is_reported(string member) => Check.ReportsAsync(Rule, Contract(member));

    [Theory(Timeout = 60_000)]
    [InlineData("sealed void Both() { Place(1); Place(2); }")]
    [InlineData("private void Both() => Place(1);")]
    [InlineData("static void Both(IOrders orders) => orders.Place(1);")]
    [InlineData("void Other(IOrders other) => other.Place(1);")]
    [InlineData("void Plain() => Free();")]
    [InlineData("string Name => nameof(Place);")]
    public Task Body_that_runs_on_the_decorator_or_takes_no_lock_is_right(string member) => Check.SilentAsync(Rule, Contract(member));

    private static string Contract(string member) => $$"""
        public interface IBase { [DistributedLock("reset")] void Reset(); }

        public interface IOrders : IBase
        {
            [DistributedLock("order-{id}")] void Place(int id);
            [DistributedLock("order-{id}")] Task PlaceAsync(int id);
            [DistributedLock("save")] void Save<T>(T value);
            void Free();
            {{member}}
        }
        """;
}
