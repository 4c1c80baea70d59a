using System.Diagnostics;

namespace DistributedLock.Tests.Elections;

/// <summary>A process that is a candidate, and whose lines are read to their end.</summary>
internal sealed class CandidateProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private CandidateProcess(Process process, int number, Action<ElectionLine> onLine)
    {
        _process = process;
        Number = number;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync(onLine);
    }

    public int Number { get; }

    public static CandidateProcess Start(ProcessStartInfo start, int number, Action<ElectionLine> onLine)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        return new CandidateProcess(Process.Start(start)!, number, onLine);
    }

    /// <summary>Ends it without a word (SIGKILL).</summary>
    /// <returns>The machine's monotonic clock before that.</returns>
    public long Kill()
    {
        var stamp = Stopwatch.GetTimestamp();
        _process.Kill();
        return stamp;
    }

    /// <summary>Asks it to leave the election and to end.</summary>
    /// <returns>The machine's monotonic clock before that.</returns>
    public long RequestStop()
    {
        var stamp = Stopwatch.GetTimestamp();
        _process.StandardInput.Close();
        return stamp;
    }

    /// <summary>Stops it where it is, or lets it go on; not on Windows.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, FormattableString.Invariant($"{_process.Id}")]);
        kill.WaitForExit();
    }

    /// <summary>Waits until it has ended and all that it said is read.</summary>
    /// <returns>What it wrote to its standard error.</returns>
    public async Task<string> WaitForEndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _reading.WaitAsync(cancellationToken);
        return await _errors.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ReadAsync(Action<ElectionLine> onLine)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } text)
        {
            if (ElectionLine.Parse(Number, text) is { } line)
            {
                onLine(line);
            }
        }
    }
}
