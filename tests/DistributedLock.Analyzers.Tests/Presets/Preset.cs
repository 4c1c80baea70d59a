using System.Text;
using DistributedLock.Analyzers.Tests.Harness;
using DistributedLock.Tests.Processes;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Tests.Presets;

/// <summary>A file of severities that the package offers, and what it should say.</summary>
internal sealed record Preset(string Name, string Meaning, Func<DiagnosticSeverity, DiagnosticSeverity> Severity)
{
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("recommended", "every rule with the severity that it has anyway", static severity => severity),
        new("all", "every rule, and none quieter than a warning", static severity => Max(severity, DiagnosticSeverity.Warning)),
        new("strict", "warnings are errors, and what is only told otherwise is a warning", static severity =>
            severity == DiagnosticSeverity.Info ? DiagnosticSeverity.Warning : Max(severity, DiagnosticSeverity.Error)),
    ];

    public static Preset Of(string name) => All.Single(preset => preset.Name == name);

    public string Path => Repository.PathOf("generators", "DistributedLock.Generators", "build", "config", $"distributedlock-{Name}.globalconfig");

    public string ExpectedText()
    {
        var text = new StringBuilder()
            .Append("# DistributedLock.Generators, preset \"").Append(Name).Append("\": ").Append(Meaning).Append(".\n")
            .Append("# Chosen by <DistributedLockAnalysisLevel>").Append(Name).Append("</DistributedLockAnalysisLevel>. What a project says itself wins.\n")
            .Append("is_global = true\n")
            .Append("global_level = -99\n");
        foreach (var rule in AllRules.Descriptors.GroupBy(descriptor => descriptor.Id).OrderBy(rule => rule.Key, StringComparer.Ordinal))
        {
            var title = rule.First().Title.ToString(System.Globalization.CultureInfo.InvariantCulture);
            text.Append("\n# ").Append(title).Append("\ndotnet_diagnostic.").Append(rule.Key).Append(".severity = ").Append(Word(rule)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>An id with two severities keeps them where one word for both would make an error a warning; where nothing becomes quieter, the louder one is for both.</summary>
    private string Word(IEnumerable<DiagnosticDescriptor> rule)
    {
        var severities = rule.Select(descriptor => Severity(descriptor.DefaultSeverity)).Distinct().ToList();
        if (Name == "strict")
        {
            severities = [severities.Max()];
        }

        return severities switch
        {
            [DiagnosticSeverity.Error] => "error",
            [DiagnosticSeverity.Warning] => "warning",
            [DiagnosticSeverity.Info] => "suggestion",
            [DiagnosticSeverity.Hidden] => "silent",
            _ => "default",
        };
    }

    private static DiagnosticSeverity Max(DiagnosticSeverity one, DiagnosticSeverity other) => one > other ? one : other;
}
