using System.Globalization;
using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Tests.Order;

/// <summary>A locked method whose body comes back to its own lock (DLK0201).</summary>
public class LockedMethodReentrancyTests
{
    private const string Rule = "DLK0201";

    /// <summary>The core's body, which runs under <c>a-{id}</c>.</summary>
    public static TheoryData<string> Again { get; } =
    [
        "await [|RunAsync(id)|];",
        "await [|OtherAsync(id)|];",
        "await [|HelpAsync(id)|];",
        "await [|FarAsync(id)|];",
        "await [|SharedAsync(id)|];",
        "await [|SharedAsync(id, null)|];",
        "await using var again = await [|locks.AcquireAsync(\"a-\" + id)|];",
        "if (id.Length > 3) { await [|RunAsync(id)|]; }",
        "await [|Task.Run(() => OtherAsync(id))|];",
        "await [|TwiceAsync(id, id)|];",
        "var same = id; await [|OtherAsync(same)|];",
        "await [|this.OtherAsync(key: id)|];",
    ];

    public static TheoryData<string> Different { get; } =
    [
        "await RunAsync(id + \"1\");",
        "await RunAsync(id.Substring(1));",
        "foreach (var child in id.Split('/')) { await RunAsync(child); }",
        "var parent = Path(id); await RunAsync(parent);",
        "id = Path(id); await RunAsync(id);",
        "await RunCoreAsync(id, handle);",
        "await SharedAsync(id, handle);",
        "await ForwardAsync(id, handle);",
        "await new Service(other).RunAsync(id);",
        "_ = OtherAsync(id);",
        "Func<Task> later = () => OtherAsync(id); GC.KeepAlive(later);",
    ];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Again))]
    public async Task Core_that_comes_back_to_its_own_lock_is_an_error(string body)
    {
        var found = Assert.Single(await Check.ReportsAsync(Rule, Around(body)));

        Assert.Equal(DiagnosticSeverity.Error, found.Severity);
        var message = found.GetMessage(CultureInfo.InvariantCulture);
        Assert.Contains("is taken again while it is held, and locks are not reentrant: Service.RunAsync -> Service.RunCoreAsync", message, StringComparison.Ordinal);
        Assert.EndsWith("; take it only in the outer method, or pass the handle on", message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Different))]
    public Task Core_that_takes_another_lock_or_passes_its_handle_on_is_silent(string body) => Check.SilentAsync(Rule, Around(body));

    [Fact(Timeout = 60_000)]
    public Task Two_locked_methods_that_call_each_other_are_both_reported() => Check.ReportsAsync(Rule, """
        public partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("a-{id}")]
            public partial Task OneAsync(string id);

            private Task OneCoreAsync(string id) => [|TwoAsync(id)|];

            [DistributedLock("a-{id}")]
            public partial Task TwoAsync(string id);

            private Task TwoCoreAsync(string id) => [|OneAsync(id)|];
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Member_of_the_instance_in_the_key_is_followed() => Check.ReportsAsync(Rule, """
        public partial class Service(IDistributedLockProvider locks)
        {
            public string Region { get; } = "eu";

            [DistributedLock("a-{this.Region}-{order.Id}")]
            public partial Task OneAsync(Order order);

            private Task OneCoreAsync(Order order) => [|TwoAsync(order)|];

            [DistributedLock("a-{this.Region}-{item.Id}")]
            public partial Task TwoAsync(Order item);

            private Task TwoCoreAsync(Order item) => Task.CompletedTask;
        }

        public record Order(int Id);
        """);

    [Fact(Timeout = 60_000)]
    public Task Generic_class_and_method_are_followed() => Check.ReportsAsync(Rule, """
        public partial class Service<T>(IDistributedLockProvider locks)
        {
            [DistributedLock("a-{id}")]
            public partial Task OneAsync<U>(string id, U value);

            private Task OneCoreAsync<U>(string id, U value) => [|TwoAsync<string>(id)|];

            [DistributedLock("a-{id}")]
            public partial Task TwoAsync<V>(string id);

            private Task TwoCoreAsync<V>(string id) => Task.CompletedTask;
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Locked_implementation_of_an_interface_is_followed() => Check.ReportsAsync(Rule, """
        public interface ITaker
        {
            Task GoAsync(string x);
        }

        public partial class Taker(IDistributedLockProvider locks) : ITaker
        {
            [DistributedLock("a-{x}")]
            public partial Task GoAsync(string x);

            private Task GoCoreAsync(string x) => Task.CompletedTask;
        }

        public class Service(IDistributedLockProvider locks, ITaker taker)
        {
            public async Task RunAsync(string id)
            {
                await using var handle = await locks.AcquireAsync("a-" + id);
                await [|taker.GoAsync(id)|];
            }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Several_locks_of_one_method_do_not_meet_each_other() => Check.SilentAsync(Rule, """
        public partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("a-{one}")]
            [DistributedLock("a-{two}")]
            public partial Task RunAsync(string one, string two);

            private Task RunCoreAsync(string one, string two) => Task.CompletedTask;
        }
        """);

    [Fact(Timeout = 60_000)]
    public async Task Helper_that_runs_a_lambda_under_a_lock_is_followed()
    {
        var found = Assert.Single(await Check.ReportsAsync(Rule, """
            public class Service(IDistributedLockProvider locks)
            {
                public Task RunAsync(string id) => UnderAsync("a-" + id, () => [|UnderAsync("a-" + id, () => Task.CompletedTask)|]);

                public Task OtherAsync(string id) => UnderAsync("a-" + id, () => UnderAsync("b-" + id, () => Task.CompletedTask));

                private async Task UnderAsync(string key, Func<Task> body)
                {
                    await using var handle = await locks.AcquireAsync(key);
                    await body();
                }
            }
            """));

        Assert.Contains("Service.RunAsync -> Service.UnderAsync -> lambda in Service.RunAsync -> Service.UnderAsync", found.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Locked_method_of_another_assembly_is_known_by_its_attribute()
    {
        var library = TestCompilation.Of("""
            namespace Library;

            public partial class Stock(IDistributedLockProvider locks)
            {
                [DistributedLock("stock-{item}")]
                public partial Task TakeAsync(string item);

                private Task TakeCoreAsync(string item) => Task.CompletedTask;
            }
            """).Compilation;

        var found = Assert.Single(await Check.ReportsAsync(Rule, new TestCode("""
            public class Service(IDistributedLockProvider locks, Library.Stock stock)
            {
                public async Task RunAsync(string id)
                {
                    await using var handle = await locks.AcquireAsync($"stock-{id}");
                    await [|stock.TakeAsync(id)|];
                }

                public async Task OtherAsync(string id, string other)
                {
                    await using var handle = await locks.AcquireAsync($"stock-{id}");
                    await stock.TakeAsync(other);
                }
            }
            """) { OtherReferences = [library.WithAssemblyName("Library").ToMetadataReference()] }));

        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
    }

    private static TestCode Around(string body) => $$"""
        public partial class Service(IDistributedLockProvider locks)
        {
            private readonly InMemoryLockProvider other = new();

            [DistributedLock("a-{id}", Provider = "locks")]
            public partial Task RunAsync(string id);

            private async Task RunCoreAsync(string id, IDistributedLockHandle handle)
            {
                {{body}}
                await Task.Yield();
            }

            [DistributedLock("a-{key}", Provider = "locks")]
            public partial Task OtherAsync(string key);

            private Task OtherCoreAsync(string key) => Task.CompletedTask;

            [DistributedLock("a-{key}", Provider = "locks")]
            public partial Task SharedAsync(string key, IDistributedLockHandle? handle = null);

            private Task SharedCoreAsync(string key) => Task.CompletedTask;

            [DistributedLock("b-{key}", Provider = "locks")]
            [DistributedLock("a-{second}", Provider = "locks")]
            public partial Task TwiceAsync(string key, string second);

            private Task TwiceCoreAsync(string key, string second) => Task.CompletedTask;

            private Task HelpAsync(string help) => OtherAsync(help);

            private async Task FarAsync(string far) => await HelpAsync(far);

            private Task ForwardAsync(string key, IDistributedLockHandle given) => SharedAsync(key, given);

            private static string Path(string id) => id.Length > 1 ? id.Substring(1) : id;
        }
        """;
}
