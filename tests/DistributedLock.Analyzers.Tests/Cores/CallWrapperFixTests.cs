using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Cores;

public class CallWrapperFixTests
{
    private const string Rule = "DLK0105";

    [Theory(Timeout = 60_000)]
    [InlineData("await CreateCoreAsync(id, default);", "await CreateAsync(id, default);")]
    [InlineData("await this.CreateCoreAsync(id, CancellationToken.None).ConfigureAwait(false); /* why */", "await this.CreateAsync(id, CancellationToken.None).ConfigureAwait(false); /* why */")]
    [InlineData("var all = CreateCoreAsync(/* which */ id, default); await all;", "var all = CreateAsync(/* which */ id, default); await all;")]
    [InlineData("Func<string, CancellationToken, Task> body = CreateCoreAsync; await body(id, default);", "Func<string, CancellationToken, Task> body = CreateAsync; await body(id, default);")]
    public Task Core_becomes_wrapper_where_the_parameters_are_the_same(string before, string after) => Fix.MendsAsync(Rule, Plain(before), Plain(after));

    [Fact(Timeout = 60_000)]
    public Task Fix_all_mends_every_call() => Fix.MendsAllAsync(
        Rule,
        Plain("await CreateCoreAsync(id, default); await CreateCoreAsync(\"x\", default);"),
        Plain("await CreateAsync(id, default); await CreateAsync(\"x\", default);"));

    [Theory(Timeout = 60_000)]
    [InlineData("await RunCoreAsync(1, 2);", "await RunAsync(1, 2);")]
    [InlineData("var result = await RunCoreAsync(1, 2);", "var result = await RunAsync(1, 2);")]
    public Task Token_that_the_core_leaves_out_stays_out(string before, string after) => Fix.MendsAsync(Rule, WithoutToken(before), WithoutToken(after));

    [Theory(Timeout = 60_000)]
    [InlineData("await SkipCoreAsync(default, 1);", "await SkipAsync(1, default);")]
    public Task Arguments_follow_the_wrappers_order(string before, string after) => Fix.MendsAsync(Rule, Skipping(before), Skipping(after));

    [Theory(Timeout = 60_000)]
    [InlineData("var value = await SkipCoreAsync(default, 1);")]
    [InlineData("await SkipCoreAsync(token: default, id: 1);")]
    [InlineData("Func<CancellationToken, int, Task<int>> body = SkipCoreAsync;")]
    public Task What_would_need_a_decision_is_left_to_the_user(string statement) => Fix.IsNotOfferedAsync(Rule, Skipping(statement));

    [Fact(Timeout = 60_000)]
    public Task Fallback_is_left_to_the_user() => Fix.IsNotOfferedAsync(Rule, """
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k-{id}", Fallback = nameof(BusyAsync))] public partial Task CreateAsync(string id);
            private Task CreateCoreAsync(string id) => Task.CompletedTask;
            private Task BusyAsync(string id) => CreateCoreAsync(id);
        }
        """);

    private static string Plain(string statements) => $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k-{id}")] public partial Task CreateAsync(string id, CancellationToken cancellationToken = default);
            private Task CreateCoreAsync(string id, CancellationToken cancellationToken) => Task.CompletedTask;
            public async Task OtherAsync(string id) { await Task.Yield(); {{statements}} }
        }
        """;

    private static string WithoutToken(string statement) => $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k-{id}")] public partial ValueTask<int> RunAsync(int id, int other, CancellationToken cancellationToken = default);
            private Task<int> RunCoreAsync(int id, int other) => Task.FromResult(id);
            public async Task OtherAsync() { {{statement}} }
        }
        """;

    private static string Skipping(string statement) => $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k-{id}", OnContention = Contention.Skip)] public partial Task<LockResult<int>> SkipAsync(int id, CancellationToken token);
            private Task<int> SkipCoreAsync(CancellationToken token, int id) => Task.FromResult(id);
            public async Task OtherAsync() { await Task.Yield(); {{statement}} }
        }
        """;
}
