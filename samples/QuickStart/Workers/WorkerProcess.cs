using System.Threading.Channels;

namespace QuickStart.Workers;

/// <summary>The parent's view of one worker process. Its events are queued; the parent takes them when it redraws.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly SampleProcess _process;
    private readonly Channel<WorkerEvent> _events = Channel.CreateUnbounded<WorkerEvent>();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private WorkerProcess(int number, SampleProcess process)
    {
        Number = number;
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>From 1: what the timeline shows.</summary>
    public int Number { get; }

    public int ProcessId => _process.ProcessId;

    /// <summary>When the parent killed it, if it did.</summary>
    public long? KilledAt => _process.KilledAt;

    /// <summary>Whether its output has ended: every event it ever wrote is in the queue or taken.</summary>
    public bool IsSilent => _reading.IsCompleted;

    /// <summary>Completes when the worker waits for <see cref="Go"/>, or has failed to.</summary>
    public Task Ready => _ready.Task;

    public static WorkerProcess Start(int number, IEnumerable<string> arguments, LockStore? store) =>
        new(number, SampleProcess.Start($"Worker {number}", arguments, store));

    public void Go() => _process.Go();

    public bool TryTakeEvent(out WorkerEvent taken) => _events.Reader.TryRead(out taken);

    /// <inheritdoc cref="SampleProcess.Kill"/>
    public void Kill() => _process.Kill();

    /// <summary>Asks the worker to stop, and insists after a while. All its events have been queued when this returns.</summary>
    /// <returns>What went wrong, or <see langword="null"/>.</returns>
    public async Task<string?> StopAsync(TimeSpan patience)
    {
        var trouble = await _process.StopAsync(patience);
        await _reading;
        return trouble;
    }

    public void Dispose() => _process.Dispose();

    private async Task ReadAsync()
    {
        await foreach (var line in _process.Lines.ReadAllAsync())
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
