using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace DistributedLock.Tool.CommandLine;

/// <summary>The usual help, and below it what people type most often.</summary>
internal sealed class HelpWithExamples(HelpAction usual, IReadOnlyList<string> examplesOfAll, TextWriter output) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        output.WriteLine("Examples:");
        foreach (var example in parseResult.CommandResult.Command is ToolCommand command ? command.Examples : examplesOfAll)
        {
            output.WriteLine("  " + example);
        }

        output.WriteLine();
        return code;
    }
}
