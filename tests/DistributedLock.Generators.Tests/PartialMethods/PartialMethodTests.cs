using DistributedLock.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Generators.Tests.PartialMethods;

/// <summary>Both parts of a partial method must agree. Each form is compiled in every version of C# that has it, and no warning is allowed.</summary>
public class PartialMethodTests
{
    private static readonly LanguageVersion[] Versions =
    [
        LanguageVersion.CSharp9, LanguageVersion.CSharp10, LanguageVersion.CSharp11, LanguageVersion.CSharp12, LanguageVersion.CSharp13, LanguageVersion.Preview,
    ];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(PartialMethodCases.Modifiers), MemberType = typeof(PartialMethodCases))]
    public Task Wrapper_repeats_modifiers(PartialMethodCase form) => CompilesEverywhereAsync(form);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(PartialMethodCases.Parameters), MemberType = typeof(PartialMethodCases))]
    public Task Wrapper_repeats_parameters(PartialMethodCase form) => CompilesEverywhereAsync(form);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(PartialMethodCases.Generics), MemberType = typeof(PartialMethodCases))]
    public Task Wrapper_repeats_constraints(PartialMethodCase form) => CompilesEverywhereAsync(form);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(PartialMethodCases.Types), MemberType = typeof(PartialMethodCases))]
    public Task Wrapper_rebuilds_its_types(PartialMethodCase form) => CompilesEverywhereAsync(form);

    [Fact(Timeout = 60_000)]
    public void Wrapper_of_a_documented_method_needs_no_documentation()
    {
        const string source = """
            namespace N;

            /// <summary>Documented.</summary>
            public partial class S
            {
                private readonly IDistributedLockProvider _locks = null!;

                /// <summary>Documented.</summary>
                /// <param name="a">Documented.</param>
                [DistributedLock("k-{a}")]
                public partial Task M(string a);

                private Task MCore(string a) => _locks is null ? Task.CompletedTask : Task.FromResult(a);
            }
            """;
        var options = CSharpParseOptions.Default.WithDocumentationMode(DocumentationMode.Diagnose);
        var compilation = CompiledSource.Compilation(source);
        var documented = compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            compilation.SyntaxTrees[0].ToString(), options, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Empty(CompiledSource.Of(documented, options: options).CompilerMessages());
    }

    private static async Task CompilesEverywhereAsync(PartialMethodCase form)
    {
        foreach (var version in Versions.Where(version => version >= form.Since))
        {
            var compiled = CompiledSource.Of(form.Source, version);

            Assert.NotEmpty(compiled.Files);
            Assert.True(compiled.CompilerMessages().Count == 0, $"C# {version}: {string.Join("\n", compiled.CompilerMessages())}\n{compiled.Text}");
        }

        var diagnostics = await CompiledSource.Of(form.Source).AnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(PartialMethodCases.Modifiers), MemberType = typeof(PartialMethodCases))]
    [MemberData(nameof(PartialMethodCases.Generics), MemberType = typeof(PartialMethodCases))]
    public void Wrapper_of_a_nullable_oblivious_definition_gives_no_warning(PartialMethodCase form)
    {
        if (form.Source.Contains('?', StringComparison.Ordinal) || form.Source.Contains("notnull", StringComparison.Ordinal))
        {
            return;
        }

        var compiled = CompiledSource.Of(form.Source, nullable: NullableContextOptions.Disable);

        Assert.NotEmpty(compiled.Files);
        Assert.Empty(compiled.CompilerMessages());
    }
}
