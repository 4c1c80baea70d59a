using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Cores;

/// <summary>The fix of DLK0105 changes nothing else of the text.</summary>
public class CallWrapperLayoutTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("await /* a */ CreateCoreAsync /* b */ ( /* c */ id /* d */ , /* e */ default /* f */ ) /* g */ ; // h\n", "await /* a */ CreateAsync /* b */ ( /* c */ id /* d */ , /* e */ default /* f */ ) /* g */ ; // h\n")]
    [InlineData("await CreateCoreAsync(\r\n\t\tid, // which\r\n#if !OTHER\r\n\t\tdefault);\r\n#else\r\n\t\tCancellationToken.None);\r\n#endif\r\n", "await CreateAsync(\r\n\t\tid, // which\r\n#if !OTHER\r\n\t\tdefault);\r\n#else\r\n\t\tCancellationToken.None);\r\n#endif\r\n")]
    [InlineData("await (id.Length > 1 ? CreateCoreAsync(id, default) : CreateCoreAsync(\"x\", default));", "await (id.Length > 1 ? CreateAsync(id, default) : CreateAsync(\"x\", default));")]
    [InlineData("await this\n\t\t// now\n\t\t.CreateCoreAsync(id, default);", "await this\n\t\t// now\n\t\t.CreateAsync(id, default);")]
    public Task Comments_and_directives_stay(string before, string after) => Fix.MendsAsync("DLK0105", Plain(before), Plain(after));

    [Theory(Timeout = 60_000)]
    [InlineData("await SkipCoreAsync(/* token */ default, /* id */ 1 /* end */);", "await SkipAsync(/* token */ 1, /* id */ default /* end */);")]
    [InlineData("await SkipCoreAsync(\n\t\tdefault, // first\n\t\t1); // second", "await SkipAsync(\n\t\t1, // first\n\t\tdefault); // second")]
    public Task Reordered_arguments_keep_the_lines(string before, string after) => Fix.MendsAsync("DLK0105", Skipping(before), Skipping(after));

    [Fact(Timeout = 60_000)]
    public Task Calls_inside_each_other_are_mended_together() => Fix.MendsAllAsync(
        "DLK0105",
        Plain("await CreateCoreAsync((await Text(CreateCoreAsync(id, default))).Trim(), default);"),
        Plain("await CreateAsync((await Text(CreateAsync(id, default))).Trim(), default);"));

    private static string Plain(string statements) => $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k-{id}")] public partial Task CreateAsync(string id, CancellationToken cancellationToken = default);
            private Task CreateCoreAsync(string id, CancellationToken cancellationToken) => Task.CompletedTask;
            private static async Task<string> Text(Task task) { await task; return " "; }
            public async Task OtherAsync(string id) { await Task.Yield(); {{statements}} }
        }
        """;

    private static string Skipping(string statement) => $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k-{id}", OnContention = Contention.Skip)] public partial Task<LockResult<int>> SkipAsync(int id, CancellationToken token);
            private Task<int> SkipCoreAsync(CancellationToken token, int id) => Task.FromResult(id);
            public async Task OtherAsync()
            {
                await Task.Yield();
                {{statement}}
            }
        }
        """;
}
