using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.Tests.Awaiting;

/// <summary>DLK0101: tasks of locked methods and acquisitions that nobody waits for.</summary>
public class NotAwaitedTests
{
    private const string Rule = "DLK0101";

    [Theory(Timeout = 60_000)]
    [InlineData("interface IJobs { Task RunAsync(string id); }", "IJobs", ": IJobs", "public")]
    [InlineData("abstract class Jobs { public abstract Task RunAsync(string id); }", "Jobs", ": Jobs", "public override")]
    [InlineData("interface IJobs<T> { Task RunAsync(T id); }", "IJobs<string>", ": IJobs<string>", "public")]
    public Task Call_of_a_declaration_that_a_locked_method_implements_is_reported(string declaration, string type, string bases, string modifiers) =>
        Check.ReportsAsync(Rule, $$"""
            {{declaration}}

            partial class LockedJobs(IDistributedLockProvider locks) {{bases}}
            {
                [DistributedLock("job-{id}")]
                {{modifiers}} partial Task RunAsync(string id);

                private Task RunCoreAsync(string id) => Task.CompletedTask;
            }

            class User({{type}} jobs)
            {
                public void Run() { [|jobs.RunAsync("a")|]; }

                public Task Awaited() => jobs.RunAsync("a");
            }
            """);

