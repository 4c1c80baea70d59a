using System.Globalization;
using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Tests.Order.AcrossProjects;

/// <summary>Orders of which one half stands in another project (DLK0202, DLK0203), and upgrades that another project makes (DLK0204).</summary>
public class OrderAcrossProjectsTests
{
    private const string LibrarySource = """
        namespace Lib;

        public partial class Worker(IDistributedLockProvider locks)
        {
            public async Task XThenYAsync() { await using var x = await locks.AcquireAsync("x"); await using var y = await locks.AcquireAsync("y"); }
            private async Task PThenQAsync() { await using var p = await locks.AcquireAsync("p"); await QAsync(); }
            private Task QAsync() => Q2Async();
            private async Task Q2Async() { await using var q = await locks.AcquireAsync("q"); }
            public async Task TakeXAsync() { await using var x = await locks.AcquireAsync("x"); }
            public async Task TakeYAsync() { await using var y = await locks.AcquireAsync("y"); }
            public Task DeepXAsync() => Deep2XAsync();
            private Task Deep2XAsync() => TakeXAsync();
            [DistributedLock("locked")]
            public partial Task LockedAsync();
            private Task LockedCoreAsync() => TakeXAsync();
            public async Task TryXAsync() { await using var x = await locks.TryAcquireAsync("x"); }
            public async Task ReadAsync(string id) { await using var read = await locks.AcquireAsync(new LockRequest($"book-{id}") { Mode = LockMode.Shared }); }
            public async Task WriteAsync(string id) { await using var write = await locks.AcquireAsync($"book-{id}"); }
            public Task RunAsync() => PThenQAsync();
        }

        public class Keyed([Microsoft.Extensions.DependencyInjection.FromKeyedServices("other")] IDistributedLockProvider locks)
        {
            public async Task MThenNAsync() { await using var m = await locks.AcquireAsync("m"); await using var n = await locks.AcquireAsync("n"); }
        }
        """;

    private const string KeyedServices = """
        namespace Microsoft.Extensions.DependencyInjection
        {
            [AttributeUsage(AttributeTargets.Parameter)]
            public sealed class FromKeyedServicesAttribute(object key) : Attribute { public object Key { get; } = key; }
        }
        """;

    /// <summary>Members that take locks in the opposite order to the library's, and the library's way as it is printed.</summary>
    public static TheoryData<string, string> Opposite { get; } = new()
    {
        {
            """public async Task OneAsync() { await using var y = await locks.AcquireAsync("y"); await using var x = await [|locks.AcquireAsync("x")|]; }""",
            "Worker.XThenYAsync takes \"y\" while it holds \"x\""
        },
        {
            """public async Task OneAsync() { await using var y = await locks.AcquireAsync("y"); await [|worker.TakeXAsync()|]; }""",
            "Service.OneAsync -> Worker.TakeXAsync takes \"x\" while it holds \"y\", Worker.XThenYAsync takes \"y\" while it holds \"x\""
        },
        {
            """public async Task OneAsync() { await using var y = await locks.AcquireAsync("y"); await [|worker.DeepXAsync()|]; }""",
            "Service.OneAsync -> Worker.DeepXAsync -> Worker.Deep2XAsync -> Worker.TakeXAsync takes \"x\" while it holds \"y\""
        },
        {
            """public async Task OneAsync() { await using var y = await locks.AcquireAsync("y"); await [|DeepAsync()|]; } private Task DeepAsync() => worker.DeepXAsync();""",
            "Service.OneAsync -> Service.DeepAsync -> Worker.DeepXAsync -> Worker.Deep2XAsync -> Worker.TakeXAsync takes \"x\" while it holds \"y\""
        },
        {
            """public async Task OneAsync() { await using var q = await locks.AcquireAsync("q"); await using var p = await [|locks.AcquireAsync("p")|]; }""",
            "Worker.PThenQAsync -> Worker.QAsync -> Worker.Q2Async takes \"q\" while it holds \"p\""
        },
        {
            """public async Task OneAsync() { await using var x = await locks.AcquireAsync("x"); await [|worker.LockedAsync()|]; }""",
            "Worker.LockedAsync -> Worker.LockedCoreAsync -> Worker.TakeXAsync takes \"x\" while it holds \"locked\""
        },
        {
            """
            public async Task OneAsync() { await using var y = await locks.AcquireAsync("y"); await using var z = await [|locks.AcquireAsync("z")|]; }
            public async Task TwoAsync() { await using var z = await locks.AcquireAsync("z"); await using var x = await locks.AcquireAsync("x"); }
            """,
            "Worker.XThenYAsync takes \"y\" while it holds \"x\""
        },
    };

