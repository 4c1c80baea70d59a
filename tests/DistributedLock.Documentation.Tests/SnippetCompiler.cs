using System.Collections.Immutable;
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
        string[] more = isHangfire ? [HangfireSurroundings] : isTesting ? [TestingSurroundings] : [];
        string[] texts = [Usings, Surroundings, .. more, Complete(code, options)];
        var compilation = CSharpCompilation.Create(
            isHangfire ? "Shop" : "Snippet",
            texts.Select(text => CSharpSyntaxTree.ParseText(text, options, cancellationToken: cancellationToken)),
            isHangfire ? References[false].Concat(References[true]) : References[false],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new LockedMethodGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var reported, cancellationToken);
        return (generated, reported);
    }

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
        var isBody = root.Members.All(static member => member is GlobalStatementSyntax { Statement: not LocalFunctionStatementSyntax });
        return isBody
            ? $"{usings} internal static class Snippet {{ private static async Task RunAsync() {{ await Task.Yield();\n{rest}\n}} }}".Insert(usings.Length, "using static Surroundings;")
            : $"{usings} using static Surroundings; internal partial class Snippet(IDistributedLockProvider locks) {{\n{rest}\n}}";
    }
}
