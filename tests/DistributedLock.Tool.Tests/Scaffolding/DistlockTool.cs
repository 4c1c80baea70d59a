using System.Diagnostics;
using DistributedLock.Tests.Processes;
using DistributedLock.Tool.CommandLine;
using DistributedLock.Tool.Output;

namespace DistributedLock.Tool.Tests;

/// <summary>Runs the tool: as a process from where it was built, or in this one where a test has to be its terminal.</summary>
internal static class DistlockTool
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static Task<ToolRun> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(), "", arguments);

    /// <summary>A process of its own, with redirected streams, to its end.</summary>
    /// <param name="variables">Variables of its environment.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<ToolRun> RunAsync(IReadOnlyDictionary<string, string> variables, string input, params string[] arguments)
    {
        using var process = Start(variables, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        ending.CancelAfter(Limit);
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(ending.Token);
            return new ToolRun(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    public static Process Start(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var framework = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Repository.PathOf("src", "DistributedLock.Tool", "bin", framework.Parent!.Name, framework.Name, "DistributedLock.Tool.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("DISTLOCK_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>In this process, as if a person sat before it.</summary>
    /// <param name="answer">What the person types.</param>
    /// <param name="arguments">The arguments.</param>
    public static Task<ToolRun> RunForPersonAsync(string answer, params string[] arguments) =>
        RunHereAsync(new StringReader(answer), isInteractive: true, static _ => null, Stop, arguments);

    /// <summary>In this process, redirected.</summary>
    public static Task<ToolRun> RunHereAsync(params string[] arguments) => RunHereAsync(TextReader.Null, isInteractive: false, static _ => null, Stop, arguments);

    public static async Task<ToolRun> RunHereAsync(
        TextReader input, bool isInteractive, Func<string, string?> variable, CancellationToken cancellationToken, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(input, output, error) { IsInputInteractive = isInteractive, IsOutputInteractive = isInteractive, Variable = variable };
        var exitCode = await Distlock.RunAsync(arguments, terminal, cancellationToken);
        return new ToolRun(exitCode, output.ToString(), error.ToString());
    }
}
