namespace DistributedLock.Analyzers.Tests.Corpus;

/// <summary>A way to take a lock, put into the templates of <c>Leaks</c>.</summary>
/// <param name="Name">What the test is called by.</param>
/// <param name="Call">The call that acquires, with a provider <c>locks</c> in reach.</param>
/// <param name="IsAsync">Whether the call is to be awaited.</param>
/// <param name="Provider">The type of <c>locks</c>.</param>
internal sealed record AcquireForm(string Name, string Call, bool IsAsync, string Provider = "IDistributedLockProvider")
{
    public static IReadOnlyList<AcquireForm> All { get; } =
    [
        new("AcquireAsync of a key", """locks.AcquireAsync("report")""", IsAsync: true),
        new("AcquireAsync of a request", """locks.AcquireAsync(new LockRequest("report"))""", IsAsync: true),
        new("TryAcquireAsync of a key", """locks.TryAcquireAsync("report")""", IsAsync: true),
        new("TryAcquireAsync of the interface", """locks.TryAcquireAsync(new LockRequest("report"))""", IsAsync: true),
        new("TryAcquireAsync of a provider", """locks.TryAcquireAsync(new LockRequest("report"))""", IsAsync: true, "InMemoryLockProvider"),
        new("AcquireAllAsync", """locks.AcquireAllAsync(new LockKey[] { "report", "audit" })""", IsAsync: true),
        new("TryAcquireAllAsync", """locks.TryAcquireAllAsync(new LockKey[] { "report", "audit" })""", IsAsync: true),
        new("Acquire of a key", """locks.Acquire("report")""", IsAsync: false),
        new("Acquire of a request", """locks.Acquire(new LockRequest("report"))""", IsAsync: false),
        new("TryAcquire of a key", """locks.TryAcquire("report")""", IsAsync: false),
        new("TryAcquire of the interface", """locks.TryAcquire(new LockRequest("report"))""", IsAsync: false),
        new("TryAcquire of a provider", """locks.TryAcquire(new LockRequest("report"))""", IsAsync: false, "InMemoryLockProvider"),
        new("AcquireAll", """locks.AcquireAll(new LockKey[] { "report", "audit" })""", IsAsync: false),
        new("TryAcquireAll", """locks.TryAcquireAll(new LockKey[] { "report", "audit" })""", IsAsync: false),
        new("Named arguments", """locks.AcquireAsync(key: "report", timeout: TimeSpan.FromSeconds(1), cancellationToken: default)""", IsAsync: true),
        new("Call without extension form", """DistributedLockProviderExtensions.AcquireAsync(locks, "report")""", IsAsync: true),
    ];

    /// <summary>A template with this form in the place of its placeholders; where a mark is given it is on the call, or where the template says <c>__leak__</c>.</summary>
    public string In(string template, string? markedBy)
    {
        var call = markedBy is null || template.Contains("__leak__", StringComparison.Ordinal) ? Call : $"{{|{markedBy}:{Call}|}}";
        return template
            .Replace("__acquire__", IsAsync ? $"await {call}" : call, StringComparison.Ordinal)
            .Replace("__leak__", markedBy, StringComparison.Ordinal)
            .Replace("__await__", IsAsync ? "await " : "", StringComparison.Ordinal)
            .Replace("__task__", IsAsync ? "async Task" : "void", StringComparison.Ordinal)
            .Replace("__taskof__(", IsAsync ? "async Task<" : "", StringComparison.Ordinal)
            .Replace(")__of__", IsAsync ? ">" : "", StringComparison.Ordinal)
            .Replace("__dispose__", IsAsync ? "await handle.DisposeAsync()" : "handle.Dispose()", StringComparison.Ordinal)
            .Replace("__using__", IsAsync ? "await using" : "using", StringComparison.Ordinal)
            .Replace("__provider__", Provider, StringComparison.Ordinal);
    }
}