    [Fact(Timeout = 60_000)]
    public Task Call_of_a_declaration_that_no_locked_method_implements_is_silent() => Check.SilentAsync(Rule, """
        interface IJobs { Task RunAsync(string id); Task OtherAsync(); }

        partial class LockedJobs(IDistributedLockProvider locks) : IJobs
        {
            [DistributedLock("job-{id}")]
            public partial Task RunAsync(string id);

            private Task RunCoreAsync(string id) => Task.CompletedTask;

            public Task OtherAsync() => Task.CompletedTask;
        }

        class User(IJobs jobs)
        {
            public void Run() { jobs.OtherAsync(); }
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("public void Run() { [|invoices.CreateAsync(\"a\")|]; }")]
    [InlineData("public void Run() { [|invoices.SendAsync(\"a\")|]; }")]
    [InlineData("public void Run() { [|invoices.ReadAsync(\"a\")|]; }")]
    [InlineData("public async Task Run() { await Task.Yield(); [|invoices.SendAsync(\"a\")|]; }")]
    [InlineData("public void Run() => [|invoices.SendAsync(\"a\")|];")]
    [InlineData("public async Task Run() => [|invoices.SendAsync(\"a\")|];")]
    [InlineData("public Task Run() { [|invoices.SendAsync(\"a\")|]; return Task.CompletedTask; }")]
    [InlineData("public void Run() { _ = [|invoices.CreateAsync(\"a\")|]; }")]
    [InlineData("public async Task Run() { await Task.Yield(); _ = [|invoices.CreateAsync(\"a\")|]; }")]
    [InlineData("public void Run() => _ = [|invoices.CreateAsync(\"a\")|];")]
    [InlineData("public void Run() { var task = [|invoices.CreateAsync(\"a\")|]; }")]
    [InlineData("public void Run() { Task task = [|invoices.CreateAsync(\"a\")|]; }")]
    [InlineData("public void Run() { Task task; task = [|invoices.CreateAsync(\"a\")|]; }")]
    [InlineData("public void Run() { var task = [|invoices.CreateAsync(\"a\")|]; _ = task; }")]
    [InlineData("public void Run() { var task = [|invoices.CreateAsync(\"a\")|]; var other = task; }")]
    [InlineData("public void Run() { var task = [|invoices.CreateAsync(\"a\")|]; Console.WriteLine(task); }")]
    [InlineData("public void Run() { Task t = [|invoices.SendAsync(\"a\")|]; t = [|invoices.SendAsync(\"b\")|]; }")]
    [InlineData("public void Run(Invoices? some) { [|some?.CreateAsync(\"a\")|]; }")]
    [InlineData("public async Task Run(Invoices? some) { await Task.Yield(); [|some?.SendAsync(\"a\")|]; }")]
    [InlineData("public void Run(User? some) { [|some?._invoices?.SendAsync(\"a\")|]; }")]
    [InlineData("public void Run() { Action act = () => [|invoices.CreateAsync(\"a\")|]; act(); }")]
    [InlineData("public void Run() { Action act = () => { [|invoices.CreateAsync(\"a\")|]; }; act(); }")]
    [InlineData("public void Run() { Action act = delegate { [|invoices.CreateAsync(\"a\")|]; }; act(); }")]
    [InlineData("public void Run(List<string> ids) { ids.ForEach(id => [|invoices.SendAsync(id)|]); }")]
    [InlineData("public void Run(string[] ids) { Parallel.ForEach(ids, id => { [|invoices.SendAsync(id)|]; }); }")]
    [InlineData("public Task Run() => Task.Run(() => { [|invoices.SendAsync(\"a\")|]; });")]
    [InlineData("public Task Run() => Task.Run(async () => { await Task.Yield(); _ = [|invoices.SendAsync(\"a\")|]; });")]
    [InlineData("public void Run() { Func<Task> act = async () => [|invoices.SendAsync(\"a\")|]; act(); }")]
    [InlineData("public event Action? Happened; public void Run() { Happened += () => [|invoices.SendAsync(\"a\")|]; }")]
    [InlineData("public string Run() => $\"created {[|invoices.CreateAsync(\"a\")|]}\";")]
    [InlineData("public string Run() => \"created \" + [|invoices.CreateAsync(\"a\")|];")]
    [InlineData("public string Run() { var text = \"\"; text += [|invoices.CreateAsync(\"a\")|]; return text; }")]
    [InlineData("public string? Run() => [|invoices.CreateAsync(\"a\")|].ToString();")]
    [InlineData("public string Run() => string.Format(\"{0}\", [|invoices.CreateAsync(\"a\")|]);")]
    [InlineData("public string Run() => string.Format(\"{0}{1}{2}{3}\", 1, 2, 3, [|invoices.CreateAsync(\"a\")|]);")]
    [InlineData("public void Run() { Console.WriteLine([|invoices.CreateAsync(\"a\")|]); }")]
    [InlineData("public void Run(System.Text.StringBuilder text) { text.Append([|invoices.CreateAsync(\"a\")|]); }")]
    [InlineData("public void Run() { [|invoices.SendAsync(\"a\")|].ContinueWith(_ => { }); }")]
    [InlineData("public void Run() { _ = [|invoices.SendAsync(\"a\")|].ContinueWith(_ => { }).ContinueWith(_ => { }); }")]
    [InlineData("public void Run() { [|locks.AcquireAsync(\"a\")|].AsTask().ContinueWith(_ => Console.WriteLine()); }")]
    [InlineData("public void Run() { [|invoices.SendAsync(\"a\")|].ConfigureAwait(false); }")]
    [InlineData("public void Run() { [|invoices.ReadAsync(\"a\")|].AsTask(); }")]
    [InlineData("public void Run() { [|invoices.ReadAsync(\"a\")|].Preserve(); }")]
    [InlineData("public bool Run() => [|invoices.SendAsync(\"a\")|] == null;")]
    [InlineData("public bool Run() { if ([|invoices.SendAsync(\"a\")|] is null) { return true; } return false; }")]
    [InlineData("public bool Run() => [|invoices.SendAsync(\"a\")|] is not null;")]
    [InlineData("public void Run(bool first) { var task = first ? [|invoices.SendAsync(\"a\")|] : [|invoices.SendAsync(\"b\")|]; }")]
    [InlineData("public void Run(Invoices? some) { _ = [|some?.SendAsync(\"a\")|] ?? Task.CompletedTask; }")]
    [InlineData("public void Run(int n) { _ = n switch { 0 => [|invoices.SendAsync(\"a\")|], _ => [|invoices.SendAsync(\"b\")|] }; }")]
    [InlineData("public void Run() { object task = [|invoices.SendAsync(\"a\")|]; }")]
    [InlineData("public void Run() { for (var i = 0; i < 3; [|invoices.SendAsync(\"a\")|]) { i++; } }")]
    [InlineData("public void Run() { using ([|invoices.SendAsync(\"a\")|]) { } }")]
    [InlineData("public void Run() { using var task = [|invoices.SendAsync(\"a\")|]; }")]
    [InlineData("public int Value { get { [|invoices.SendAsync(\"a\")|]; return 1; } }")]
    [InlineData("public void Dispose() { [|invoices.SendAsync(\"a\")|]; }")]
    [InlineData("public User(Invoices some) : this(some, null!, null!, null!) => [|some.SendAsync(\"a\")|];")]
    [InlineData("public void Run() { void Local() => [|invoices.SendAsync(\"a\")|]; Local(); }")]
    [InlineData("public async void Run() { await Task.Yield(); [|invoices.SendAsync(\"a\")|]; }")]
    [InlineData("private readonly Action _act = () => [|new Invoices(null!).SendAsync(\"a\")|];")]
    [InlineData("public void Run() { try { [|invoices.SendAsync(\"a\")|]; } catch (Exception) { } }")]
    [InlineData("public string Run() => nameof(Run) + $\"{1}{[|invoices.SendAsync(\"a\")|]}\";")]
    [InlineData("public void Run() => Task.Run(() => [|invoices.SendAsync(\"a\")|]);")]
    [InlineData("public void Run() { _ = Task.Run(() => { return [|invoices.CreateAsync(\"a\")|]; }); }")]
    [InlineData("public void Run() { var task = Task.Run(() => [|invoices.SendAsync(\"a\")|]).ContinueWith(_ => { }); }")]
    [InlineData("public async Task Run() { await Task.Yield(); Task.Run(() => [|locks.AcquireAsync(\"a\")|].AsTask()); }")]
    [InlineData("public void Run(string[] ids) { ids.Select(id => [|invoices.SendAsync(id)|]); }")]
    [InlineData("public void Run(string[] ids) { _ = ids.Select((id, n) => [|invoices.SendAsync(id)|]); }")]
    [InlineData("public void Run(string[] ids) { var tasks = ids.Select(id => [|invoices.SendAsync(id)|]); }")]
    [InlineData("public void Run(string[] ids) { var tasks = ids.Where(id => id.Length > 1).Select(id => [|invoices.SendAsync(id)|]).ToList(); }")]
    [InlineData("public void Run(string[] ids) { ids.Select(id => [|invoices.SendAsync(id)|]).ToArray(); }")]
    [InlineData("public void Run(string[] ids) { _ = from id in ids select [|invoices.SendAsync(id)|]; }")]
    public Task A_locked_methods_forgotten_task_is_reported(string members) => Check.ReportsAsync(Rule, Programs.With(members));

    [Theory(Timeout = 60_000)]
    [InlineData("public void Run() { [|locks.AcquireAsync(\"a\")|]; }")]
    [InlineData("public void Run() { [|locks.TryAcquireAsync(\"a\")|]; }")]
    [InlineData("public void Run() { [|locks.AcquireAllAsync(new LockKey[] { \"a\" })|]; }")]
    [InlineData("public void Run() { [|locks.TryAcquireAllAsync(new LockKey[] { \"a\" })|]; }")]
    [InlineData("public void Run(LockRequest request) { [|locks.TryAcquireAsync(request)|]; }")]
    [InlineData("public void Run(LockRequest request) { [|_memory.TryAcquireAsync(request)|]; }")]
    [InlineData("public void Run() { [|_memory.AcquireAsync(\"a\")|]; }")]
    [InlineData("public void Run() { var handle = [|locks.AcquireAsync(\"a\")|]; }")]
    [InlineData("public void Run() { _ = [|locks.AcquireAsync(\"a\")|]; }")]
    [InlineData("public async Task Run() { await Task.Yield(); [|locks.AcquireAsync(\"a\")|].AsTask(); }")]
    [InlineData("public void Run(IDistributedLockProvider? some) { [|some?.AcquireAsync(\"a\")|]; }")]
    [InlineData("public void Run() { var handle = [|locks.TryAcquireAsync(\"a\")|]; if (handle == null) { } }", true)]
    [InlineData("public void Run() { [|_medallion.AcquireAsync()|]; }")]
    [InlineData("public void Run() { var handle = [|_medallion.TryAcquireAsync()|]; }")]
    [InlineData("public void Run() { var handle = [|OpenAsync()|]; } private async Task<IDistributedLockHandle> OpenAsync() => await locks.AcquireAsync(\"a\");")]
    public Task A_forgotten_acquisition_is_reported(string members, bool mayNotCompile = false) =>
        Check.ReportsAsync(Rule, Programs.With(members) with { MayNotCompile = mayNotCompile });

    [Theory(Timeout = 60_000)]
    [InlineData("public void Run() { [|invoices.LinesAsync(\"a\")|]; }")]
    [InlineData("public void Run() { var lines = [|invoices.LinesAsync(\"a\")|]; }")]
    [InlineData("public void Run() { _ = [|invoices.LinesAsync(\"a\")|].ConfigureAwait(false); }")]
    public Task A_stream_that_nobody_enumerates_is_reported(string members) => Check.ReportsAsync(Rule, Programs.With(members));

    [Theory(Timeout = 60_000)]
    [InlineData("public async Task Run() { await invoices.CreateAsync(\"a\"); }")]
    [InlineData("public async Task Run() => await invoices.CreateAsync(\"a\").ConfigureAwait(false);")]
    [InlineData("public Task Run() => invoices.CreateAsync(\"a\");")]
    [InlineData("public Task Run() { return invoices.CreateAsync(\"a\"); }")]
    [InlineData("public Task? Run(Invoices? some) => some?.SendAsync(\"a\");")]
    [InlineData("public async Task Run(Invoices? some) => await (some?.SendAsync(\"a\") ?? Task.CompletedTask);")]
    [InlineData("public Task Run(bool first) => first ? invoices.SendAsync(\"a\") : Task.CompletedTask;")]
    [InlineData("public object Run() => invoices.SendAsync(\"a\");")]
    [InlineData("public async Task Run() { var task = invoices.CreateAsync(\"a\"); await task; }")]
    [InlineData("public async Task Run(bool wait) { var task = invoices.CreateAsync(\"a\"); if (wait) { await task; } }")]
    [InlineData("public async Task Run() { Task task; task = invoices.CreateAsync(\"a\"); await task; }")]
    [InlineData("public async Task Run() { var task = invoices.CreateAsync(\"a\"); var other = task; await other; }")]
    [InlineData("public async Task Run() { var task = invoices.CreateAsync(\"a\"); Func<Task> later = async () => await task; await later(); }")]
    [InlineData("public async Task Run() { await Task.WhenAll(invoices.SendAsync(\"a\"), invoices.SendAsync(\"b\")); }")]
    [InlineData("public async Task Run() { await Task.WhenAny(invoices.SendAsync(\"a\"), Task.Delay(1)); }")]
    [InlineData("public async Task Run(string[] ids) { await Task.WhenAll(ids.Select(id => invoices.SendAsync(id))); }")]
    [InlineData("public async Task Run(string[] ids) { var tasks = ids.Select(id => invoices.SendAsync(id)).ToList(); await Task.WhenAll(tasks); }")]
    [InlineData("public void Run() { _kept.Add(invoices.SendAsync(\"a\")); }")]
    [InlineData("public void Run() { _last = invoices.SendAsync(\"a\"); }")]
    [InlineData("public void Run() { _last ??= invoices.SendAsync(\"a\"); }")]
    [InlineData("public void Run(Task[] tasks) { tasks[0] = invoices.SendAsync(\"a\"); }")]
    [InlineData("public Task[] Run() => new[] { invoices.SendAsync(\"a\"), invoices.SendAsync(\"b\") };")]
    [InlineData("public Task[] Run() => [invoices.SendAsync(\"a\")];")]
    [InlineData("public (Task, int) Run() => (invoices.SendAsync(\"a\"), 1);")]
    [InlineData("public void Run() { invoices.CreateAsync(\"a\").GetAwaiter().GetResult(); }")]
    [InlineData("public void Run() { invoices.SendAsync(\"a\").Wait(); }")]
    [InlineData("public int Run() => invoices.CreateAsync(\"a\").Result;")]
    [InlineData("public string Run() => $\"{invoices.CreateAsync(\"a\").Result}\";")]
    [InlineData("public void Run() { Forget(invoices.SendAsync(\"a\")); } private static void Forget(Task task) { }")]
    [InlineData("public void Run() { Keep(invoices.SendAsync(\"a\")); } private static void Keep(object task) { }")]
    [InlineData("public void Run(out Task task) { task = invoices.SendAsync(\"a\"); }")]
    [InlineData("public async Task Run() { var task = invoices.ReadAsync(\"a\").AsTask(); await task; }")]
    [InlineData("public async Task Run() { await invoices.SendAsync(\"a\").ContinueWith(_ => { }); }")]
    [InlineData("public async Task Run() { await Task.Run(() => invoices.SendAsync(\"a\")); }")]
    [InlineData("public void Run() { Action act = async () => await invoices.SendAsync(\"a\"); act(); }")]
    [InlineData("public Func<Task> Run() => () => invoices.SendAsync(\"a\");")]
    [InlineData("public Func<string, Task> Run() => invoices.SendAsync;")]
    [InlineData("public IEnumerable<Task> Run() { yield return invoices.SendAsync(\"a\"); }")]
    [InlineData("public async Task Run() { await foreach (var line in invoices.LinesAsync(\"a\")) { } }")]
    [InlineData("public async Task Run(CancellationToken ct) { await foreach (var line in invoices.LinesAsync(\"a\").WithCancellation(ct).ConfigureAwait(false)) { } }")]
    [InlineData("public IAsyncEnumerable<int> Run() => invoices.LinesAsync(\"a\");")]
    [InlineData("public async Task Run() { var lines = invoices.LinesAsync(\"a\"); await foreach (var line in lines) { } }")]
    [InlineData("public void Run() { invoices.Count(\"a\"); }")]
    [InlineData("public void Run() { invoices.PlainAsync(\"a\"); _ = invoices.PlainAsync(\"b\"); }")]
    [InlineData("public async Task Run() { await using var handle = await locks.AcquireAsync(\"a\"); }")]
    [InlineData("public ValueTask<IDistributedLockHandle> Run() => locks.AcquireAsync(\"a\");")]
    [InlineData("public void Run() { using var handle = locks.Acquire(\"a\"); }")]
    [InlineData("public async Task Run() { if (await locks.TryAcquireAsync(\"a\") is { } handle) { await handle.DisposeAsync(); } }")]
    [InlineData("public async Task Run() { var task = locks.AcquireAsync(\"a\"); await using var handle = await task; }")]
    [InlineData("public async Task Run() { Task task = Task.CompletedTask; try { task = invoices.SendAsync(\"a\"); } finally { await task; } }")]
    [InlineData("private Task? _task; public Task Run() => _task = invoices.SendAsync(\"a\");")]
    [InlineData("private readonly Task _task = new Invoices(null!).SendAsync(\"a\");")]
    [InlineData("public Task Task { get; } = new Invoices(null!).SendAsync(\"a\");")]
    [InlineData("public void Run() { var task = invoices.SendAsync(\"a\"); task.ContinueWith(_ => { }).Wait(); }")]
    [InlineData("public void Run() { locks.AcquireAsync(\"a\").AsTask().ContinueWith(done => done.Result.Dispose()); }")]
    [InlineData("public void Run() { _ = locks.TryAcquireAsync(\"a\").AsTask().ContinueWith(End, TaskScheduler.Default); } private static void End(Task<IDistributedLockHandle?> done) => done.Result?.Dispose();")]
    [InlineData("public bool Run() { var task = invoices.SendAsync(\"a\"); return task.IsCompleted; }")]
    [InlineData("public void Run() { dynamic task = invoices.SendAsync(\"a\"); task.Wait(); }")]
    [InlineData("public void Run() { Take(task: invoices.SendAsync(\"a\")); void Take(Task task) => task.Wait(); }")]
    [InlineData("public void Run() { Throws(() => { _ = invoices.SendAsync(\"a\"); }); Throws(() => invoices.SendAsync(\"a\")); } private static void Throws(Action act) => act();")]
    [InlineData("public Task Run() => Task.Run(() => invoices.SendAsync(\"a\"));")]
    [InlineData("public void Run() => Task.Run(() => invoices.SendAsync(\"a\")).Wait();")]
    [InlineData("public void Run() { _last = Task.Run(() => invoices.SendAsync(\"a\")); }")]
    [InlineData("public async Task Run() { var task = Task.Run(() => invoices.SendAsync(\"a\")); await task; }")]
    [InlineData("public void Run() { _ = Task.Run(async () => await invoices.SendAsync(\"a\")); }")]
    [InlineData("public void Run() { Later(() => invoices.SendAsync(\"a\")); } private static void Later(Func<Task> work) { }")]
    [InlineData("public async Task Run(string[] ids) { foreach (var task in ids.Select(id => invoices.SendAsync(id))) { await task; } }")]
    [InlineData("public IEnumerable<Task> Run(string[] ids) => ids.Select(id => invoices.SendAsync(id));")]
    [InlineData("public void Run(string[] ids) { Task.WaitAll(ids.Select(id => invoices.SendAsync(id)).ToArray()); }")]
    [InlineData("public void Run(string[] ids) { _kept.AddRange(ids.Select(id => invoices.SendAsync(id))); }")]
    [InlineData("public int Run(string[] ids) => ids.Select(id => invoices.SendAsync(id)).Count();")]
    public Task A_task_that_someone_keeps_or_awaits_is_fine(string members) => Check.SilentAsync(Rule, Programs.With(members));

    [Fact(Timeout = 60_000)]
    public Task Interface_with_locked_methods_is_covered() => Check.ReportsAsync(Rule, """
        public interface IInvoices
        {
            [DistributedLock("invoice-{id}")]
            Task CreateAsync(string id);
        }
        public class User
        {
            public void Run(IInvoices invoices) { [|invoices.CreateAsync("a")|]; }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Top_level_statements_are_covered() => Check.ReportsAsync(Rule, new TestCode("""
        IDistributedLockProvider locks = null!;
        [|locks.AcquireAsync("a")|];
        """) { OutputKind = OutputKind.ConsoleApplication });

    [Fact(Timeout = 60_000)]
    public Task Foreign_handles_count_only_when_they_are_listed() =>
        Check.SilentAsync(Rule, Programs.With("public void Run() { _medallion.AcquireAsync(); }", editorConfig: null));

    [Theory(Timeout = 60_000)]
    [InlineData(LanguageVersion.CSharp9, NullableContextOptions.Disable)]
    [InlineData(LanguageVersion.CSharp9, NullableContextOptions.Enable)]
    [InlineData(LanguageVersion.CSharp10, NullableContextOptions.Enable)]
    [InlineData(LanguageVersion.CSharp12, NullableContextOptions.Disable)]
    public Task Every_language_version_is_covered(LanguageVersion version, NullableContextOptions nullable) => Check.ReportsAsync(Rule, new TestCode("""
        public partial class Invoices
        {
            private readonly IDistributedLockProvider _locks;
            public Invoices(IDistributedLockProvider locks) { _locks = locks; }
            [DistributedLock("invoice-{id}")]
            public partial Task CreateAsync(string id);
            private Task CreateCoreAsync(string id) { return Task.CompletedTask; }
            public void Run(Invoices other)
            {
                [|other.CreateAsync("a")|];
                [|other?.CreateAsync("a")|];
                var handle = [|_locks.AcquireAsync("b")|];
            }
        }
        """) { LanguageVersion = version, Nullable = nullable });

    [Fact(Timeout = 60_000)]
    public async Task Message_names_the_method_and_what_to_do()
    {
        var found = await Check.ReportsAsync(Rule, Programs.With("public void Run() { [|invoices.SendAsync(\"a\")|]; }"));
        Assert.Equal(
            "The task of locked method 'SendAsync' is not awaited: the caller goes on before the lock is taken and the body has run, and never learns that either failed. Await it, return it, or keep it for someone who does",
            Assert.Single(found).GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }
}
