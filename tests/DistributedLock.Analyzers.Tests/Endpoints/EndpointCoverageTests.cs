using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.Tests.Endpoints;

/// <summary>Actions and endpoints that nothing would lock, because the application does not register what does.</summary>
public class EndpointCoverageTests
{
    private const string Controller = """

        public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            [DistributedLock("order-{id}")]
            public void [|Ship|](int id) { }

            public void Other(int id) { }
        }
        """;

    [Fact(Timeout = 60_000)]
    public Task Action_of_an_application_that_installs_no_filter_is_reported() =>
        Check.ReportsAsync("DLK0009", Application("Console.WriteLine();" + Controller));

    [Fact(Timeout = 60_000)]
    public Task Action_of_an_application_that_installs_the_filter_is_right() =>
        Check.SilentAsync("DLK0009", Application("new object().AddDistributedLockEndpoints();" + Unmarked));

    [Theory(Timeout = 60_000)]
    [InlineData("app.MapPost(\"/orders/{id}\", (int id) => { }).[|WithDistributedLock|](\"order-{id}\");")]
    [InlineData("app.MapGroup(\"/orders\").[|WithDistributedLock|](\"orders\").[|WithDistributedLock|](\"more\");")]
    [InlineData("Microsoft.AspNetCore.Builder.DistributedLockEndpointConventionBuilderExtensions.[|WithDistributedLock|](app.MapGroup(\"/orders\"), Environment.MachineName);")]
    public Task Endpoint_of_an_application_that_registers_nothing_is_reported(string statement) =>
        Check.ReportsAsync("DLK0009", Application($"using Microsoft.AspNetCore.Builder; var app = new WebApplication(); {statement}"));

    [Fact(Timeout = 60_000)]
    public Task Endpoint_of_an_application_that_registers_what_locks_it_is_right() => Check.SilentAsync("DLK0009", Application(
        "using Microsoft.AspNetCore.Builder; new object().AddDistributedLockEndpoints(); new WebApplication().MapGroup(\"/orders\").WithDistributedLock(\"orders\");"));

    [Fact(Timeout = 60_000)]
    public Task Action_of_a_library_is_left_to_the_application() => Check.SilentAsync("DLK0009", EndpointCode.With(Unmarked));

    [Fact(Timeout = 60_000)]
    public Task Application_whose_library_may_install_the_filter_is_left_alone()
    {
        var package = Reference("DistributedLock.AspNetCore", "public class Marker;");
        var library = Reference("Defaults", "public class Defaults { public Marker? Marker; }", package);

        return Check.SilentAsync("DLK0009", Application("Console.WriteLine();" + Unmarked) with { OtherReferences = [package, library] });
    }

    [Fact(Timeout = 60_000)]
    public Task Wrapper_of_a_partial_action_needs_no_filter() => Check.SilentAsync("DLK0009", Application("""
        Console.WriteLine();

        public partial class OrdersController(IDistributedLockProvider locks) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            [DistributedLock("order-{id}")]
            public partial Task ShipAsync(int id);

            private Task ShipCoreAsync(int id) => Task.CompletedTask;
        }
        """));

    private static string Unmarked => Controller.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);

    private static TestCode Application(string source) => EndpointCode.With(source) with { OutputKind = OutputKind.ConsoleApplication };

    private static MetadataReference Reference(string name, string source, params MetadataReference[] references)
    {
        var compilation = CSharpCompilation.Create(
            name, [CSharpSyntaxTree.ParseText(source)], [.. References.All, .. references], new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
