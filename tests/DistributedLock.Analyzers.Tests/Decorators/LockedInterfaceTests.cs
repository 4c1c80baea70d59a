using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.Tests.Decorators;

/// <summary>What is said about locked methods of interfaces: whether a call takes the lock is the container's choice, so only what holds in both cases.</summary>
public class LockedInterfaceTests
{
    private const string Contract = """
        public interface IOrders
        {
            [DistributedLock("order-{id}")] Task PlaceAsync(int id);
            [DistributedLock("order-{id}")] void Place(int id);
            [DistributedLock("all")] IAsyncEnumerable<int> ReadAsync();
            Task<int> CountAsync();
        }

        """;

    [Theory(Timeout = 60_000)]
    [InlineData("void Run() { [|orders.PlaceAsync(1)|]; }")]
    [InlineData("void Run() { _ = [|orders.PlaceAsync(1)|]; }")]
    [InlineData("void Run() { var task = [|orders.PlaceAsync(1)|]; }")]
    [InlineData("Action Run() => () => [|orders.PlaceAsync(1)|];")]
    [InlineData("void Run() { [|orders.ReadAsync()|]; }")]
    [InlineData("void Run(IMore more) { [|more.PlaceAsync(1)|]; }")]
    [InlineData("Task Run() => orders.PlaceAsync(1);")]
    [InlineData("async Task Run() { await orders.PlaceAsync(1); }")]
    [InlineData("void Run() { orders.CountAsync(); }")]
    public Task Forgotten_call_is_reported(string member) => Check.ReportsAsync("DLK0101", $$"""
        {{Contract}}
        public interface IMore : IOrders;

        class User(IOrders orders) { {{member}} object Orders => orders; }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("DLK0201")]
    [InlineData("DLK0202")]
    [InlineData("DLK0203")]
    [InlineData("DLK0204")]
    public Task Order_of_locks_that_may_not_be_taken_is_no_finding(string rule) => Check.SilentAsync(rule, Contract + Uses);

    [Theory(Timeout = 60_000)]
    [InlineData("DLK0201")]
    [InlineData("DLK0202")]
    [InlineData("DLK0204")]
    public Task Order_of_locks_of_an_interface_of_another_assembly_is_no_finding(string rule) =>
        Check.SilentAsync(rule, new TestCode(Uses) { OtherReferences = [Library()] });

    [Fact(Timeout = 60_000)]
    public async Task Interface_of_another_assembly_is_decorated_where_it_is_inherited()
    {
        var compiled = TestCompilation.Of(new TestCode("public interface IMine : IOrders; class User(IOrders inner, IDistributedLockProvider locks) { public object Make(IMine mine) => new LockedMine(mine, locks); public object Inner => inner; }")
        {
            OtherReferences = [Library()],
        });

        Assert.Empty(await compiled.DiagnosticsAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 60_000)]
    public Task Lock_that_a_decorator_releases_before_the_commit_is_reported() => Check.ReportsAsync("DLK0302", $$"""
        {{Contract}}
        class User(IOrders orders)
        {
            public void Run() { using (var scope = new System.Transactions.TransactionScope()) { orders.[|Place|](1); scope.Complete(); } }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Body_in_an_implementing_class_is_no_core_that_is_called_past_its_lock() => Check.SilentAsync("DLK0105", $$"""
        {{Contract}}
        public abstract class Orders : IOrders
        {
            public async Task PlaceAsync(int id) { await Task.Yield(); Place(id); }
            public void Place(int id) { }
            public abstract IAsyncEnumerable<int> ReadAsync();
            public Task<int> CountAsync() => Task.FromResult(1);
            public async Task AllAsync() => await PlaceAsync(1);
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Whole_program_is_silent() => Check.AllReportAsync($$"""
        {{Contract}}
        public class Orders : IOrders
        {
            public async Task PlaceAsync(int id) => await Task.Delay(id);
            public void Place(int id) { }
            public async IAsyncEnumerable<int> ReadAsync() { await Task.Yield(); yield return 1; }
            public Task<int> CountAsync() => Task.FromResult(1);
        }

        public class Desk(IOrders orders)
        {
            public async Task<int> ServeAsync(int id)
            {
                await orders.PlaceAsync(id);
                var sum = await orders.CountAsync();
                await foreach (var item in orders.ReadAsync())
                {
                    sum += item;
                }

                return sum;
            }
        }
        """);

    private const string Uses = """
        public partial class Orders(IDistributedLockProvider locks, IOrders other) : IOrders
        {
            public async Task PlaceAsync(int id)
            {
                await other.PlaceAsync(id);
                await ((IOrders)this).PlaceAsync(id);
            }

            public void Place(int id) => other.Place(id);

            public async IAsyncEnumerable<int> ReadAsync() { await Task.Yield(); yield return 1; }

            public Task<int> CountAsync() => Task.FromResult(1);

            public async Task HoldAsync(int id)
            {
                await using var held = await locks.AcquireAsync($"order-{id}");
                await other.PlaceAsync(id);
            }

            public async Task OneAsync()
            {
                await using var held = await locks.AcquireAsync("one");
                await other.PlaceAsync(1);
            }

            [DistributedLock("order-{id}")]
            public partial Task TwoAsync(int id);

            private async Task TwoCoreAsync(int id)
            {
                await using var held = await locks.AcquireAsync("one");
                other.Place(id);
            }
        }
        """;

    private static MetadataReference Library()
    {
        var library = CSharpCompilation.Create(
            "Library",
            [CSharpSyntaxTree.ParseText(TestCode.Usings + Contract, cancellationToken: TestContext.Current.CancellationToken)],
            References.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        Assert.True(library.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
