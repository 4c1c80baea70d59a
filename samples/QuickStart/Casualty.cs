using System.Diagnostics;
using QuickStart.Timelines;
using QuickStart.Workers;

namespace QuickStart;

/// <summary>Kills one holder in mid-work, once, and notices when the next worker gets in.</summary>
internal sealed class Casualty(Phase phase, TimeSpan notBefore)
{
    // A body lasts 100 ms and more: one that began less than this ago is still going on when the signal arrives.
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(70);

    private WorkerProcess? _victim;
    private TenantTimeline? _orphaned;

    /// <summary>How long after the kill the next worker was in the body; <see langword="null"/> when nobody has been yet.</summary>
    public TimeSpan? Handover { get; private set; }

    /// <summary>Whether a holder has been killed.</summary>
    public bool Happened => _orphaned is not null;

    /// <summary>Goes one step on, after the phase has taken what the workers said.</summary>
    public void Update(IReadOnlyList<WorkerProcess> workers)
    {
        if (_victim is null)
        {
            if (phase.Elapsed >= notBefore)
            {
                Kill(workers);
            }
        }
        else if (_orphaned is null)
        {
            Bury(_victim);
        }
        else if (Handover is null)
        {
            WatchForNext(_victim, _orphaned);
        }
    }

    private void Kill(IReadOnlyList<WorkerProcess> workers)
    {
        // Somebody should be waiting, so that the time to the next begin is the time it takes to notice that the lock is free.
        var run = phase.Tenants
            .Where(tenant => tenant.Waiting.Count > 0)
            .SelectMany(tenant => tenant.Runs)
            .FirstOrDefault(run => run.IsGoingOn && Stopwatch.GetElapsedTime(run.Begin) < Fresh);
        if (run is not null)
        {
            _victim = workers.First(worker => worker.Number == run.Worker);
            _victim.Kill();
        }
    }

    /// <summary>Only when its last words have arrived is it known what the victim died of doing.</summary>
    private void Bury(WorkerProcess victim)
    {
        if (!victim.IsSilent)
        {
            return;
        }

        phase.Apply([victim]);
        _orphaned = phase.Tenants.Where(tenant => tenant.Leave(victim.Number, victim.KilledAt!.Value)).ToArray().FirstOrDefault();
        if (_orphaned is null)
        {
            // It had left the body after all. One worker less, but the show needs a holder's death.
            _victim = null;
            return;
        }

        phase.Note($"worker {victim.Number} (process {victim.ProcessId}) was killed while it held the lock of {_orphaned.Tenant}");
        WatchForNext(victim, _orphaned);
    }

    private void WatchForNext(WorkerProcess victim, TenantTimeline orphaned)
    {
        var killedAt = victim.KilledAt!.Value;
        if (orphaned.Runs.FirstOrDefault(run => run.Begin > killedAt) is { } next)
        {
            Handover = Stopwatch.GetElapsedTime(killedAt, next.Begin);
            phase.Note($"worker {next.Worker} got the lock {Handover.Value.TotalMilliseconds:0} ms after the kill");
        }
    }
}
