using DistributedLock.Analyzers.Tests.Harness;
using DistributedLock.Analyzers.Tests.Order.AcrossProjects;

namespace DistributedLock.Analyzers.Tests.Order;

/// <summary>A lock that is held on both ways keeps them apart, so that opposite orders under it do no harm (DLK0202).</summary>
public class GateTests
{
    private const string Rule = "DLK0202";
    private const string Bodies = """
        private async Task XYAsync() { await using var x = await locks.AcquireAsync("x"); await using var y = await locks.AcquireAsync("y"); }
        private async Task YXAsync() { await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync("x"); }
        """;

    public static TheoryData<string> Gated { get; } =
    [
        """
        public async Task OneAsync() { await using var g = await locks.AcquireAsync("gate"); await using var x = await locks.AcquireAsync("x"); await using var y = await locks.AcquireAsync("y"); }
        public async Task TwoAsync() { await using var g = await locks.AcquireAsync("gate"); await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync("x"); }
        """,
        """
        public async Task OneAsync(int id) { await using var g = await locks.AcquireAsync($"gate-{id}"); await using var x = await locks.AcquireAsync($"x-{id}"); await using var y = await locks.AcquireAsync($"y-{id}"); }
        public async Task TwoAsync(int n) { await using var g = await locks.AcquireAsync($"gate-{n}"); await using var y = await locks.AcquireAsync($"y-{n}"); await using var x = await locks.AcquireAsync($"x-{n}"); }
        """,
        """
        public async Task OneAsync() { await using var g = await locks.AcquireAsync("gate"); await XYAsync(); }
        public async Task TwoAsync() { await using var g = await locks.AcquireAsync("gate"); await YXAsync(); }
        """ + Bodies,
        """
        [DistributedLock("gate")] public partial Task OneAsync();
        private Task OneCoreAsync() => XYAsync();
        [DistributedLock("gate")] public partial Task TwoAsync();
        private async Task TwoCoreAsync() { await DeepAsync(); }
        private Task DeepAsync() => YXAsync();
        """ + Bodies,
        """
        [DistributedLock("gate-{tenant}")] public partial Task OneAsync(string tenant);
        private async Task OneCoreAsync(string tenant) { await using var x = await locks.AcquireAsync($"x-{tenant}"); await using var y = await locks.AcquireAsync($"y-{tenant}"); }
        [DistributedLock("gate-{id}")] public partial Task TwoAsync(string id);
        private Task TwoCoreAsync(string id) => YXAsync(id);
        private async Task YXAsync(string name) { await using var y = await locks.AcquireAsync($"y-{name}"); await using var x = await locks.AcquireAsync($"x-{name}"); }
        """,
        """
        public async Task OneAsync() { await using var g = await locks.AcquireAsync("gate"); await XYAsync(); }
        public async Task AlsoOneAsync() { await using var other = await locks.AcquireAsync("other"); await using var g = await locks.AcquireAsync("gate"); await XYAsync(); }
        public async Task TwoAsync() { await using var g = await locks.AcquireAsync("gate"); await Local(); async Task Local() { await YXAsync(); } }
        """ + Bodies,
        """
        public async Task OneAsync() { await using var g = await locks.AcquireAsync("gate"); await using var x = await locks.AcquireAsync("x"); await using var y = await locks.AcquireAsync("y"); }
        public async Task TwoAsync() { await using var g = await locks.AcquireAsync("gate"); await using var y = await locks.AcquireAsync("y"); await using var z = await locks.AcquireAsync("z"); }
        public async Task ThreeAsync() { await using var z = await locks.AcquireAsync("z"); await using var x = await locks.AcquireAsync("x"); }
        """,
        """
        public async Task RunAsync(string one, string two) { await using var g = await locks.AcquireAsync("gate"); await using var a = await locks.AcquireAsync($"account-{one}"); await using var b = await locks.AcquireAsync($"account-{two}"); }
        """,
    ];