    public static TheoryData<string> InOrder { get; } =
    [
        """public async Task OneAsync() { await using var x = await locks.AcquireAsync("x"); await using var y = await locks.AcquireAsync("y"); }""",
        """public async Task OneAsync() { await using var x = await locks.AcquireAsync("x"); await worker.TakeYAsync(); }""",
        """public async Task OneAsync() { await using var y = await locks.AcquireAsync("y"); await worker.TryXAsync(); }""",
        """public async Task OneAsync() { await using var y = await locks.AcquireAsync("y"); await using var x = await locks.TryAcquireAsync("x"); }""",
        """public async Task OneAsync() { { await using var y = await locks.AcquireAsync("y"); } await worker.TakeXAsync(); }""",
        """public async Task OneAsync() { await using var n = await locks.AcquireAsync("n"); await using var m = await locks.AcquireAsync("m"); }""",
        """public async Task OneAsync() { await worker.XThenYAsync(); await worker.RunAsync(); }""",
    ];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Opposite))]
    public async Task Order_opposite_to_that_of_another_project_is_reported_here(string members, string way)
    {
        foreach (var form in Enum.GetValues<ReferenceForm>())
        {
            var diagnostic = Assert.Single(await Check.ReportsAsync("DLK0202", Service(members, form)));

            Assert.Contains(way, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            Assert.All(diagnostic.AdditionalLocations, static location => Assert.True(location.IsInSource));
        }
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(InOrder))]
    public async Task Same_order_one_try_and_other_providers_are_silent(string members)
    {
        foreach (var form in Enum.GetValues<ReferenceForm>())
        {
            await Check.SilentAsync("DLK0202", Service(members, form));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Circle_inside_another_project_is_not_reported_again()
    {
        var library = Library.Build("Lib", """
            namespace Lib;

            public class Worker(IDistributedLockProvider locks)
            {
                public async Task OneAsync() { await using var x = await locks.AcquireAsync("x"); await using var y = await locks.AcquireAsync("y"); }
                public async Task TwoAsync() { await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync("x"); }
            }
            """);
        var code = new TestCode("public class Service(Lib.Worker worker) { public async Task RunAsync() { await worker.OneAsync(); await worker.TwoAsync(); } }")
        {
            OtherReferences = [library.As(ReferenceForm.Assembly)],
        };

        await Check.SilentAsync("DLK0202", code);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("await using var y = await locks.AcquireAsync(\"y\"); await [|worker.DeepXAsync()|];")]
    [InlineData("await using var x = await locks.AcquireAsync(\"x\"); await worker.TakeYAsync();")]
    public async Task Declared_order_holds_for_calls_into_another_project(string body)
    {
        var code = Service($"public async Task OneAsync() {{ {body} }}", ReferenceForm.ReferenceAssembly);

        await Check.ReportsAsync("DLK0203", code with { Source = code.Source.Replace("using Lib;", "using Lib;\n[assembly: LockOrder(\"x\", \"y\")]", StringComparison.Ordinal) });
    }

    [Theory(Timeout = 60_000)]
    [InlineData("await [|worker.WriteAsync(id)|];")]
    [InlineData("await worker.ReadAsync(id);")]
    [InlineData("await worker.WriteAsync(id + 1);")]
    public async Task Upgrade_by_another_project_is_reported(string step)
    {
        var code = Service($$"""
            public async Task OneAsync(string id)
            {
                await using var read = await locks.AcquireAsync(new LockRequest($"book-{id}") { Mode = LockMode.Shared });
                {{step}}
            }
            """, ReferenceForm.ReferenceAssembly);

        await Check.ReportsAsync("DLK0204", code);
    }

    private static TestCode Service(string members, ReferenceForm form) => new($$"""
        using Lib;

        public class Service(IDistributedLockProvider locks, Worker worker)
        {
            {{members}}
            public override string ToString() => $"{worker}{locks}";
        }
        """) { OtherReferences = [References[form].Value] };

    private static readonly Dictionary<ReferenceForm, Lazy<MetadataReference>> References =
        Enum.GetValues<ReferenceForm>().ToDictionary(static form => form, static form => new Lazy<MetadataReference>(() => Library.Build("Lib", [LibrarySource, KeyedServices], Library.Generators).As(form)));
}
