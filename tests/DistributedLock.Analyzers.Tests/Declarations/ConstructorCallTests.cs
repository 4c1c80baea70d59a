using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;
using static DistributedLock.Analyzers.Tests.Declarations.MethodNotPartialFix;

namespace DistributedLock.Analyzers.Tests.Declarations;

/// <summary>DLK0001: who calls the constructor of a class that is given a provider.</summary>
public class ConstructorCallTests
{
    private const string Before = """
        public class Service(string name, int count = 0)
        {
            public string? Label { get; set; }

            [DistributedLock("a")]
            public string Run() => name + count;
        }
        """;

    private const string After = """
        public partial class Service(string name, IDistributedLockProvider locks, int count = 0)
        {
            public string? Label { get; set; }

            [DistributedLock("a")]
            public partial string Run();

            private string RunCore() => name + count;
        }
        """;

    [Theory(Timeout = 60_000)]
    [InlineData("class User { Service Make(IDistributedLockProvider p) => new Service(\"a\", 1); }", "class User { Service Make(IDistributedLockProvider p) => new Service(\"a\", p, 1); }")]
    [InlineData("class User { Service Make(IDistributedLockProvider p) => new(\"a\") { Label = \"x\" }; }", "class User { Service Make(IDistributedLockProvider p) => new(\"a\", p) { Label = \"x\" }; }")]
    [InlineData("class User { Service Make(IDistributedLockProvider p) => new(count: 1, name: \"a\"); }", "class User { Service Make(IDistributedLockProvider p) => new(count: 1, name: \"a\", locks: p); }")]
    [InlineData("class User { void Make() { var memory = new InMemoryLockProvider(); _ = new Service(\"a\"); } }", "class User { void Make() { var memory = new InMemoryLockProvider(); _ = new Service(\"a\", memory); } }")]
    [InlineData("class User(IDistributedLockProvider @lock) { Func<Service> Make() => () => new(\"a\"); }", "class User(IDistributedLockProvider @lock) { Func<Service> Make() => () => new(\"a\", @lock); }")]
    [InlineData("class User(IDistributedLockProvider p) { private readonly IDistributedLockProvider _p = p; Service Made { get { return new(\"a\"); } } }", "class User(IDistributedLockProvider p) { private readonly IDistributedLockProvider _p = p; Service Made { get { return new(\"a\", _p); } } }")]
    [InlineData("class User { private static readonly InMemoryLockProvider P = new(); static Service Make() => new(\"a\"); }", "class User { private static readonly InMemoryLockProvider P = new(); static Service Make() => new(\"a\", P); }")]
    public Task Caller_that_has_one_provider_passes_it(string before, string after) => MendsAsync($"{Before}\n\n{before}", $"{After}\n\n{after}");

    [Theory(Timeout = 60_000)]
    [InlineData("class User { Service Make() => new(\"a\"); }")]
    [InlineData("class User { Service Make(IDistributedLockProvider p, IDistributedLockProvider q) => new(\"a\"); }")]
    [InlineData("class User { IDistributedLockProvider? P = null; static Service Make() => new(\"a\"); }")]
    [InlineData("class User { IDistributedLockProvider? P = null; Service _made = new(\"a\"); }")]
    [InlineData("class User { IDistributedLockProvider P; User() { var made = new Service(\"a\"); P = new InMemoryLockProvider(); } }")]
    [InlineData("class User { void Make() { _ = new Service(\"a\"); var memory = new InMemoryLockProvider(); } }")]
    [InlineData("class User { void Make(IDistributedLockProvider p) { Func<Service> make = static () => new(\"a\"); } }")]
    [InlineData("class User { IDistributedLockProvider? P = null; class Inner { Service Make() => new(\"a\"); } }")]
    public Task Caller_that_has_none_or_several_is_left_to_the_user(string caller) => Fix.MendsAsync(Rule,
        new TestCode($"{Before}\n\n{caller}") { MayNotCompile = true }, $"{After}\n\n{caller}");

    [Theory(Timeout = 60_000)]
    [InlineData(FixAllScope.Project)]
    [InlineData(FixAllScope.Solution)]
    public Task Other_projects_follow(FixAllScope scope) => Fix.MendsAllWithClientAsync(Rule,
        (Before, """
        public class Derived : Service
        {
            public Derived() : base("derived") { }
        }

        public class Tests
        {
            private readonly InMemoryLockProvider _locks = new();

            public void Test() => _ = new Service("a").Run() + new Derived().Run();
        }
        """),
        (After, """
        public class Derived : Service
        {
            public Derived(IDistributedLockProvider locks) : base("derived", locks) { }
        }

        public class Tests
        {
            private readonly InMemoryLockProvider _locks = new();

            public void Test() => _ = new Service("a", _locks).Run() + new Derived(_locks).Run();
        }
        """),
        scope);

    [Fact(Timeout = 60_000)]
    public async Task Title_says_that_callers_have_to_pass_it() =>
        Assert.Contains("callers pass it", Assert.Single(await Fix.TitlesAsync(Rule, Before)), StringComparison.Ordinal);
}
