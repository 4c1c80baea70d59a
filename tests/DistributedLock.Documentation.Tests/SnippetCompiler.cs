using System.Collections.Immutable;
using System.Reflection;
using DistributedLock.Analyzers.Declarations;
using DistributedLock.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Documentation.Tests;

/// <summary>
/// Compiles a snippet as a reader would who pastes it into a program: with the generator and the analyzers, the usual implicit usings, and the variables
/// that the text around it speaks of.
/// </summary>
internal static class SnippetCompiler
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Threading; global using System.Threading.Tasks; global using DistributedLock;
        global using Microsoft.Extensions.DependencyInjection; global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Http;
        """;

    private const string Surroundings = """
        internal sealed class Order; internal sealed class Invoice;
        internal sealed class ApplicationBuilder { public IServiceCollection Services { get; } = new ServiceCollection(); }
        internal static class Surroundings
        {
            public static readonly ApplicationBuilder builder = new(); public static readonly IServiceCollection services = builder.Services;
            public static readonly IDistributedLockProvider locks = new InMemoryLockProvider(); public static CancellationToken cancellationToken => default;
            public static readonly string tenantId = ""; public static readonly WebApplication app = WebApplication.Create();
            public static Task ReportAsync(params object?[] values) => Task.CompletedTask;
        }
        """;

    /// <summary>What Hangfire's package for containers adds, and the namespace of what is generated for it.</summary>
    private const string HangfireSurroundings = """
        global using Shop;
        namespace Hangfire
        {
            internal static class HangfireServiceCollectionExtensions
            {
                public static IServiceCollection AddHangfire(this IServiceCollection services, Action<IServiceProvider, IGlobalConfiguration> configuration) => services;
            }
        }
        """;

    /// <summary>
    /// What the page about testing speaks of, and the two members of the packages for web tests that it uses: they need no place among our packages for that.
    /// </summary>
    private const string TestingSurroundings = """
        internal sealed class Program;
        internal partial class Invoices(IDistributedLockProvider locks)
        {
            [DistributedLock("invoice-{tenantId}", TimeoutSeconds = 5)]
            public partial Task CreateAsync(string tenantId, CancellationToken cancellationToken = default);
            private Task CreateCoreAsync(string tenantId, CancellationToken cancellationToken) => Task.Delay(10, cancellationToken);
        }
        namespace Microsoft.AspNetCore.Mvc.Testing
        {
            internal class WebApplicationFactory<TEntryPoint> : IAsyncDisposable
            {
                public IServiceProvider Services => throw new NotSupportedException();
                public WebApplicationFactory<TEntryPoint> WithWebHostBuilder(Action<Microsoft.AspNetCore.Hosting.IWebHostBuilder> configuration) => this;
                public System.Net.Http.HttpClient CreateClient() => throw new NotSupportedException();
                public ValueTask DisposeAsync() => default;
            }
        }
        namespace Microsoft.AspNetCore.TestHost
        {
            internal static class WebHostBuilderExtensions
            {
                public static Microsoft.AspNetCore.Hosting.IWebHostBuilder ConfigureTestServices(
                    this Microsoft.AspNetCore.Hosting.IWebHostBuilder host, Action<IServiceCollection> services) => host;
            }
        }
        """;

    /// <summary>
    /// What the page about dashboards uses of OpenTelemetry's packages for hosting and export, which are not among ours; the meters and views are those of its SDK.
    /// </summary>
    private const string OpenTelemetrySurroundings = """
        namespace Microsoft.Extensions.DependencyInjection
        {
            internal static class OpenTelemetryServicesExtensions
            {
                public static OpenTelemetry.OpenTelemetryBuilder AddOpenTelemetry(this IServiceCollection services) => throw new NotSupportedException();
            }
        }
        namespace OpenTelemetry
        {
            internal sealed class OpenTelemetryBuilder
            {
                public OpenTelemetryBuilder WithMetrics(Action<OpenTelemetry.Metrics.MeterProviderBuilder> configure) => this;
            }
        }
        namespace OpenTelemetry.Metrics
        {
            internal static class OtlpMetricExporterExtensions
            {
                public static MeterProviderBuilder AddOtlpExporter(this MeterProviderBuilder builder) => builder;
            }
        }
        """;

    /// <summary>What the SDK switches off in every project: drivers that were built against an older framework.</summary>
    private static readonly Dictionary<string, ReportDiagnostic> NoWarn = new() { ["CS1701"] = ReportDiagnostic.Suppress, ["CS1702"] = ReportDiagnostic.Suppress };

    private static readonly ILookup<bool, MetadataReference> References =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .ToLookup(static path => Path.GetFileName(path) == "Hangfire.Core.dll", static path => (MetadataReference)MetadataReference.CreateFromFile(path));

    public static async Task<IReadOnlyList<Diagnostic>> CheckAsync(string code, CancellationToken cancellationToken)
    {
        var (compilation, reported) = Generate(code, cancellationToken);
        var analyzers = typeof(LockDeclarationAnalyzer).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!);
        var found = await compilation.WithAnalyzers([.. analyzers]).GetAllDiagnosticsAsync(cancellationToken);
        return [.. found.Concat(reported).Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed)];
    }

    /// <summary>Runs a snippet that is statements, or a whole program.</summary>
    /// <returns>The exception that it ended by; <see langword="null"/> when it came to its end.</returns>
    public static async Task<Exception?> RunAsync(string code, CancellationToken cancellationToken)
    {
        var (compilation, _) = Generate(code, cancellationToken);
        using var file = new MemoryStream();
        var emitted = compilation.Emit(file, cancellationToken: cancellationToken);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        var run = Assembly.Load(file.ToArray()).GetType("Snippet", throwOnError: true)!.GetMethod("RunAsync", BindingFlags.Static | BindingFlags.NonPublic)!;
        return await Record.ExceptionAsync(() => (Task)run.Invoke(null, null)!);
    }

    /// <summary>What is wrong with a snippet whose names nobody knows here.</summary>
    public static IReadOnlyList<Diagnostic> SyntaxErrors(string code) =>
        [.. CSharpSyntaxTree.ParseText(code, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest).WithKind(SourceCodeKind.Regular)).GetDiagnostics()];

    /// <summary>What the generator writes for the only locked method of a snippet.</summary>
    public static string GeneratedFor(string code, CancellationToken cancellationToken)
    {
        var (compilation, _) = Generate(code, cancellationToken);
        return compilation.SyntaxTrees.Last().ToString().TrimStart('\uFEFF').ReplaceLineEndings("\n");
    }

    private static (Compilation Compilation, ImmutableArray<Diagnostic> Reported) Generate(string code, CancellationToken cancellationToken)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var isHangfire = code.Contains("using Hangfire;", StringComparison.Ordinal);
        var isTesting = code.Contains("using DistributedLock.Testing;", StringComparison.Ordinal);
        var isOpenTelemetry = code.Contains("using OpenTelemetry", StringComparison.Ordinal);
        string[] more = isHangfire ? [HangfireSurroundings] : isTesting ? [TestingSurroundings] : isOpenTelemetry ? [OpenTelemetrySurroundings] : [];
        string[] texts = [Usings, Surroundings, .. more, Complete(code, options)];
        var compilation = CSharpCompilation.Create(
            "Shop",
            texts.Select(text => CSharpSyntaxTree.ParseText(text, options, cancellationToken: cancellationToken)),
            isHangfire ? References[false].Concat(References[true]) : References[false],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, specificDiagnosticOptions: NoWarn));
        CSharpGeneratorDriver.Create([new LockedMethodGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var reported, cancellationToken);
        return (generated, reported);
    }

    private static string Body(string statements) => $"internal static class Snippet {{ private static async Task RunAsync() {{ await Task.Yield();\n{statements}\n}} }}";

    /// <summary>Statements become the body of a method, members those of a class; whole types stay as they are.</summary>
    private static string Complete(string code, CSharpParseOptions options)
    {
        var root = CSharpSyntaxTree.ParseText(code, options).GetCompilationUnitRoot();
        if (root.Members.All(static member => member is BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax))
        {
            return code;
        }

        var usings = string.Concat(root.Usings.Select(static directive => directive.ToFullString()));
        var rest = code[root.Usings.FullSpan.End..];
        var types = root.Members.FirstOrDefault(static member => member is BaseTypeDeclarationSyntax);
        if (types is not null && root.Members.All(static member => member is BaseTypeDeclarationSyntax or GlobalStatementSyntax { Statement: not LocalFunctionStatementSyntax }))
        {
            // A whole program: statements, and after them the types.
            var start = root.Usings.FullSpan.End;
            return $"{usings} using static Surroundings; {code[types.FullSpan.Start..]} {Body(code[start..types.FullSpan.Start])}";
        }

        var isBody = root.Members.All(static member => member is GlobalStatementSyntax { Statement: not LocalFunctionStatementSyntax });
        return isBody
            ? $"{usings} using static Surroundings; {Body(rest)}"
            : $"{usings} using static Surroundings; internal partial class Snippet(IDistributedLockProvider locks) {{\n{rest}\n}}";
    }
}
