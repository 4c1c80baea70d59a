using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Ownership;

/// <summary>The fix of DLK0102: releases that the declaration does from now on.</summary>
public sealed class RedundantReleaseTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("return;")]
    [InlineData("throw new InvalidOperationException(\"no\");")]
    public Task Release_before_a_jump_goes(string jump) => MendsAsync(
        $$"""
        var handle = await locks.AcquireAsync("a");
        if (flag)
        {
            await WorkAsync();
            await handle.DisposeAsync();
            {{jump}}
        }

        await WorkAsync();
        await handle.DisposeAsync();
        """,
        $$"""
        await using var handle = await locks.AcquireAsync("a");
        if (flag)
        {
            await WorkAsync();
            {{jump}}
        }

        await WorkAsync();
        """);

    [Fact(Timeout = 60_000)]
    public Task Layout_around_it_stays() => MendsAsync(
        """
        var handle = await locks.AcquireAsync("a");
        if (flag)
        {
            await handle.DisposeAsync();

            return;
        }
        else if (Check())
        {
            await WorkAsync();

            await handle.DisposeAsync();
            return;
        }
        else if (Check())
        {
            await WorkAsync();

            await handle.DisposeAsync();

            // Nothing to do.
            return;
        }
        else if (Check()) { await handle.DisposeAsync(); return; }
        else if (Check()) { await WorkAsync(); await handle.DisposeAsync(); return; }

        await WorkAsync();

        await handle.DisposeAsync();
        """,
        """
        await using var handle = await locks.AcquireAsync("a");
        if (flag)
        {
            return;
        }
        else if (Check())
        {
            await WorkAsync();

            return;
        }
        else if (Check())
        {
            await WorkAsync();

            // Nothing to do.
            return;
        }
        else if (Check()) { return; }
        else if (Check()) { await WorkAsync(); return; }

        await WorkAsync();
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("if (handle != null) { await handle.DisposeAsync(); }")]
    [InlineData("if (handle is not null) await handle.DisposeAsync();")]
    [InlineData("if (handle is { }) { handle.Dispose(); }")]
    public Task Release_of_what_may_be_null_goes(string release) => MendsAsync(
        $$"""
        var handle = await locks.TryAcquireAsync("a");
        await WorkAsync();
        {{release}}
        """,
        """
        await using var handle = await locks.TryAcquireAsync("a");
        await WorkAsync();
        """);

    [Fact(Timeout = 60_000)]
    public Task Release_at_the_end_of_each_branch_goes() => MendsAsync(
        """
        foreach (var key in keys)
        {
            var handle = await locks.AcquireAsync(key);
            if (flag)
            {
                Work();
                await handle.DisposeAsync();
                continue;
            }

            if (Check())
            {
                Work();
                await handle.DisposeAsync();
            }
            else
            {
                await WorkAsync();
                await handle.DisposeAsync();
            }
        }
        """,
        """
        foreach (var key in keys)
        {
            await using var handle = await locks.AcquireAsync(key);
            if (flag)
            {
                Work();
                continue;
            }

            if (Check())
            {
                Work();
            }
            else
            {
                await WorkAsync();
            }
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("if (flag) { Work(); await handle.DisposeAsync(); await WorkAsync(); return; }")]
    [InlineData("if (flag) { Work(); await handle.DisposeAsync(); /* free */ return; }")]
    [InlineData("if (flag) await handle.DisposeAsync();")]
    [InlineData("if (flag) { await handle.DisposeAsync(); }")]
    [InlineData("if (flag) { Work(); await handle.DisposeAsync(); throw new InvalidOperationException(Text()); }")]
    [InlineData("for (var i = 0; i < 3; i++) { Work(); if (flag) { await handle.DisposeAsync(); break; } }")]
    [InlineData("try { Work(); if (flag) { await handle.DisposeAsync(); return; } } finally { await WorkAsync(); }")]
    [InlineData("switch (keys.Length) { case 0: await handle.DisposeAsync(); return; }")]
    public Task Release_before_more_work_stays(string statements) => MendsAsync(
        $"var handle = await locks.AcquireAsync(\"a\"); {statements} await WorkAsync();",
        $"await using var handle = await locks.AcquireAsync(\"a\"); {statements} await WorkAsync();");

    [Fact(Timeout = 60_000)]
    public Task Release_before_a_result_that_costs_nothing_goes() => Fix.MendsAsync("DLK0102",
        OwnershipCode.InClass("""
            public int Run(bool flag, int[] numbers)
            {
                var handle = locks.Acquire("a");
                if (flag)
                {
                    Work();
                    handle.Dispose();
                    return numbers[0] + 1;
                }

                handle.Dispose();
                return Sum(numbers);
            }

            private static int Sum(int[] numbers) => numbers.Sum();
            """),
        OwnershipCode.InClass("""
            public int Run(bool flag, int[] numbers)
            {
                using var handle = locks.Acquire("a");
                if (flag)
                {
                    Work();
                    return numbers[0] + 1;
                }

                handle.Dispose();
                return Sum(numbers);
            }

            private static int Sum(int[] numbers) => numbers.Sum();
            """).Source);

    private static Task MendsAsync(string before, string after) => Fix.MendsAsync("DLK0102", InMethod(before), InMethod(after).Source);

    private static TestCode InMethod(string statements) => OwnershipCode.InClass($$"""
        public async Task RunAsync(bool flag, LockKey[] keys)
        {
        {{statements}}
        }

        private bool Check() => false;

        private string Text() => "x";
        """);
}
