using System.Collections.Immutable;
using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Jobs;
using DistributedLock.Generators.Text.Jobs;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Generators.Jobs;

/// <summary>The generator's way from the job classes of Hangfire to the table of their locks, and to the one filter that takes them.</summary>
internal static class HangfireFilter
{
    public const string FileName = "HangfireLocks.g.cs";

    public static void Register(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<LockedJobClass> classes, IncrementalValueProvider<JobHosting> hosting)
    {
        context.RegisterSourceOutput(classes, static (output, read) => output.AddSource(read.FileName, JobClassFile.Write(read)));

        // The filter is also what runs a job again whose own method could not get its lock, so it is there whether or not a class has one.
        var home = hosting.Select(static (found, _) => found.HasHangfire ? found.Namespace : null);
        var tables = classes.Select(static (read, _) => read.Namespace.Length == 0 ? $"global::{read.TableName}" : $"global::{read.Namespace}.{read.TableName}").Collect();
        context.RegisterSourceOutput(home.Combine(tables), static (output, found) => Write(output, found.Left, found.Right));
    }

    private static void Write(SourceProductionContext output, string? home, ImmutableArray<string> tables)
    {
        if (home is not null)
        {
            output.AddSource(FileName, HangfireFilterFile.Write(home, tables.OrderBy(static table => table, StringComparer.Ordinal).ToEquatableArray()));
        }
    }
}
