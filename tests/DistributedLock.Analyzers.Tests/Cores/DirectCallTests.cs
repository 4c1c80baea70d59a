using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.Tests.Cores;

public class DirectCallTests
{
    private const string Rule = "DLK0105";

    public static TheoryData<string> Calls { get; } =
    [
        "public Task OtherAsync(string id) => [|CreateCoreAsync|](id, default);",
        "public async Task OtherAsync(string id) { await [|CreateCoreAsync|](id, default).ConfigureAwait(false); }",
        "public async Task OtherAsync(string id) { await this.[|CreateCoreAsync|](id, default); }",
        "public Task? OtherAsync(Service? other) => other?.[|CreateCoreAsync|](\"x\", default);",
        "public void Other() { Task.Run(() => [|CreateCoreAsync|](\"x\", default)); }",
        "public void Other() { Func<string, CancellationToken, Task> body = [|CreateCoreAsync|]; body(\"x\", default); }",
        "public Task OtherAsync(string id) { return Inner(); Task Inner() => [|CreateCoreAsync|](id, default); }",
        "public Task Property => [|CreateCoreAsync|](\"x\", default);",
        "private Func<string, CancellationToken, Task>? _body; public void Set() => _body = [|CreateCoreAsync|];",
        "private class Nested(Service outer) { public Task RunAsync() => outer.[|CreateCoreAsync|](\"x\", default); }",
    ];

    public static TheoryData<string> Correct { get; } =
    [
        // Through the wrapper, by name, and not at all.
        "public Task OtherAsync(string id) => CreateAsync(id);",
        "public string Name => nameof(CreateCoreAsync);",
        "public Task CreateCoreAsync(int other) => Task.CompletedTask; public Task OtherAsync() => CreateCoreAsync(1);",

        // The lock may be held: a handle is at hand.
        "public async Task OtherAsync(string id) { await using var handle = await Locks.AcquireAsync(\"k-\" + id); await CreateCoreAsync(id, default); }",
        "public Task OtherAsync(string id, IDistributedLockHandle handle) => CreateCoreAsync(id, handle.LostToken);",
        "public Task OtherAsync(string id) { return With(handle => CreateCoreAsync(id, default)); Task With(Func<IDistributedLockHandle, Task> body) => body(null!); }",

        // Another core of the same template: its wrapper holds the lock.
        """
        [DistributedLock("k-<id>")] public partial Task AgainAsync(string id);
        private Task AgainCoreAsync(string id) => CreateCoreAsync(id, default);
        """,
    ];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Calls))]
    public Task Call_of_a_core_is_reported_at_the_name(string member) => Check.ReportsAsync(Rule, InService(member));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Correct))]
    public Task What_does_not_call_it_or_holds_the_lock_is_silent(string member) => Check.SilentAsync(Rule, InService(member));

    [Fact(Timeout = 60_000)]
    public Task Recursion_of_the_core_is_silent() => Check.SilentAsync(Rule, """
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k-{depth}")] public partial Task WalkAsync(int depth);
            private async Task WalkCoreAsync(int depth)
            {
                await WalkCoreAsync(depth - 1);
                await Task.WhenAll(Enumerable.Range(0, depth).Select(next => WalkCoreAsync(next)));
                await Local();
                Task Local() => WalkCoreAsync(0);
            }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Recursion_through_a_private_method_is_silent() => Check.SilentAsync(Rule, """
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k-{depth}")] public partial Task WalkAsync(int depth);
            private Task WalkCoreAsync(int depth) => EachAsync(depth);
            private Task EachAsync(int depth) => depth > 3 ? ChildAsync(depth) : Task.CompletedTask;
            private Task ChildAsync(int depth) => depth > 5 ? EachAsync(depth - 1) : WalkCoreAsync(depth - 1);
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("private Task EachAsync() => [|WalkCoreAsync|](1);")]
    [InlineData("private Task EachAsync() => [|WalkCoreAsync|](1); public Task OpenAsync() => EachAsync();")]
    [InlineData("private Task EachAsync() => [|WalkCoreAsync|](1); public Task Property => EachAsync();")]
    [InlineData("internal Task EachAsync() => [|WalkCoreAsync|](1);")]
    public Task Private_method_that_others_call_too_is_reported(string members) => Check.ReportsAsync(Rule, $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k-{depth}")] public partial Task WalkAsync(int depth);
            private Task WalkCoreAsync(int depth) => Task.CompletedTask;
            {{members}}
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Core_of_another_template_holds_another_lock() => Check.ReportsAsync(Rule, InService("""
        [DistributedLock("other-{id}")] public partial Task AgainAsync(string id);
        private Task AgainCoreAsync(string id) => [|CreateCoreAsync|](id, default);
        """));

    [Fact(Timeout = 60_000)]
    public Task Fallback_that_runs_the_core_is_reported() => Check.ReportsAsync(Rule, """
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k-{id}", Fallback = nameof(BusyAsync))] public partial Task CreateAsync(string id);
            private Task CreateCoreAsync(string id) => Task.CompletedTask;
            private Task BusyAsync(string id) => [|CreateCoreAsync|](id);
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Override_of_the_core_may_call_its_base() => Check.SilentAsync(Rule, """
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k-{id}")] public partial Task CreateAsync(string id);
            protected virtual Task CreateCoreAsync(string id) => Task.CompletedTask;
        }

        class Derived(IDistributedLockProvider locks) : Service(locks)
        {
            protected override Task CreateCoreAsync(string id) => base.CreateCoreAsync(id);
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Call_of_an_override_of_the_core_is_reported() => Check.ReportsAsync(Rule, """
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k-{id}")] public partial Task CreateAsync(string id);
            protected virtual Task CreateCoreAsync(string id) => Task.CompletedTask;
        }

        class Derived(IDistributedLockProvider locks) : Service(locks)
        {
            protected override Task CreateCoreAsync(string id) => Task.CompletedTask;
            public Task OtherAsync() => [|CreateCoreAsync|]("x");
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Synchronous_and_static_cores_count_in_CSharp_9_too() => Check.ReportsAsync(Rule, new TestCode("""
        static partial class Service
        {
            private static readonly IDistributedLockProvider Locks = null!;
            [DistributedLock("k-{id}")] public static partial int Count(string id);
            private static int CountCore(string id) { return id.Length; }
            public static int Other() { return Service.[|CountCore|]("x"); }
            public static int Generic<T>() { return [|CountCore|](typeof(T).Name); }
        }
        """) { LanguageVersion = LanguageVersion.CSharp9 });

    private static string InService(string member) => $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            protected IDistributedLockProvider Locks => locks;
            [DistributedLock("k-{id}")] public partial Task CreateAsync(string id, CancellationToken cancellationToken = default);
            private Task CreateCoreAsync(string id, CancellationToken cancellationToken) => Task.CompletedTask;
            {{member}}
        }
        """;
}
