using System.CommandLine;
using DistributedLock.Tool.CommandLine;

namespace DistributedLock.Tool.Inspection;

/// <summary>The key that a command is about.</summary>
internal static class KeyArgument
{
    public static Argument<string> Create() => new("key") { Description = "The key as the application requests it, without its KeyPrefix" };

    /// <exception cref="UsageException">It is empty.</exception>
    public static string Read(ParseResult parsed, Argument<string> argument) =>
        parsed.GetValue(argument) is { Length: > 0 } key ? key : throw new UsageException("The key is empty: expected one such as invoice-7.");
}
