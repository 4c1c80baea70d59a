using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Ownership;

/// <summary>The class around the statements that a test is about.</summary>
internal static class OwnershipCode
{
    /// <summary>The rest of the program: what tests call.</summary>
    private const string Surroundings = """

            private static Task WorkAsync() => Task.CompletedTask;

            private static void Work()
            {
            }

            private static void Use(IDistributedLockHandle handle) => handle.Key.ToString();

            private static Task UseAsync(IDistributedLockHandle handle) => Task.FromResult(handle.Key.ToString());

            private static Task UseIfThereAsync(IDistributedLockHandle? handle) => Task.FromResult(handle?.Key.ToString());
        }
        """;

    /// <summary>Statements of an <c>async Task</c> method.</summary>
    public static TestCode InAsync(string statements, string members = "") => new($$"""
        class Service(IDistributedLockProvider locks, InMemoryLockProvider memory)
        {
            {{members}}

            public async Task RunAsync(bool flag, LockRequest request, LockKey[] keys, CancellationToken token)
            {
                {{statements}}
                await Task.Yield();
                _ = (locks, memory);
            }
        {{Surroundings}}
        """);

    /// <summary>Statements of a <c>void</c> method.</summary>
    public static TestCode InSync(string statements, string members = "") => new($$"""
        class Service(IDistributedLockProvider locks, InMemoryLockProvider memory)
        {
            {{members}}

            public void Run(bool flag, LockRequest request, LockKey[] keys)
            {
                {{statements}}
                _ = (locks, memory);
            }
        {{Surroundings}}
        """);

    /// <summary>Members of a class that has the provider <c>locks</c>.</summary>
    public static TestCode InClass(string members, string bases = "") => new($$"""
        class Service(IDistributedLockProvider locks){{bases}}
        {
            public IDistributedLockProvider Locks => locks;

            {{members}}
        {{Surroundings}}
        """);
}
