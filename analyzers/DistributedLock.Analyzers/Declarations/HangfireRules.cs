using DistributedLock.Analyzers.Rules;
using DistributedLock.CodeModel.Parsing.Jobs;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Declarations;

/// <summary>The rules about locks on job classes of Hangfire.</summary>
internal static class HangfireRules
{
    public static readonly DiagnosticDescriptor FilterNotInstalled = UsageRule.OfWholeProgram(
        "DLK0013",
        "The filter that takes the locks of Hangfire's jobs is not installed",
        $"The jobs of '{{0}}' run without their lock: nothing in this program calls '{HangfireJobs.InstallingMethod}' on Hangfire's configuration; " +
        $"write configuration.{HangfireJobs.InstallingMethod}(locks)",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor CannotCancel = UsageRule.Information(
        "DLK0014",
        "The lock of a Hangfire job class cannot cancel the job",
        "A job of '{0}' is not told when its lock is lost: it runs to its end, fails then and is retried; a partial method with the attribute gets a token that fires");
}
