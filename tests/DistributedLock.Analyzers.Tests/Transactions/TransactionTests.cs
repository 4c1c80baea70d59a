using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.Tests.Transactions;

public class TransactionTests
{
    private const string Rule = "DLK0302";

    /// <summary>Entity Framework Core, as far as it matters here.</summary>
    private const string EntityFramework = """
        namespace Microsoft.EntityFrameworkCore.Storage
        {
            public interface IDbContextTransaction : IDisposable, IAsyncDisposable { void Commit(); Task CommitAsync(CancellationToken cancellationToken = default); }
        }
        namespace Microsoft.EntityFrameworkCore
        {
            public class DatabaseFacade { public Task<Storage.IDbContextTransaction> BeginTransactionAsync(CancellationToken token = default) => null!; public Storage.IDbContextTransaction BeginTransaction() => null!; }
            public class DbContext { public DatabaseFacade Database { get; } = new(); public Task<int> SaveChangesAsync() => null!; }
        }
        """;

    public static TheoryData<string> Wrong { get; } =
    [
        // A locked method inside.
        "await using var tx = await connection.BeginTransactionAsync(); await [|CreateAsync|](\"x\"); await tx.CommitAsync();",
        "using var tx = connection.BeginTransaction(); await [|CreateAsync|](\"x\"); tx.Commit();",
        "using (var tx = connection.BeginTransaction()) { await this.[|CreateAsync|](\"x\").ConfigureAwait(false); tx.Commit(); }",
        "var tx = connection.BeginTransaction(); try { [|Count|](); tx.Commit(); } finally { tx.Dispose(); }",
        "DbTransaction tx; tx = connection.BeginTransaction(); var n = [|Count|](); tx.Commit();",
        "using IDbTransaction tx = connection.BeginTransaction(); if (DateTime.Now.Hour > 3) { await [|CreateAsync|](\"x\"); } tx.Commit();",
        "using var tx = connection.BeginTransaction(); foreach (var id in new[] { \"a\" }) { await [|CreateAsync|](id); } tx.Commit();",
        "var tx = await db.Database.BeginTransactionAsync(); await [|CreateAsync|](\"x\"); await tx.CommitAsync();",
        "using var tx = new CommittableTransaction(); await [|CreateAsync|](\"x\"); tx.Commit();",
        "using var tx = connection.BeginTransaction(); [|CreateAsync|](\"x\").GetAwaiter().GetResult(); tx.Commit();",
        "Func<Task> run = async () => { using var tx = connection.BeginTransaction(); await [|CreateAsync|](\"x\"); tx.Commit(); }; await run();",
        "await Inner(); async Task Inner() { using var tx = connection.BeginTransaction(); await [|CreateAsync|](\"x\"); tx.Commit(); }",

        // A handle inside.
        "await using var tx = await connection.BeginTransactionAsync(); await using (var handle = await locks.[|AcquireAsync|](\"k\")) { } await tx.CommitAsync();",
        "using var tx = connection.BeginTransaction(); using (locks.[|Acquire|](\"k\")) { } tx.Commit();",
        "using var tx = connection.BeginTransaction(); { await using var handle = await locks.[|AcquireAsync|](\"k\"); } tx.Commit();",
        "using var tx = connection.BeginTransaction(); var handle = await locks.[|AcquireAsync|](\"k\"); try { } finally { await handle.DisposeAsync(); } tx.Commit();",
        "using var tx = connection.BeginTransaction(); await using (var handle = await locks.[|TryAcquireAsync|](\"k\").ConfigureAwait(false)) { } tx.Commit();",
        "using var tx = connection.BeginTransaction(); await using (await locks.[|AcquireAllAsync|](new[] { (LockKey)\"k\" })) { } tx.Commit();",

        // A scope commits at its own end.
        "using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled); await [|CreateAsync|](\"x\"); scope.Complete();",
        "using (var scope = new TransactionScope()) { [|Count|](); scope.Complete(); }",
        "using (var scope = new TransactionScope()) { using (var handle = locks.[|Acquire|](\"k\")) { scope.Complete(); } }",
        "using var scope = new TransactionScope(); using var handle = locks.[|Acquire|](\"k\"); scope.Complete();",
        "var scope = new TransactionScope(); try { using var handle = locks.[|Acquire|](\"k\"); scope.Complete(); } finally { scope.Dispose(); }",
        "using (var scope = new TransactionScope()) using (var handle = locks.[|Acquire|](\"k\")) { scope.Complete(); }",
    ];

