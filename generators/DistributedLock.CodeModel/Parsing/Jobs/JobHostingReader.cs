using System.Text;
using DistributedLock.CodeModel.Jobs;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Jobs;

/// <summary>Reads from a compilation what a start-up check of locked jobs needs.</summary>
public static class JobHostingReader
{
    public static JobHosting Read(Compilation compilation) => new(
        NamespaceOf(compilation),
        compilation.GetTypeByMetadataName("Microsoft.Extensions.Hosting.IHostedService") is not null
            && compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.IServiceCollection") is not null,
        compilation.GetTypeByMetadataName("Microsoft.Extensions.Hosting.IHostedLifecycleService") is not null,
        HangfireJobs.AreKnown(compilation));

    /// <summary>What MSBuild makes of it, too, as a project's root namespace. A type of the project that has such a name makes way for nobody.</summary>
    private static string NamespaceOf(Compilation compilation)
    {
        INamespaceSymbol? outer = compilation.Assembly.GlobalNamespace;
        var parts = new List<string>();
        foreach (var part in (compilation.AssemblyName ?? "Application").Split('.').Where(static part => part.Length > 0))
        {
            var name = Identifier(part);
            while (outer?.GetTypeMembers(name, arity: 0).IsEmpty == false)
            {
                name += "_";
            }

            parts.Add(CSharpText.Name(name));
            outer = outer?.GetNamespaceMembers().FirstOrDefault(inner => inner.Name == name);
        }

        return string.Join(".", parts);
    }

    private static string Identifier(string part)
    {
        var name = new StringBuilder(part.Length + 1);
        foreach (var character in part)
        {
            name.Append(char.IsLetterOrDigit(character) ? character : '_');
        }

        return char.IsDigit(name[0]) ? name.Insert(0, '_').ToString() : name.ToString();
    }
}
