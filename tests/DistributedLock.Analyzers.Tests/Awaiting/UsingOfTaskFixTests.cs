using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Awaiting;

/// <summary>The fix of DLK0104.</summary>
public class UsingOfTaskFixTests
{
    private const string Rule = "DLK0104";

    [Theory(Timeout = 60_000)]
    [InlineData(
        "public async Task Run() { using (locks.AcquireAsync(\"a\").AsTask()) { await WorkAsync(); } }",
        "public async Task Run() { await using (await locks.AcquireAsync(\"a\")) { await WorkAsync(); } }")]
    [InlineData(
        "public async Task Run() { /* why */ using var handle = _medallion.AcquireAsync(); await WorkAsync(); }",
        "public async Task Run() { /* why */ await using var handle = await _medallion.AcquireAsync(); await WorkAsync(); }")]
    [InlineData(
        "public async Task Run() { using (Task handle = _medallion.AcquireAsync()) { await WorkAsync(); } }",
        "public async Task Run() { await using (var handle = await _medallion.AcquireAsync()) { await WorkAsync(); } }")]
    [InlineData(
        "public Task Run() { using (_medallion.AcquireAsync()) { return WorkAsync(); } }",
        "public async Task Run() { await using (await _medallion.AcquireAsync()) { await WorkAsync(); } }")]
    public Task The_task_is_awaited_inside_the_using(string before, string after) => Fix.MendsAsync(Rule, Programs.With(before), Programs.With(after).Source);

    [Fact(Timeout = 60_000)]
    public Task A_handle_without_asynchronous_release_keeps_its_using() => Fix.MendsAsync(
        Rule,
        Programs.With("public async Task Run() { using (_medallion.EnterAsync()) { await WorkAsync(); } }", DisposableOnly),
        Programs.With("public async Task Run() { using (await _medallion.EnterAsync()) { await WorkAsync(); } }").Source);

    [Theory(Timeout = 60_000)]
    [InlineData("public void Run() { using (_medallion.AcquireAsync()) { } }")]
    [InlineData("public async Task Run() { using var task = _medallion.AcquireAsync(); await using var handle = await task; }")]
    [InlineData("public async Task Run() { using Task first = _medallion.AcquireAsync(), second = _medallion.AcquireAsync(); await WorkAsync(); }")]
    public Task No_fix_is_offered_where_it_would_not_compile(string members) => Fix.IsNotOfferedAsync(Rule, Programs.With(members));

    [Fact(Timeout = 60_000)]
    public Task All_are_mended_at_once() => Fix.MendsAllAsync(
        Rule,
        Programs.With("public async Task Run() { using (_medallion.AcquireAsync()) using (_medallion.AcquireAsync()) { await WorkAsync(); } }"),
        Programs.With("public async Task Run() { await using (await _medallion.AcquireAsync()) await using (await _medallion.AcquireAsync()) { await WorkAsync(); } }").Source);

    private const string DisposableOnly = "root = true\n[*.cs]\ndistributedlock.handle_types = Medallion.IDisposableOnlyHandle\n";
}
