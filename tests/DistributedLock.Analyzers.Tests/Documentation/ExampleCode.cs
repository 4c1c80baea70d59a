using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Tests.Documentation;

/// <summary>How a page's example is compiled: a program where it has an entry point, and with the job framework that it names.</summary>
internal static class ExampleCode
{
    public static TestCode Of(string example) => new(example)
    {
        OutputKind = example.Contains("static void Main(", StringComparison.Ordinal) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
        OtherReferences = example.Contains("Hangfire", StringComparison.Ordinal) ? [Hangfire]
            : example.Contains("IServiceCollection", StringComparison.Ordinal) ? References.Container
            : [],
    };

    /// <summary>The contract project, as an assembly to compile against.</summary>
    public static MetadataReference Hangfire { get; } = MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "Hangfire.Core.dll"));
}
