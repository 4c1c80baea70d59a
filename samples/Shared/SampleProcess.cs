using System.Diagnostics;
using System.Threading.Channels;

namespace Samples;

/// <summary>The parent's view of one more process of the same program. Its lines are queued; the parent takes them when it likes.</summary>
internal sealed class SampleProcess : IDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task<string> _errors;
    private readonly Task _reading;

    private SampleProcess(string name, Process process)
    {
        Name = name;
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    public int ProcessId => _process.Id;

    /// <summary>What it writes, line by line; ends when its output does.</summary>
    public ChannelReader<string> Lines => _lines.Reader;

    /// <summary>When the parent killed it, if it did: a <see cref="Stopwatch"/> timestamp.</summary>
    public long? KilledAt { get; private set; }

    /// <summary>Whether its output has ended: every line it ever wrote is in the queue or taken.</summary>
    public bool IsSilent => _reading.IsCompleted;

    /// <summary>Starts this program once more.</summary>
    /// <param name="name">What messages call the process.</param>
    /// <param name="arguments">What tells it that it is not the first.</param>
    /// <param name="store">Where its locks live; <see langword="null"/> for none.</param>
    public static SampleProcess Start(string name, IEnumerable<string> arguments, LockStore? store)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // Started as "dotnet Sample.dll", this process is dotnet and needs to be told what to run.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(SampleProcess).Assembly.Location);
        }

        LockStore.Choose(store, start.Environment);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new SampleProcess(name, Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start."));
    }

    /// <summary>Lets a process go on that waits for a line on its standard input.</summary>
    public void Go() => Say("go");

    /// <summary>Writes a line to its standard input.</summary>
    public void Say(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has failed already: StopAsync says how.
        }
    }

    /// <summary>
    /// Ends the process without any chance to clean up (SIGKILL). The time is taken before the signal is sent: what it was doing cannot have ended
    /// earlier, and a later time could fall behind what the next one does, who may be in before this process hears of the exit.
    /// </summary>
    public void Kill()
    {
        KilledAt = Stopwatch.GetTimestamp();
        _process.Kill();
    }

    /// <summary>Asks the process to stop by the end of its standard input, and insists after a while. All its lines have been queued when this returns.</summary>
    /// <returns>What went wrong, or <see langword="null"/>.</returns>
    public async Task<string?> StopAsync(TimeSpan patience)
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            return $"{Name} did not stop within {patience.TotalSeconds} s.";
        }

        await _reading;
        return _process.ExitCode == 0 || KilledAt is not null ? null : $"{Name} failed with exit code {_process.ExitCode}:\n{await _errors}";
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(TimeSpan.FromSeconds(5)); // its lock files cannot be deleted before
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _process.StandardOutput.ReadLineAsync() is { } line)
            {
                _lines.Writer.TryWrite(line);
            }
        }
        finally
        {
            _lines.Writer.Complete();
        }
    }
}
