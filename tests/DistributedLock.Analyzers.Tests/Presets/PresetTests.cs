using DistributedLock.Tests.Processes;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Tests.Presets;

/// <summary>The presets of the package say about every rule what their names promise.</summary>
public class PresetTests
{
    public static TheoryData<string> Names { get; } = [.. Preset.All.Select(preset => preset.Name)];

    /// <remarks>After adding a rule, run this test with DISTRIBUTEDLOCK_WRITE_PRESETS=1: it writes the files.</remarks>
    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Names))]
    public async Task Preset_names_every_rule_with_the_severity_of_its_level(string name)
    {
        var preset = Preset.Of(name);
        if (Environment.GetEnvironmentVariable("DISTRIBUTEDLOCK_WRITE_PRESETS") == "1")
        {
            await File.WriteAllTextAsync(preset.Path, preset.ExpectedText(), TestContext.Current.CancellationToken);
        }

        var text = await File.ReadAllTextAsync(preset.Path, TestContext.Current.CancellationToken);
        Assert.Equal(preset.ExpectedText(), text.ReplaceLineEndings("\n"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("recommended", ReportDiagnostic.Error, ReportDiagnostic.Warn, ReportDiagnostic.Info)]
    [InlineData("all", ReportDiagnostic.Error, ReportDiagnostic.Warn, ReportDiagnostic.Warn)]
    [InlineData("strict", ReportDiagnostic.Error, ReportDiagnostic.Error, ReportDiagnostic.Warn)]
    public void Compiler_reads_the_preset_as_global_severities(string name, ReportDiagnostic error, ReportDiagnostic warning, ReportDiagnostic information)
    {
        var file = AnalyzerConfig.Parse(File.ReadAllText(Preset.Of(name).Path), Preset.Of(name).Path);
        var severities = AnalyzerConfigSet.Create(new[] { file }, out var problems).GlobalConfigOptions.TreeOptions;

        Assert.Empty(problems);
        Assert.Equal(error, severities["DLK0001"]);
        Assert.Equal(warning, severities["DLK0105"]);
        Assert.Equal(information, severities["DLK0107"]);
    }

    [Fact(Timeout = 60_000)]
    public void Page_of_presets_names_each_of_them()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "diagnostics", "presets.md"));

        Assert.All(Preset.All, preset => Assert.Contains($"| `{preset.Name}` | {preset.Meaning} |", page, StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public void No_file_is_left_of_a_preset_that_is_gone() => Assert.Equal(
        Preset.All.Select(preset => preset.Path).Order(StringComparer.Ordinal),
        Directory.GetFiles(Path.GetDirectoryName(Preset.All[0].Path)!).Order(StringComparer.Ordinal));
}
