using System.CommandLine;
using System.CommandLine.Parsing;
using DistributedLock.CodeModel.Parsing;

namespace DistributedLock.Tool.CommandLine;

/// <summary>What was mistyped on a command line, and what was probably meant.</summary>
internal static class Misspelling
{
    /// <returns><see langword="null"/> where nothing is known to be one.</returns>
    public static string? In(ParseResult parsed) => OfCommand(parsed) ?? OfOption(parsed);

    private static string? OfCommand(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count == 0 || parsed.UnmatchedTokens.FirstOrDefault() is not { } unknown || unknown.StartsWith('-'))
        {
            return null;
        }

        var known = command.Subcommands.Select(static one => one.Name).ToList();
        return NearestName.Of(unknown, known) is { } nearest
            ? $"'{unknown}' is no command: did you mean {nearest}?"
            : $"'{unknown}' is no command: expected {string.Join(", ", known.SkipLast(1))} or {known[^1]}.";
    }

    // What no option is called goes to the command's argument: a list of the prefix "--jsno" would find nothing, and say so as if nothing were held.
    private static string? OfOption(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var unknown = parsed.Tokens.Any(static token => token.Type == TokenType.DoubleDash)
            ? null
            : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(static argument => argument.Tokens).FirstOrDefault(static token => token.Value is ['-', _, ..])?.Value;
        if (unknown is null)
        {
            return null;
        }

        var name = unknown.Split('=', ':')[0];
        return NearestName.Of(name, command.Options.Select(static option => option.Name)) is { } nearest
            ? $"'{unknown}' is no option of {command.Name}: did you mean {nearest}? If it is meant as it stands, write -- before it."
            : $"'{unknown}' is no option of {command.Name}. If it is meant as it stands, write -- before it.";
    }
}
