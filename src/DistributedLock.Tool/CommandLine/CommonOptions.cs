using System.CommandLine;
using DistributedLock.Tool.Output;

namespace DistributedLock.Tool.CommandLine;

/// <summary>The options that several commands have; one set for each reading of a command line.</summary>
internal sealed class CommonOptions
{
    private const double DefaultPatience = 15;
    private const double LongestPatience = 3600;

    public Option<bool> Json { get; } = new("--json") { Description = "Write JSON to standard output, and nothing else" };

    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Write also what is behind an error" };

    public Option<double> Timeout { get; } = new("--timeout")
    {
        Description = "How long an answer of the backend is waited for",
        HelpName = "seconds",
        DefaultValueFactory = static _ => DefaultPatience,
    };

    public void AddTo(Command command, bool hasBackend = true)
    {
        if (hasBackend)
        {
            command.Options.Add(Timeout);
        }

        command.Options.Add(Json);
        command.Options.Add(Verbose);
    }

    public TimeSpan PatienceOf(ParseResult parsed) => Seconds(parsed.GetValue(Timeout), "--timeout", 0.1, LongestPatience);

    /// <exception cref="UsageException">It is outside of the range, or no number.</exception>
    public static TimeSpan Seconds(double value, string option, double least, double most) => value >= least && value <= most
        ? TimeSpan.FromSeconds(value)
        : throw new UsageException(FormattableString.Invariant($"{option} is {value}: expected {least} to {most} seconds."));

    public Format FormatOf(ParseResult parsed, Terminal terminal) => parsed.GetValue(Json) ? Format.Json
        : terminal.IsOutputInteractive ? Format.Rich
        : Format.Columns;
}
