using System.Text;
using DistributedLock.CodeModel.Jobs;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Jobs;

/// <summary>Reads from a compilation what a start-up check of locked jobs needs.</summary>
public static class JobHostingReader
{
    public static JobHosting Read(Compilation compilation) => new(
        NamespaceOf(compilation.AssemblyName ?? "Application"),
        compilation.GetTypeByMetadataName("Microsoft.Extensions.Hosting.IHostedService") is not null
            && compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.IServiceCollection") is not null,
        compilation.GetTypeByMetadataName("Microsoft.Extensions.Hosting.IHostedLifecycleService") is not null,
        HangfireJobs.AreKnown(compilation));

    /// <summary>What MSBuild makes of it, too, as a project's root namespace.</summary>
    private static string NamespaceOf(string assembly) => string.Join(".", assembly.Split('.').Where(static part => part.Length > 0).Select(static part =>
    {
        var name = new StringBuilder(part.Length + 1);
        foreach (var character in part)
        {
            name.Append(char.IsLetterOrDigit(character) ? character : '_');
        }

        return CSharpText.Name(char.IsDigit(name[0]) ? name.Insert(0, '_').ToString() : name.ToString());
    }));
}
