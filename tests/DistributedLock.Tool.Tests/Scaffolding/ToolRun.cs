using System.Text.Json.Nodes;

namespace DistributedLock.Tool.Tests;

/// <summary>How a run of the tool ended, and what it wrote.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    public string All => Output + Error;

    public string[] Lines => Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    /// <summary>The rows of the columns below the line of names; cells by their column.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows
    {
        get
        {
            var names = Lines[0].Split('\t');
            return [.. Lines.Skip(1).Select(line => (IReadOnlyDictionary<string, string>)names.Zip(line.Split('\t')).ToDictionary(cell => cell.First, cell => cell.Second))];
        }
    }

    public JsonNode Json => JsonNode.Parse(Output)!;

    /// <summary>For assertions: what a failed one shows.</summary>
    public ToolRun EndsWith(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"Expected exit code {exitCode}, but it was {ExitCode}.\n{Output}\n---\n{Error}");
        return this;
    }
}
