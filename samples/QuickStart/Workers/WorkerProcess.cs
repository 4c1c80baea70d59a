using System.Diagnostics;
using System.Threading.Channels;

namespace QuickStart.Workers;

/// <summary>The parent's view of one worker process. Its events are queued; the parent takes them when it redraws.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly Channel<WorkerEvent> _events = Channel.CreateUnbounded<WorkerEvent>();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<string> _errors;
    private readonly Task _reading;

    private WorkerProcess(int number, Process process)
    {
        Number = number;
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    /// <summary>From 1: what the timeline shows.</summary>
    public int Number { get; }

    public int ProcessId => _process.Id;

    /// <summary>When the parent killed it, if it did.</summary>
    public long? KilledAt { get; private set; }

    /// <summary>Whether its output has ended: every event it ever wrote is in the queue or taken.</summary>
    public bool IsSilent => _reading.IsCompleted;

    /// <summary>Completes when the worker waits for <see cref="Go"/>, or has failed to.</summary>
    public Task Ready => _ready.Task;

    public static WorkerProcess Start(int number, IEnumerable<string> arguments, LockStore? store)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // Started as "dotnet QuickStart.dll", this process is dotnet and needs to be told what to run.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(WorkerProcess).Assembly.Location);
        }

        LockStore.Choose(store, start.Environment);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new WorkerProcess(number, Process.Start(start) ?? throw new InvalidOperationException("The worker process did not start."));
    }

    public void Go()
    {
        try
        {
            _process.StandardInput.WriteLine("go");
        }
        catch (IOException)
        {
            // It has failed already: StopAsync says how.
        }
    }

    public bool TryTakeEvent(out WorkerEvent taken) => _events.Reader.TryRead(out taken);

    /// <summary>
    /// Ends the process without any chance to clean up (SIGKILL). The time is taken before the signal is sent: the dead run cannot be older, and a
    /// later time could fall behind the begin of the next holder, who may be in before this process hears of the exit.
    /// </summary>
    public void Kill()
    {
        KilledAt = Stopwatch.GetTimestamp();
        _process.Kill();
    }

    /// <summary>Asks the worker to stop, and insists after a while. All its events have been queued when this returns.</summary>
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
            return $"Worker {Number} did not stop within {patience.TotalSeconds} s.";
        }

        await _reading;
        return _process.ExitCode == 0 || KilledAt is not null
            ? null
            : $"Worker {Number} failed with exit code {_process.ExitCode}:\n{await _errors}";
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
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var next = WorkerEvent.Parse(line);
            if (next.Kind == WorkerEventKind.Ready)
            {
                _ready.TrySetResult();
            }
            else
            {
                _events.Writer.TryWrite(next);
            }
        }

        _ready.TrySetResult();
    }
}
