using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistributedLock.Analyzers.Tests.Ownership;

/// <summary>The fix of DLK0102.</summary>
public sealed class HoldHandleCodeFixTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("""var handle = await locks.AcquireAsync("a");""", """await using var handle = await locks.AcquireAsync("a");""")]
    [InlineData("""IDistributedLockHandle handle = await locks.AcquireAsync("a");""", """await using IDistributedLockHandle handle = await locks.AcquireAsync("a");""")]
    [InlineData("""await locks.AcquireAsync("a");""", """await using var handle = await locks.AcquireAsync("a");""")]
    [InlineData("""_ = await locks.AcquireAsync("a");""", """await using var handle = await locks.AcquireAsync("a");""")]
    [InlineData("""locks.Acquire("a"); // taken""", """await using var handle = locks.Acquire("a"); // taken""")]
    [InlineData("""await locks.TryAcquireAsync("a").ConfigureAwait(false);""", """await using var handle = await locks.TryAcquireAsync("a").ConfigureAwait(false);""")]
    [InlineData("""var handle = "a"; await locks.AcquireAsync(handle);""", """var handle = "a"; await using var handle2 = await locks.AcquireAsync(handle);""")]
    public Task Acquire_in_an_asynchronous_method_is_held(string before, string after) =>
        Fix.MendsAsync("DLK0102", OwnershipCode.InAsync(before), OwnershipCode.InAsync(after).Source);

    [Theory(Timeout = 60_000)]
    [InlineData("""var handle = locks.Acquire("a");""", """using var handle = locks.Acquire("a");""")]
    [InlineData("""locks.TryAcquire("a");""", """using var handle = locks.TryAcquire("a");""")]
    [InlineData("""_ = locks.AcquireAsync("a").AsTask().Result;""", """using var handle = locks.AcquireAsync("a").AsTask().Result;""")]
    public Task Acquire_in_a_synchronous_method_is_held(string before, string after) =>
        Fix.MendsAsync("DLK0102", OwnershipCode.InSync(before), OwnershipCode.InSync(after).Source);

    [Theory(Timeout = 60_000)]
    [InlineData("await handle.DisposeAsync();")]
    [InlineData("await handle.DisposeAsync().ConfigureAwait(false);")]
    [InlineData("handle.Dispose();")]
    [InlineData("handle?.Dispose();")]
    public Task Release_at_the_end_of_the_block_goes(string release) => Fix.MendsAsync(
        "DLK0102",
        OwnershipCode.InAsync($$"""
            if (flag)
            {
                // While nobody else writes.
                var handle = await locks.AcquireAsync("a"); // waits
                await WorkAsync();
                {{release}}
            }
            """),
        OwnershipCode.InAsync("""
            if (flag)
            {
                // While nobody else writes.
                await using var handle = await locks.AcquireAsync("a"); // waits
                await WorkAsync();
            }
            """).Source);

    [Fact(Timeout = 60_000)]
    public Task Early_return_stays() => Fix.MendsAsync(
        "DLK0102",
        OwnershipCode.InClass("""
            public async Task RunAsync(bool flag)
            {
                var handle = await locks.AcquireAsync("a");
                if (flag)
                {
                    return;
                }

                await handle.DisposeAsync();
            }
            """),
        OwnershipCode.InClass("""
            public async Task RunAsync(bool flag)
            {
                await using var handle = await locks.AcquireAsync("a");
                if (flag)
                {
                    return;
                }
            }
            """).Source);

    [Fact(Timeout = 60_000)]
    public Task Release_with_a_comment_stays() => Fix.MendsAsync(
        "DLK0102",
        OwnershipCode.InClass("""
            public async Task RunAsync()
            {
                var handle = await locks.AcquireAsync("a");
                await WorkAsync();
                // The next one may go on.
                await handle.DisposeAsync();
            }
            """),
        OwnershipCode.InClass("""
            public async Task RunAsync()
            {
                await using var handle = await locks.AcquireAsync("a");
                await WorkAsync();
                // The next one may go on.
                await handle.DisposeAsync();
            }
            """).Source);

    [Theory(Timeout = 60_000)]
    [InlineData(FixAllScope.Document)]
    [InlineData(FixAllScope.Project)]
    [InlineData(FixAllScope.Solution)]
    public Task Fix_all_gives_each_its_own_name(FixAllScope scope) => Fix.MendsAllAsync(
        "DLK0102",
        OwnershipCode.InAsync("""
            await locks.AcquireAsync("a");
            _ = await locks.AcquireAsync("b");
            var third = await locks.AcquireAsync("c");
            await third.DisposeAsync().ConfigureAwait(flag);
            await WorkAsync();
            locks.Acquire("d");
            """),
        OwnershipCode.InAsync("""
            await using var handle = await locks.AcquireAsync("a");
            await using var handle2 = await locks.AcquireAsync("b");
            var third = await locks.AcquireAsync("c");
            await third.DisposeAsync().ConfigureAwait(flag);
            await WorkAsync();
            await using var handle3 = locks.Acquire("d");
            """).Source,
        scope);

    [Theory(Timeout = 60_000)]
    [InlineData("""Use(await locks.AcquireAsync("a"));""")]
    [InlineData("""if (flag) await locks.AcquireAsync("a");""")]
    [InlineData("""var handle = await locks.AcquireAsync("a"); handle = null;""")]
    [InlineData("""IDistributedLockHandle? handle = null; handle = await locks.AcquireAsync("a");""")]
    [InlineData("""var handle = await locks.AcquireAsync("a"); var same = handle; Use(same);""")]
    [InlineData("""if (await locks.TryAcquireAsync("a") is { } handle) { Use(handle); }""")]
    [InlineData("""switch (keys.Length) { case 0: await locks.AcquireAsync("a"); break; }""")]
    [InlineData("""Func<Task> later = async () => await locks.AcquireAsync("a");""")]
    public Task Fix_is_not_offered_where_it_would_not_do(string statements) => Fix.IsNotOfferedAsync("DLK0102", OwnershipCode.InAsync(statements));

    [Fact(Timeout = 60_000)]
    public Task Fix_works_in_top_level_statements() => Fix.MendsAsync(
        "DLK0102",
        new TestCode("""
            var locks = new InMemoryLockProvider();
            await locks.AcquireAsync("a");
            """) { OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication },
        """
        var locks = new InMemoryLockProvider();
        await using var handle = await locks.AcquireAsync("a");
        """);
}
