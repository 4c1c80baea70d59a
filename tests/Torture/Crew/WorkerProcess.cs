using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using DistributedLock.TestServers;

namespace DistributedLock.Torture;

/// <summary>A worker process, seen from the conductor. Thread-safe.</summary>
internal sealed class WorkerProcess
{
    private readonly Process _process;
    private readonly WorkerSettings _settings;
    private readonly Recorder _recorder;
    private readonly Keeper _keeper;
    private readonly Lock _signalling = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Dictionary<string, HistoryEntry> _attempts = [];
    private readonly Task<string> _errors;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isKilled;
    private volatile bool _isLeaving;
    private volatile string? _trouble;

    private WorkerProcess(Process process, WorkerSettings settings, Recorder recorder, Keeper keeper)
    {
        (_process, _settings, _recorder, _keeper) = (process, settings, recorder, keeper);
        _errors = process.StandardError.ReadToEndAsync(); // or it would wait for a reader when it has much to say
    }

    public string Name => _settings.Name;

    /// <summary>Ends when the process has ended and all it had written is in the history.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Ends when it has ended all that it had begun, or itself.</summary>
    public Task Idle => _idle.Task;

    /// <summary>Starts a worker.</summary>
    /// <param name="settings">What it is told.</param>
    /// <param name="recorder">Where its entries go.</param>
    /// <param name="keeper">Ends the process when this one dies, also when it is stopped and cannot notice.</param>
    public static WorkerProcess Start(WorkerSettings settings, Recorder recorder, Keeper keeper)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly.GetExecutingAssembly().Location, "worker"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start a worker.");
        keeper.Watch(process.Id); // it does nothing, and ends with its input, until it is told what to do
        recorder.Add(new HistoryEntry { Kind = EntryKind.WorkerStarted, Worker = settings.Name, Text = FormattableString.Invariant($"process {process.Id}") });
        var worker = new WorkerProcess(process, settings, recorder, keeper);
        worker.Ended = worker.RunAsync(worker.SayAsync(settings.ToLine())); // before anything else can be said
        return worker;
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _isKilled = true;
        Signal(Signals.Kill);
    }

    /// <summary>Kills it because something is wrong with it.</summary>
    public void GiveUp(string trouble)
    {
        _trouble ??= trouble;
        Kill();
    }

    /// <summary>SIGSTOP.</summary>
    public void Stop() => Signal(Signals.Stop);

    /// <summary>SIGCONT.</summary>
    public void Continue() => Signal(Signals.Continue);

    /// <summary>Asks it to end what it has begun.</summary>
    public Task FinishAsync() => SayAsync(ConductorCommand.Finish);

    /// <summary>Asks it to exit, when it is idle.</summary>
    public Task LeaveAsync()
    {
        _isLeaving = true;
        return SayAsync(ConductorCommand.Leave);
    }

    /// <summary>Sets the wall clock of its provider.</summary>
    public Task SetClockAsync(TimeSpan offset) => SayAsync(FormattableString.Invariant($"{ConductorCommand.SetClock} {(long)offset.TotalMilliseconds}"));

    private void Signal(Action<int> send)
    {
        lock (_signalling)
        {
            // Once it has been waited for, its number may be another process's.
            if (!_process.HasExited)
            {
                send(_process.Id);
            }
        }
    }

    private async Task RunAsync(Task told)
    {
        await Task.Yield();
        try
        {
            await told;
            while (await _process.StandardOutput.ReadLineAsync() is { } line)
            {
                // A killed process may leave the beginning of a line.
                if (line.EndsWith('}') && line.IndexOf(' ') is > 0 and var blank)
                {
                    var placed = Place(HistoryFile.Entry(line[(blank + 1)..]));
                    await SayAsync(FormattableString.Invariant(
                        $"{line[..blank]} {placed.Number} {(placed.Accepted == false ? 0 : 1)} {placed.Version ?? 0}"));
                }
                else if (!_isKilled)
                {
                    GiveUp($"it wrote '{line}'");
                }
            }
        }
        catch (Exception exception)
        {
            GiveUp(exception.ToString()); // what it wrote cannot be understood or judged: nobody would read it any more
        }

        await _process.WaitForExitAsync();
        _keeper.WatchNothing();
        var errors = await _errors;
        var isGood = _isLeaving && !_isKilled && _process.ExitCode == 0;
        _recorder.Add(new HistoryEntry
        {
            Kind = EntryKind.WorkerEnded,
            Worker = Name,
            Outcome = _trouble is not null ? WorkerEnds.Failed : isGood ? WorkerEnds.Finished : _isKilled ? WorkerEnds.Killed : WorkerEnds.Failed,
            Text = _trouble ?? (isGood || _isKilled ? null : string.Create(CultureInfo.InvariantCulture, $"exit code {_process.ExitCode}. {errors.Trim()}")),
        });
        _idle.TrySetResult();
    }

    /// <summary>An entry as the worker told it, with what the conductor knows of it.</summary>
    private HistoryEntry Place(HistoryEntry told)
    {
        var entry = told with
        {
            Worker = Name,
            Attempt = told.Attempt is null ? null : $"{Name}/{told.Attempt}",
            Deadline = told.Deadline is { } deadline ? _recorder.OnAxis(deadline) : null,
        };
        switch (entry.Kind)
        {
            case EntryKind.WorkerIdle:
                entry = _recorder.Add(entry);
                _idle.TrySetResult();
                return entry;
            case EntryKind.Asked:
                _attempts.Add(entry.Attempt!, entry);
                return _recorder.Add(entry);
        }

        var asked = _attempts[entry.Attempt!];
        entry = entry with { Key = asked.Key };
        switch (entry.Kind)
        {
            case EntryKind.Held:
                entry = entry with { Access = asked.Access };
                break;
            case EntryKind.Told or EntryKind.Released:
                _attempts.Remove(entry.Attempt!);
                break;
            case EntryKind.Read or EntryKind.Written or EntryKind.Appended:
                return _recorder.Use(entry, asked.Access!.Value);
        }

        return _recorder.Add(entry);
    }

    private async Task SayAsync(string line)
    {
        await _writing.WaitAsync();
        try
        {
            await _process.StandardInput.WriteAsync(line + "\n");
            await _process.StandardInput.FlushAsync();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It has ended; its output says so.
        }
        finally
        {
            _writing.Release();
        }
    }
}
