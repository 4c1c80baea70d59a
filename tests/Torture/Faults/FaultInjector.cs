using System.Diagnostics;
using DistributedLock.TestServers;

namespace DistributedLock.Torture;

/// <summary>Carries out a plan of faults, and mends what it broke.</summary>
internal sealed class FaultInjector(TortureOptions options, Site site, WorkerCrew crew, Recorder recorder)
{
    private readonly IReadOnlyList<TorturedKey> _keys = options.AllKeys;
    private readonly ForgottenHold _forgotten = new(options, site, recorder);
    private readonly SemaphoreSlim _server = new(1);
    private readonly SemaphoreSlim[] _places = [.. Enumerable.Range(0, crew.Places).Select(static _ => new SemaphoreSlim(1))];
    private readonly Stopwatch _time = Stopwatch.StartNew();

    /// <summary>Begins each fault at its time, and returns when the last one is over. When it is cancelled, it mends at once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var faults = new List<Task>();
        foreach (var fault in options.Plan())
        {
            await DelayAsync(fault.At - _time.Elapsed, cancellationToken);
            if (faults.Find(static made => made.IsFaulted) is { } failed)
            {
                await failed; // a server that did not start again, for instance
            }

            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            faults.Add(MakeAsync(fault, cancellationToken));
        }

        await Task.WhenAll(faults);
    }

    private async Task MakeAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var isOfServer = fault.Name is FaultNames.Restart or FaultNames.Freeze or FaultNames.Scripts or FaultNames.Forget;
        var place = isOfServer ? 0 : PlaceOf(fault);
        if (!(isOfServer ? _server.Wait(0, CancellationToken.None) : TryEnterFrom(ref place)))
        {
            return; // what the server or all places suffer from is not over yet
        }

        try
        {
            await (isOfServer ? OfServerAsync(fault, fault.Place % Math.Max(1, site.Servers), cancellationToken) : OfWorkerAsync(fault, place, cancellationToken));
        }
        finally
        {
            (isOfServer ? _server : _places[place]).Release();
        }
    }

    /// <summary>Takes a place, or the next one that suffers from nothing yet.</summary>
    private bool TryEnterFrom(ref int place)
    {
        for (var i = 0; i < _places.Length; i++, place = (place + 1) % _places.Length)
        {
            if (_places[place].Wait(0, CancellationToken.None))
            {
                return true;
            }
        }

        return false;
    }

    private int PlaceOf(PlannedFault fault) =>
        fault.HolderOf is { } key && recorder.HolderOf(_keys[key % _keys.Count].Name) is { } holder && crew.PlaceOf(holder) is { } place ? place : fault.Place;

    private async Task OfWorkerAsync(PlannedFault fault, int place, CancellationToken cancellationToken)
    {
        var worker = crew[place];
        Begin(fault, worker.Name);
        switch (fault.Name)
        {
            case FaultNames.Kill:
                await crew.ReplaceAsync(place, worker, fault.For / 4, CancellationToken.None);
                break;
            case FaultNames.Stop:
                worker.Stop();
                await DelayAsync(fault.For, cancellationToken);
                worker.Continue();
                break;
            case FaultNames.Clock:
                await worker.SetClockAsync(fault.Clock);
                break;
            default:
                await OfLinesAsync(fault, place, worker, cancellationToken);
                break;
        }

        End(fault, worker.Name);
    }

    private async Task OfLinesAsync(PlannedFault fault, int place, WorkerProcess worker, CancellationToken cancellationToken)
    {
        // With several servers a line to one of them is bad, or all are.
        var all = site.LinesOf(place);
        IReadOnlyList<TcpProxy> lines = fault.Place % 2 == 0 ? all : [all[fault.Place % all.Count]];
        if (fault.Name == FaultNames.Cut)
        {
            ForgetSessions(worker, begins: true);
            Each(lines, static line => line.CutAll());
            ForgetSessions(worker, begins: false);
            return;
        }

        Each(lines, line => Break(line, fault));
        await DelayAsync(fault.For, cancellationToken);

        // A line that has thrown bytes away is reset when it is mended.
        var isLossy = fault.Name is FaultNames.Deaf or FaultNames.Mute;
        if (isLossy)
        {
            ForgetSessions(worker, begins: true);
        }

        Each(lines, static line => line.Heal());
        if (isLossy)
        {
            ForgetSessions(worker, begins: false);
        }
    }

    private static void Break(TcpProxy line, PlannedFault fault)
    {
        switch (fault.Name)
        {
            case FaultNames.Deaf:
                line.HalfOpen(ProxyDirection.Up);
                break;
            case FaultNames.Mute:
                line.HalfOpen(ProxyDirection.Down);
                break;
            case FaultNames.BlackHole:
                line.BlackHole();
                break;
            case FaultNames.Slow:
                line.Delay(fault.For / 20, fault.For / 20);
                break;
        }
    }

    private async Task OfServerAsync(PlannedFault fault, int server, CancellationToken cancellationToken)
    {
        Begin(fault, worker: null);
        switch (fault.Name)
        {
            case FaultNames.Restart:
                ForgetSessions(worker: null, begins: true);
                await site.KillAsync(server);
                ForgetSessions(worker: null, begins: false);
                await DelayAsync(fault.For / 2, cancellationToken);
                await site.StartAgainAsync(server, CancellationToken.None);
                break;
            case FaultNames.Freeze:
                site.Freeze(server);
                await DelayAsync(fault.For, cancellationToken);
                site.Thaw(server);
                break;
            case FaultNames.Scripts:
                await site.ForgetAsync(server, everything: false, CancellationToken.None);
                break;
            case FaultNames.Forget:
                await _forgotten.RunAsync(() => ForgetAllAsync(server), cancellationToken);
                break;
        }

        End(fault, worker: null);
    }

    private async Task ForgetAllAsync(int server)
    {
        Forget(worker: null, begins: true);
        await site.ForgetAsync(server, everything: true, CancellationToken.None);
        Forget(worker: null, begins: false);
    }

    /// <summary>What ends sessions takes their locks away by right; leases do not mind.</summary>
    private void ForgetSessions(WorkerProcess? worker, bool begins)
    {
        if (!options.Backend.HasLeases)
        {
            Forget(worker, begins);
        }
    }

    private void Forget(WorkerProcess? worker, bool begins) => recorder.Add(new HistoryEntry
    {
        Kind = EntryKind.Forgotten, Outcome = begins ? Outcomes.Begins : null, Workers = worker is null ? null : [worker.Name],
    });

    private void Begin(PlannedFault fault, string? worker) => recorder.Add(new HistoryEntry
    {
        Kind = EntryKind.FaultBegan, Outcome = fault.Name, Worker = worker, Text = FormattableString.Invariant($"for {fault.For.TotalSeconds:0.000} s"),
    });

    private void End(PlannedFault fault, string? worker) => recorder.Add(new HistoryEntry { Kind = EntryKind.FaultEnded, Outcome = fault.Name, Worker = worker });

    private static void Each(IReadOnlyList<TcpProxy> lines, Action<TcpProxy> action)
    {
        foreach (var line in lines)
        {
            action(line);
        }
    }

    /// <summary>Ends early, and without an exception, when there is no time any more.</summary>
    private static Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        delay <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(delay, cancellationToken).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