    public static TheoryData<string> NotGated { get; } =
    [
        // On one way only, or another gate.
        """
        public async Task OneAsync() { await using var g = await locks.AcquireAsync("gate"); await using var x = await locks.AcquireAsync("x"); await using var y = await [|locks.AcquireAsync("y")|]; }
        public async Task TwoAsync() { await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync("x"); }
        """,
        """
        public async Task OneAsync() { await using var g = await locks.AcquireAsync("gate-1"); await using var x = await locks.AcquireAsync("x"); await using var y = await [|locks.AcquireAsync("y")|]; }
        public async Task TwoAsync() { await using var g = await locks.AcquireAsync("gate-2"); await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync("x"); }
        """,

        // A second way that is not gated, whatever the order in which they are seen.
        """
        public async Task OneAsync() { await using var g = await locks.AcquireAsync("gate"); await using var x = await locks.AcquireAsync("x"); await using var y = await locks.AcquireAsync("y"); }
        public async Task TwoAsync() { await using var g = await locks.AcquireAsync("gate"); await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync("x"); }
        public async Task ThreeAsync() { await using var x = await locks.AcquireAsync("x"); await [|FourAsync()|]; }
        private async Task FourAsync() { await using var y = await locks.AcquireAsync("y"); }
        """,
        """
        public async Task OneAsync() { await using var g = await locks.AcquireAsync("gate-1"); await using var x = await locks.AcquireAsync("x"); await using var y = await locks.AcquireAsync("y"); }
        public async Task AlsoOneAsync() { await using var g = await locks.AcquireAsync("gate-2"); await using var x = await locks.AcquireAsync("x"); await using var y = await [|locks.AcquireAsync("y")|]; }
        public async Task TwoAsync() { await using var g = await locks.AcquireAsync("gate-1"); await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync("x"); }
        """,

        // Shared, permits, perhaps not had, released before, or another value.
        """
        public async Task OneAsync() { await using var g = await locks.AcquireAsync(new LockRequest("gate") { Mode = LockMode.Shared }); await using var x = await locks.AcquireAsync("x"); await using var y = await [|locks.AcquireAsync("y")|]; }
        public async Task TwoAsync() { await using var g = await locks.AcquireAsync(new LockRequest("gate") { Mode = LockMode.Shared }); await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync("x"); }
        """,
        """
        public async Task OneAsync() { await using var g = await locks.AcquireAsync(new LockRequest("gate") { MaxConcurrency = 2 }); await using var x = await locks.AcquireAsync("x"); await using var y = await [|locks.AcquireAsync("y")|]; }
        public async Task TwoAsync() { await using var g = await locks.AcquireAsync(new LockRequest("gate") { MaxConcurrency = 2 }); await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync("x"); }
        """,
        """
        public async Task OneAsync() { await using var g = await locks.TryAcquireAsync("gate"); await using var x = await locks.AcquireAsync("x"); await using var y = await [|locks.AcquireAsync("y")|]; }
        public async Task TwoAsync() { await using var g = await locks.TryAcquireAsync("gate"); await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync("x"); }
        """,
        """
        public async Task OneAsync() { await using (await locks.AcquireAsync("gate")) { } await using var x = await locks.AcquireAsync("x"); await using var y = await [|locks.AcquireAsync("y")|]; }
        public async Task TwoAsync() { await using (await locks.AcquireAsync("gate")) { } await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync("x"); }
        """,
        """
        public async Task OneAsync(int id, int n) { await using var g = await locks.AcquireAsync($"gate-{n}"); await using var x = await locks.AcquireAsync($"x-{id}"); await using var y = await [|locks.AcquireAsync($"y-{id}")|]; }
        public async Task TwoAsync(int id, int n) { await using var g = await locks.AcquireAsync($"gate-{n}"); await using var y = await locks.AcquireAsync($"y-{id}"); await using var x = await locks.AcquireAsync($"x-{id}"); }
        """,

        // Callers that are not known, or do not hold it.
        """
        public async Task OneAsync() { await using var g = await locks.AcquireAsync("gate"); await XYAsync(); }
        public async Task TwoAsync() { await using var g = await locks.AcquireAsync("gate"); await YXAsync(); }
        public Task LooseAsync() => XYAsync();
        """ + Bodies,
        """
        public async Task OneAsync() { await using var g = await locks.AcquireAsync("gate"); await XYAsync(); }
        public async Task TwoAsync() { await using var g = await locks.AcquireAsync("gate"); await YXAsync(); }
        public void Loose() { _ = XYAsync(); }
        """ + Bodies,
        """
        public async Task OneAsync() { await using var g = await locks.AcquireAsync("gate"); await XYAsync(); }
        public async Task TwoAsync() { await using var g = await locks.AcquireAsync("gate"); await YXAsync(); }
        public Func<Task> Loose() => XYAsync;
        """ + Bodies,
        """
        public async Task OneAsync() { await using var g = await locks.AcquireAsync("gate"); await XYAsync(); }
        public async Task TwoAsync() { await using var g = await locks.AcquireAsync("gate"); await YXAsync(); }
        """ + Bodies.Replace("private", "public", StringComparison.Ordinal),
    ];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Gated))]
    public Task Opposite_orders_under_a_common_lock_are_silent(string members) => Check.SilentAsync(Rule, Around(members));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(NotGated))]
    public async Task Opposite_orders_that_can_meet_in_spite_of_a_lock_around_are_reported(string members)
    {
        var code = members.Contains("[|", StringComparison.Ordinal) ? members : members.Replace("""await locks.AcquireAsync("y"); }""", """await [|locks.AcquireAsync("y")|]; }""", StringComparison.Ordinal);

        Assert.Single(await Check.ReportsAsync(Rule, Around(code)));
    }

    [Fact(Timeout = 60_000)]
    public Task Jobs_under_one_lock_are_silent() => Check.SilentAsync(Rule, """
        [DistributedLock("gate")]
        public partial class One(IDistributedLockProvider locks) : Coravel.Invocable.IInvocable
        {
            public async Task Invoke() { await using var x = await locks.AcquireAsync("x"); await using var y = await locks.AcquireAsync("y"); }
        }

        [DistributedLock("gate")]
        public partial class Two(IDistributedLockProvider locks) : Coravel.Invocable.IInvocable
        {
            public async Task Invoke() { await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync("x"); }
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("gate", true)]
    [InlineData("other", false)]
    public async Task Lock_around_a_way_of_another_project_is_known(string gate, bool isSilent)
    {
        var library = Library.Build("Lib", """
            namespace Lib;
            public partial class Worker(IDistributedLockProvider locks)
            {
                [DistributedLock("gate")] public partial Task RunAsync();
                private Task RunCoreAsync() => XYAsync();
                private async Task XYAsync() { await using var x = await locks.AcquireAsync("x"); await using var y = await locks.AcquireAsync("y"); }
            }

            [DistributedLock("night")]
            public partial class Job(IDistributedLockProvider locks) : Coravel.Invocable.IInvocable
            {
                public async Task Invoke() { await using var p = await locks.AcquireAsync("p"); }
            }
            """);
        var marked = isSilent ? """await locks.AcquireAsync("x")""" : """await [|locks.AcquireAsync("x")|]""";

        await Check.ReportsAsync(Rule, new TestCode($$"""
            public class Service(IDistributedLockProvider locks)
            {
                public async Task OneAsync() { await using var g = await locks.AcquireAsync("{{gate}}"); await using var y = await locks.AcquireAsync("y"); await using var x = {{marked}}; }
                public async Task TwoAsync() { await using var p = await locks.AcquireAsync("p"); await using var night = await [|locks.AcquireAsync("night")|]; }
            }
            """) { OtherReferences = [library.As(ReferenceForm.ReferenceAssembly)] });
    }

    private static TestCode Around(string members) => $$"""
        public partial class Service(IDistributedLockProvider locks)
        {
            {{members}}
        }
        """;
}
