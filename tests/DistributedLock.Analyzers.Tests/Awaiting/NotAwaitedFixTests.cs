using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Awaiting;

/// <summary>The fix of DLK0101.</summary>
public class NotAwaitedFixTests
{
    private const string Rule = "DLK0101";

    [Theory(Timeout = 60_000)]
    [InlineData(
        "public async Task Run() { await Task.Yield(); invoices.SendAsync(\"a\"); }",
        "public async Task Run() { await Task.Yield(); await invoices.SendAsync(\"a\"); }")]
    [InlineData(
        "public async Task Run() { /* why */ invoices.SendAsync(\"a\"); // so\n }",
        "public async Task Run() { /* why */ await invoices.SendAsync(\"a\"); // so\n }")]
    [InlineData(
        "public async Task Run() => invoices.SendAsync(\"a\");",
        "public async Task Run() => await invoices.SendAsync(\"a\");")]
    [InlineData(
        "public Task Run() { invoices.SendAsync(\"a\"); return Task.CompletedTask; }",
        "public async Task Run() { await invoices.SendAsync(\"a\"); }")]
    [InlineData(
        "public Task Run() { invoices.SendAsync(\"a\"); return WorkAsync(); }",
        "public async Task Run() { await invoices.SendAsync(\"a\"); await WorkAsync(); }")]
    [InlineData(
        "public Task<int> Run(bool some) { invoices.SendAsync(\"a\"); if (some) { return NumberAsync(); } return Task.FromResult(1); }",
        "public async Task<int> Run(bool some) { await invoices.SendAsync(\"a\"); if (some) { return await NumberAsync(); } return 1; }")]
    [InlineData(
        "public Task Run(bool some) { if (some) { return WorkAsync(); } invoices.SendAsync(\"a\"); return Task.CompletedTask; }",
        "public async Task Run(bool some) { if (some) { await WorkAsync(); return; } await invoices.SendAsync(\"a\"); }")]
    [InlineData(
        "public Task Run(bool some) { if (some) return WorkAsync(); invoices.SendAsync(\"a\"); return Task.CompletedTask; }",
        "public async Task Run(bool some) { if (some) { await WorkAsync(); return; } await invoices.SendAsync(\"a\"); }")]
    [InlineData(
        "Task Run() { invoices.SendAsync(\"a\"); return Task.CompletedTask; }",
        "async Task Run() { await invoices.SendAsync(\"a\"); }")]
    [InlineData(
        "public async Task Run() { _ = invoices.CreateAsync(\"a\"); await WorkAsync(); }",
        "public async Task Run() { await invoices.CreateAsync(\"a\"); await WorkAsync(); }")]
    [InlineData(
        "public async Task Run() { var number = invoices.CreateAsync(\"a\"); await WorkAsync(); }",
        "public async Task Run() { var number = await invoices.CreateAsync(\"a\"); await WorkAsync(); }")]
    [InlineData(
        "public async Task Run() { var task = invoices.SendAsync(\"a\"); await WorkAsync(); }",
        "public async Task Run() { await invoices.SendAsync(\"a\"); await WorkAsync(); }")]
    [InlineData(
        "public async Task Run() { Task<int> task = invoices.CreateAsync(\"a\"); await WorkAsync(); }",
        "public async Task Run() { await invoices.CreateAsync(\"a\"); await WorkAsync(); }")]
    [InlineData(
        "public async Task Run() { var handle = locks.AcquireAsync(\"a\"); await WorkAsync(); }",
        "public async Task Run() { var handle = await locks.AcquireAsync(\"a\"); await WorkAsync(); }")]
    [InlineData(
        "public async Task Run() { locks.AcquireAsync(\"a\").AsTask(); await WorkAsync(); }",
        "public async Task Run() { await locks.AcquireAsync(\"a\"); await WorkAsync(); }")]
    [InlineData(
        "public async Task Run() { invoices.SendAsync(\"a\").ConfigureAwait(false); await WorkAsync(); }",
        "public async Task Run() { await invoices.SendAsync(\"a\").ConfigureAwait(false); await WorkAsync(); }")]
    [InlineData(
        "public async Task<string> Run() { await WorkAsync(); return $\"made {invoices.CreateAsync(\"a\")}\"; }",
        "public async Task<string> Run() { await WorkAsync(); return $\"made {await invoices.CreateAsync(\"a\")}\"; }")]
    [InlineData(
        "public async Task<string> Run() { await WorkAsync(); return \"made \" + invoices.CreateAsync(\"a\"); }",
        "public async Task<string> Run() { await WorkAsync(); return \"made \" + await invoices.CreateAsync(\"a\"); }")]
    [InlineData(
        "public async Task<string?> Run() { await WorkAsync(); return invoices.CreateAsync(\"a\").ToString(); }",
        "public async Task<string?> Run() { await WorkAsync(); return (await invoices.CreateAsync(\"a\")).ToString(); }")]
    [InlineData(
        "public async Task Run() { await WorkAsync(); Console.WriteLine(invoices.CreateAsync(\"a\")); }",
        "public async Task Run() { await WorkAsync(); Console.WriteLine(await invoices.CreateAsync(\"a\")); }")]
    [InlineData(
        "public Task Run() => Task.Run(async () => { await WorkAsync(); invoices.SendAsync(\"a\"); });",
        "public Task Run() => Task.Run(async () => { await WorkAsync(); await invoices.SendAsync(\"a\"); });")]
    [InlineData(
        "public Func<Task> Run() => () => { invoices.SendAsync(\"a\"); return Task.CompletedTask; };",
        "public Func<Task> Run() => async () => { await invoices.SendAsync(\"a\"); };")]
    [InlineData(
        "public void Run() { Task Local() { invoices.SendAsync(\"a\"); return Task.CompletedTask; } Local(); }",
        "public void Run() { async Task Local() { await invoices.SendAsync(\"a\"); } Local(); }")]
    [InlineData(
        "public ValueTask<int> Run() { invoices.SendAsync(\"a\"); return default; }",
        "public async ValueTask<int> Run() { await invoices.SendAsync(\"a\"); return default; }")]
    public Task Await_is_added(string before, string after) => Fix.MendsAsync(Rule, Programs.With(before), Programs.With(after).Source);

