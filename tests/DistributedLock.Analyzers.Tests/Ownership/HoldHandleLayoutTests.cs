using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Ownership;

/// <summary>The fix of DLK0102 changes nothing else of the text.</summary>
public sealed class HoldHandleLayoutTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("/* a */ var /* b */ handle /* c */ = /* d */ await locks.AcquireAsync(\"a\") /* e */; // f", "/* a */ await using var /* b */ handle /* c */ = /* d */ await locks.AcquireAsync(\"a\") /* e */; // f")]
    [InlineData("/* a */ _ /* b */ = /* c */ await locks.AcquireAsync(\"a\"); // d", "/* a */ await using var handle /* b */ = /* c */ await locks.AcquireAsync(\"a\"); // d")]
    [InlineData("/* a */ await /* b */ locks.AcquireAsync(\"a\") /* c */; // d", "/* a */ await using var handle = await /* b */ locks.AcquireAsync(\"a\") /* c */; // d")]
    [InlineData("await locks\n\t\t\t// once\n\t\t\t.AcquireAsync(\"a\");", "await using var handle = await locks\n\t\t\t// once\n\t\t\t.AcquireAsync(\"a\");")]
    [InlineData("#region Lock\n\tvar handle = await locks.AcquireAsync(\"a\");\n#endregion", "#region Lock\n\tawait using var handle = await locks.AcquireAsync(\"a\");\n#endregion")]
    [InlineData("#if !OTHER\n\tvar handle = await locks.AcquireAsync(\"a\");\n#else\n\tIDistributedLockHandle handle = null!;\n#endif", "#if !OTHER\n\tawait using var handle = await locks.AcquireAsync(\"a\");\n#else\n\tIDistributedLockHandle handle = null!;\n#endif")]
    public Task Comments_and_directives_stay(string before, string after) =>
        Fix.MendsAsync("DLK0102", OwnershipCode.InAsync("\n" + before + "\n"), OwnershipCode.InAsync("\n" + after + "\n").Source);

    [Fact(Timeout = 60_000)]
    public Task Release_between_directives_stays() => Fix.MendsAsync(
        "DLK0102",
        OwnershipCode.InClass("""
            public async Task RunAsync()
            {
                var handle = await locks.AcquireAsync("a");
                await WorkAsync();
            #if !OTHER
                await handle.DisposeAsync();
            #endif
            }
            """),
        OwnershipCode.InClass("""
            public async Task RunAsync()
            {
                await using var handle = await locks.AcquireAsync("a");
                await WorkAsync();
            #if !OTHER
                await handle.DisposeAsync();
            #endif
            }
            """).Source);

    [Fact(Timeout = 60_000)]
    public Task Line_breaks_of_Windows_stay()
    {
        const string Before = "class Service(IDistributedLockProvider locks)\r\n{\r\n\tasync Task RunAsync(bool flag)\r\n\t{\r\n\t\tvar handle = await locks.AcquireAsync(\"a\");\r\n\t\tif (flag)\r\n\t\t{\r\n\t\t\tawait Task.Delay(1);\r\n\r\n\t\t\tawait handle.DisposeAsync();\r\n\t\t\treturn;\r\n\t\t}\r\n\t\tawait Task.Delay(1);\r\n\t\tawait handle.DisposeAsync();\r\n\t}\r\n}\r\n";
        const string After = "class Service(IDistributedLockProvider locks)\r\n{\r\n\tasync Task RunAsync(bool flag)\r\n\t{\r\n\t\tawait using var handle = await locks.AcquireAsync(\"a\");\r\n\t\tif (flag)\r\n\t\t{\r\n\t\t\tawait Task.Delay(1);\r\n\r\n\t\t\treturn;\r\n\t\t}\r\n\t\tawait Task.Delay(1);\r\n\t}\r\n}\r\n";
        return Fix.MendsAsync("DLK0102", Before, After);
    }

    [Fact(Timeout = 60_000)]
    public Task Label_behind_it_may_be_jumped_to() => Fix.IsNotOfferedAsync("DLK0102", OwnershipCode.InAsync("""
        if (flag) goto end;
        await locks.AcquireAsync("a");
        end:
        Work();
        """));
}
