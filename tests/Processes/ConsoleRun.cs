using System.Collections.Concurrent;
using System.Diagnostics;

namespace DistributedLock.Tests.Processes;

/// <summary>What a program printed and how it ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">The lines of its standard output and error, as they came.</param>
internal sealed record ConsoleRun(int ExitCode, IReadOnlyList<string> Output)
{
    /// <summary>All output, for assertions and their messages.</summary>
    public string Text { get; } = string.Join('\n', Output);

    /// <summary>Runs a program to its end; kills it and what it started when the limit passes or the test ends first.</summary>
    /// <exception cref="TimeoutException">The program did not end in time; the message carries what it printed.</exception>
    public static async Task<ConsoleRun> StartAsync(
        string program, IEnumerable<string> arguments, string directory, TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        ForgetOuterBuild(start);

        var output = new ConcurrentQueue<string>();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");
        var reading = Task.WhenAll(ReadAsync(process.StandardOutput, output), ReadAsync(process.StandardError, output));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(ending.Token);
            await reading.WaitAsync(ending.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"'{program} {string.Join(' ', arguments)}' did not end within {limit.TotalSeconds} s. It printed:\n{string.Join('\n', output)}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return new ConsoleRun(process.ExitCode, [.. output]);
    }

    /// <summary>Runs the SDK, without the servers that outlive a build: they would keep the output open.</summary>
    public static Task<ConsoleRun> DotnetAsync(string command, IEnumerable<string> arguments, string directory, TimeSpan limit, CancellationToken cancellationToken) =>
        StartAsync("dotnet", [command, .. arguments, "-nodeReuse:false", "-p:UseSharedCompilation=false"], directory, limit, cancellationToken);

    /// <summary>A test that runs under "dotnet test" inherits variables that would lead an inner build astray.</summary>
    private static void ForgetOuterBuild(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
    }

    private static async Task ReadAsync(StreamReader reader, ConcurrentQueue<string> output)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            output.Enqueue(line);
        }
    }
}
