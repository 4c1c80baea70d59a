using System.CommandLine;
using System.CommandLine.Help;
using DistributedLock.Tool.Backends;
using DistributedLock.Tool.Doctor;
using DistributedLock.Tool.Inspection;
using DistributedLock.Tool.Map;
using DistributedLock.Tool.Output;

namespace DistributedLock.Tool.CommandLine;

/// <summary>The whole tool: reads a command line, runs its command, and says by the exit code how it went.</summary>
internal static class Distlock
{
    private static readonly string[] Examples =
    [
        "distlock list --redis localhost:6379               # who holds what",
        "distlock show invoice-7 --directory /var/lib/locks # all that is known about one key",
        "distlock watch                                     # the backend of DISTLOCK_REDIS, DISTLOCK_POSTGRES, ...",
        "distlock doctor --postgres                         # the database of DISTLOCK_POSTGRES: fit for locks?",
        "distlock map bin/Release/net10.0/Shop.dll          # which locks an application declares, and their order",
    ];

    public static async Task<int> RunAsync(string[] arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        // Before anything is read, so that no complaint about the command line repeats a password.
        terminal.Hide(Secrets.In([.. arguments, .. BackendVariables.All.Select(terminal.Variable).OfType<string>()]));
        var common = new CommonOptions();
        var parsed = CreateRoot(terminal, common).Parse(arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        if (parsed.Action is not HelpWithExamples && BadUsageOf(parsed) is { } problem)
        {
            return OnBadUsage(terminal, problem);
        }

        var invocation = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (UsageException exception)
        {
            return OnBadUsage(terminal, exception.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception exception)
        {
            terminal.Complain(exception, parsed.GetValue(common.Verbose));
            return exception switch
            {
                NotSupportedException => ExitCode.NotSupported,
                LockBackendException => ExitCode.BackendFailed,
                _ => ExitCode.Unexpected,
            };
        }
    }

    private static RootCommand CreateRoot(Terminal terminal, CommonOptions common)
    {
        var root = new RootCommand(
            "Shows who holds which distributed lock, ends a hold, checks a store of locks, and draws the lock order of a built application.")
        {
            new ListCommand(terminal, common),
            new ShowCommand(terminal, common),
            new WatchCommand(terminal, common),
            new ReleaseCommand(terminal, common),
            new DoctorCommand(terminal, common),
            new MapCommand(terminal, common),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, Examples, terminal.Output);
        return root;
    }

    private static string? BadUsageOf(ParseResult parsed) => Misspelling.In(parsed)
        ?? (parsed.Errors.Count > 0 ? string.Join(Environment.NewLine, parsed.Errors.Select(static error => error.Message).Distinct()) : null);

    private static int OnBadUsage(Terminal terminal, string message)
    {
        terminal.Complain(message);
        terminal.Complain("Try --help.");
        return ExitCode.BadUsage;
    }
}
