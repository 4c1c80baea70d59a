using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.Tests.Awaiting;

/// <summary>Fixes write what the project's version of C# has.</summary>
public class LanguageVersionTests
{
    private const LanguageVersion Older = LanguageVersion.CSharp7_3;

    [Theory(Timeout = 60_000)]
    [InlineData("DLK0102", "var handle = await _locks.AcquireAsync(\"a\"); await Task.Yield();")]
    [InlineData("DLK0106", "using (var handle = await _locks.AcquireAsync(\"a\")) { await Task.Yield(); }")]
    public Task Await_using_is_not_offered_before_CSharp_8(string rule, string statements) => Fix.IsNotOfferedAsync(rule, Code(statements, Older));

    [Fact(Timeout = 60_000)]
    public Task Await_using_is_offered_in_CSharp_8() => Fix.MendsAsync(
        "DLK0106",
        Code("using (var handle = await _locks.AcquireAsync(\"a\")) { await Task.Yield(); }", LanguageVersion.CSharp8),
        Code("await using (var handle = await _locks.AcquireAsync(\"a\")) { await Task.Yield(); }", LanguageVersion.CSharp8).Source);

    [Fact(Timeout = 60_000)]
    public Task Task_in_a_using_is_awaited_in_an_older_one() => Fix.MendsAsync(
        "DLK0104",
        Code("using (_locks.AcquireAsync(\"a\").AsTask()) { await Task.Yield(); }", Older),
        Code("using (await _locks.AcquireAsync(\"a\")) { await Task.Yield(); }", Older).Source);

    [Theory(Timeout = 60_000)]
    [InlineData(Older, "!= null")]
    [InlineData(LanguageVersion.CSharp8, "!= null")]
    [InlineData(LanguageVersion.CSharp9, "is not null")]
    public Task Null_test_is_written_in_the_form_of_the_language(LanguageVersion version, string test) => Fix.MendsAsync(
        "DLK0101",
        Code("_locks?.AcquireAsync(\"a\");", version) with { MayNotCompile = true },
        Code($"if (_locks {test})\n        {{\n            await _locks.AcquireAsync(\"a\");\n        }}", version).Source);

    [Theory(Timeout = 60_000)]
    [InlineData("DLK0103", "public Task Go() { using (_locks.Acquire(\"a\")) { return Task.Delay(1); } }", "public async Task Go() { using (_locks.Acquire(\"a\")) { await Task.Delay(1); } }")]
    [InlineData("DLK0106", "public async Task Go(CancellationToken token) { using (_locks.Acquire(\"a\")) { await Task.Yield(); Thread.Sleep(1); } }", "public async Task Go(CancellationToken token) { using (_locks.Acquire(\"a\")) { await Task.Yield(); await Task.Delay(1, token); } }")]
    public Task Awaiting_is_written_in_an_older_one(string rule, string before, string after) =>
        Fix.MendsAsync(rule, Member(before), Member(after).Source);

    private static TestCode Code(string statements, LanguageVersion version) => new($$"""
        public class Service
        {
            private readonly IDistributedLockProvider _locks;

            public Service(IDistributedLockProvider locks) { _locks = locks; }

            public async Task RunAsync()
            {
                {{statements}}
                await Task.Yield();
            }
        }
        """) { LanguageVersion = version, Nullable = NullableContextOptions.Disable };

    private static TestCode Member(string member) => new($$"""
        public class Service
        {
            private readonly IDistributedLockProvider _locks;

            public Service(IDistributedLockProvider locks) { _locks = locks; }

            {{member}}
        }
        """) { LanguageVersion = Older, Nullable = NullableContextOptions.Disable };
}