    [Fact(Timeout = 60_000)]
    public Task A_call_behind_a_null_check_keeps_the_check() => Fix.MendsAsync(
        Rule,
        """
        public class User
        {
            public async Task Run(Invoices? some)
            {
                // first
                some?.CreateAsync("a");
                await Task.Yield();
            }
        }
        """ + Invoices,
        """
        public class User
        {
            public async Task Run(Invoices? some)
            {
                // first
                if (some is not null)
                {
                    await some.CreateAsync("a");
                }
                await Task.Yield();
            }
        }
        """ + Invoices);

    [Theory(Timeout = 60_000)]
    [InlineData("public void Run() { invoices.SendAsync(\"a\"); }")]
    [InlineData("public void Run(List<string> ids) { ids.ForEach(id => invoices.SendAsync(id)); }")]
    [InlineData("public void Run() { Action act = () => invoices.SendAsync(\"a\"); }")]
    [InlineData("public async Task Run() { lock (_kept) { invoices.SendAsync(\"a\"); } await WorkAsync(); }")]
    [InlineData("public Task Run(out int n) { n = 1; invoices.SendAsync(\"a\"); return Task.CompletedTask; }")]
    [InlineData("public async Task Run() { await WorkAsync(); invoices.LinesAsync(\"a\"); }")]
    [InlineData("public async Task<string> Run() { await WorkAsync(); return $\"{invoices.SendAsync(\"a\")}\"; }")]
    [InlineData("public async Task Run() { var task = invoices.SendAsync(\"a\"); _ = task; await WorkAsync(); }")]
    [InlineData("public async Task Run(User? some) { some?._invoices?.SendAsync(\"a\"); await WorkAsync(); }")]
    [InlineData("public int Value { get { invoices.SendAsync(\"a\"); return 1; } }")]
    [InlineData("public async Task<bool> Run() { await WorkAsync(); return invoices.SendAsync(\"a\") == null; }")]
    [InlineData("public unsafe Task Run(int* n) { invoices.SendAsync(\"a\"); return Task.CompletedTask; }")]
    public Task No_fix_is_offered_where_await_cannot_stand_or_would_not_help(string members) => Fix.IsNotOfferedAsync(Rule, Programs.With(members));

    [Theory(Timeout = 60_000)]
    [InlineData(Microsoft.CodeAnalysis.CodeFixes.FixAllScope.Document)]
    [InlineData(Microsoft.CodeAnalysis.CodeFixes.FixAllScope.Project)]
    [InlineData(Microsoft.CodeAnalysis.CodeFixes.FixAllScope.Solution)]
    public Task All_in_one_method_are_mended_at_once(Microsoft.CodeAnalysis.CodeFixes.FixAllScope scope) => Fix.MendsAllAsync(
        Rule,
        Programs.With("public Task Run() { invoices.SendAsync(\"a\"); _ = invoices.CreateAsync(\"b\"); return Task.CompletedTask; } public async Task More() { await WorkAsync(); locks.AcquireAsync(\"c\"); }"),
        Programs.With("public async Task Run() { await invoices.SendAsync(\"a\"); await invoices.CreateAsync(\"b\"); } public async Task More() { await WorkAsync(); await locks.AcquireAsync(\"c\"); }").Source,
        scope);

    [Fact(Timeout = 60_000)]
    public Task Else_stays_with_its_if() => Fix.MendsAsync(
        Rule,
        """
        public class User
        {
            public async Task Run(Invoices? some, bool now)
            {
                if (now)
                    some?.CreateAsync("a");
                else
                    await Task.Yield();
            }
        }
        """ + Invoices,
        """
        public class User
        {
            public async Task Run(Invoices? some, bool now)
            {
                if (now)
                {
                    if (some is not null)
                    {
                        await some.CreateAsync("a");
                    }
                }
                else
                    await Task.Yield();
            }
        }
        """ + Invoices);

    private const string Invoices = """

        public partial class Invoices(IDistributedLockProvider locks)
        {
            [DistributedLock("invoice-{id}")]
            public partial ValueTask<int> CreateAsync(string id);
            private ValueTask<int> CreateCoreAsync(string id) => default;
        }
        """;
}