    public static TheoryData<string> Correct { get; } =
    [
        // The lock is around.
        "await using var handle = await locks.AcquireAsync(\"k\"); using var tx = connection.BeginTransaction(); tx.Commit();",
        "using (var handle = locks.Acquire(\"k\")) using (var scope = new TransactionScope()) { scope.Complete(); }",
        "using var handle = locks.Acquire(\"k\"); using var scope = new TransactionScope(); scope.Complete();",

        // Released after the commit, though taken late.
        "using var tx = connection.BeginTransaction(); await using var handle = await locks.AcquireAsync(\"k\"); tx.Commit();",
        "using var tx = connection.BeginTransaction(); await using (var handle = await locks.AcquireAsync(\"k\")) { tx.Commit(); }",
        "using var tx = connection.BeginTransaction(); var handle = locks.Acquire(\"k\"); tx.Commit(); handle.Dispose();",

        // Before it begins, after it has committed, beside it.
        "await CreateAsync(\"x\"); using var tx = connection.BeginTransaction(); tx.Commit();",
        "using (var tx = connection.BeginTransaction()) { tx.Commit(); await CreateAsync(\"x\"); }",
        "using (var scope = new TransactionScope()) { scope.Complete(); } await CreateAsync(\"x\");",
        "using var tx = connection.BeginTransaction(); if (DateTime.Now.Hour > 3) { await CreateAsync(\"x\"); } else { tx.Commit(); }",
        "using var tx = connection.BeginTransaction(); if (DateTime.Now.Hour > 3) { await CreateAsync(\"x\"); return; } tx.Commit();",
        "using var tx = connection.BeginTransaction(); switch (DateTime.Now.Hour) { case 1: await CreateAsync(\"x\"); break; default: tx.Commit(); break; }",
        "using var tx = connection.BeginTransaction(); try { } catch (Exception) { await CreateAsync(\"x\"); } tx.Commit();",
        "using var tx = connection.BeginTransaction(); Func<Task> later = () => CreateAsync(\"x\"); tx.Commit(); await later();",

        // Nothing commits.
        "using var tx = connection.BeginTransaction(); await CreateAsync(\"x\"); tx.Rollback();",
        "using var scope = new TransactionScope(); await CreateAsync(\"x\");",
        "using var scope = new TransactionScope(TransactionScopeOption.Suppress); await CreateAsync(\"x\"); scope.Complete();",

        // Not known.
        "var tx = connection.BeginTransaction(); tx = connection.BeginTransaction(); await CreateAsync(\"x\"); tx.Commit();",
        "using var tx = connection.BeginTransaction(); var handle = locks.Acquire(\"k\"); Keep(handle); tx.Commit(); void Keep([TakesLockOwnership] IDisposable any) { }",
        "using var tx = connection.BeginTransaction(); var task = CreateAsync(\"x\"); tx.Commit(); await task;",
        "using var tx = connection.BeginTransaction(); await foreach (var x in StreamAsync()) { } tx.Commit();",

        // What only has the name.
        "var batch = new Batch(); await CreateAsync(\"x\"); batch.Commit(); batch.Complete();",
    ];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Wrong))]
    public Task Lock_that_ends_before_the_commit_is_reported_at_its_call(string body) => Check.ReportsAsync(Rule, InService(body));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Correct))]
    public Task Lock_around_or_beside_the_transaction_is_silent(string body) => Check.SilentAsync(Rule, InService(body));

    [Fact(Timeout = 60_000)]
    public Task Transaction_of_the_caller_that_is_committed_here_was_open_before() => Check.ReportsAsync(Rule, InService("""
        await RunAsync(null!);
        async Task RunAsync(DbTransaction tx) { await [|CreateAsync|]("x"); await tx.CommitAsync(); }
        """));

    [Fact(Timeout = 60_000)]
    public Task Shared_handle_means_that_no_lock_is_taken() => Check.SilentAsync(Rule, InService("""
        await using var handle = await locks.AcquireAsync("k");
        using var tx = connection.BeginTransaction();
        await SharedAsync("x", handle);
        tx.Commit();
        """));

    [Fact(Timeout = 60_000)]
    public async Task Report_points_at_the_commit_and_names_both()
    {
        var found = Assert.Single(await Check.ReportsAsync(Rule, InService("using var tx = connection.BeginTransaction(); await [|CreateAsync|](\"x\"); tx.Commit();")));

        var commit = Assert.Single(found.AdditionalLocations);
        Assert.Equal("Commit", commit.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(commit.SourceSpan));
        Assert.Contains("'CreateAsync'", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Contains("'tx'", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static TestCode InService(string body) => new($$"""
        {{EntityFramework}}
        namespace App
        {
            using System.Data;
            using System.Data.Common;
            using System.Transactions;

            class Batch { public void Commit() { } public void Complete() { } }

            partial class Service
            {
                private readonly IDistributedLockProvider locks = null!;

                [DistributedLock("k-{id}")] public partial Task CreateAsync(string id);
                private Task CreateCoreAsync(string id) => Task.CompletedTask;

                [DistributedLock("n")] public partial int Count();
                private int CountCore() => 1;

                [DistributedLock("s")] public partial IAsyncEnumerable<int> StreamAsync();
                private IAsyncEnumerable<int> StreamCoreAsync() => null!;

                [DistributedLock("h-{id}")] public partial Task SharedAsync(string id, IDistributedLockHandle? handle = null);
                private Task SharedCoreAsync(string id) => Task.CompletedTask;

                public async Task WorkAsync(DbConnection connection, Microsoft.EntityFrameworkCore.DbContext db)
                {
                    await Task.Yield();
                    {{body}}
                }
            }
        }
        """) { LanguageVersion = LanguageVersion.CSharp9 };
}
