using QuickStart.Views;
using QuickStart.Workers;

namespace QuickStart;

/// <summary>The parent process: runs the two phases and judges them.</summary>
internal sealed class Show(QuickStartOptions options)
{
    private static readonly string[] Names = ["acme", "globex", "initech", "umbrella", "hooli", "stark"];
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string[] _tenants = Names[..options.Tenants];
    private readonly ITimelineView _view = options.Plain || !AnsiView.IsSupported ? new PlainView() : new AnsiView();
    private readonly List<string> _failures = [];
    private readonly CancellationTokenSource _interrupted = new();

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync()
    {
        Console.CancelKeyPress += (_, interrupt) =>
        {
            interrupt.Cancel = true;
            _interrupted.Cancel();
        };

        var directory = Directory.CreateTempSubdirectory("distributedlock-quickstart-");
        try
        {
            Console.WriteLine($"{options.Workers} worker processes generate reports for {options.Tenants} tenants. A digit is the worker that runs, ! means two at once.");
            var without = await PlayAsync("without the lock", store: null);
            var with = await PlayAsync("with the lock", options.Store ?? new LockStore(LockStore.Directory, directory.FullName));
            return Judge(without, with);
        }
        catch (OperationCanceledException) when (_interrupted.IsCancellationRequested)
        {
            return 130; // what a shell reports for a program ended by Ctrl+C
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task<Phase> PlayAsync(string title, LockStore? store)
    {
        var phase = new Phase(title, TimeSpan.FromSeconds(options.Seconds), _tenants);
        var workers = new List<WorkerProcess>();
        try
        {
            for (var number = 1; number <= options.Workers; number++)
            {
                workers.Add(WorkerProcess.Start(number, Worker.Arguments(_tenants), store));
            }

            await Task.WhenAll(workers.Select(worker => worker.Ready)).WaitAsync(Patience, _interrupted.Token);
            phase.Begin();
            workers.ForEach(worker => worker.Go());
            await PerformAsync(phase, workers, store is null ? null : new Casualty(phase, notBefore: phase.Length / 2.5));
            return phase;
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }
    }

    private async Task PerformAsync(Phase phase, List<WorkerProcess> workers, Casualty? casualty)
    {
        using var ticks = new PeriodicTimer(Tick);
        using (_view.Open(phase))
        {
            while (phase.Elapsed < phase.Length && await ticks.WaitForNextTickAsync(_interrupted.Token))
            {
                phase.Apply(workers);
                casualty?.Update(workers);
                _view.Draw(phase);
            }

            var failures = await Task.WhenAll(workers.Select(worker => worker.StopAsync(Patience)));
            _failures.AddRange(failures.OfType<string>());
            phase.Apply(workers);
            casualty?.Update(workers);
            phase.End(workers);
        }

        if (casualty is { Happened: false })
        {
            _failures.Add("No holder was killed: at no moment was one worker in the body while another waited for the same tenant.");
        }
        else if (casualty is { Handover: null })
        {
            _failures.Add("A holder was killed, but nobody got its lock afterwards.");
        }
    }

    private int Judge(Phase without, Phase with)
    {
        if (without.OverlappingRuns == 0)
        {
            _failures.Add("Nothing overlapped without the lock, so the second phase proves nothing: use more workers, fewer tenants or more seconds.");
        }

        if (with.Runs == 0)
        {
            _failures.Add("Nothing ran under the lock.");
        }

        foreach (var failure in _failures)
        {
            Console.WriteLine(failure);
        }

        Console.WriteLine($"{with.Runs} runs with the lock, {without.Runs} without");
        Console.WriteLine($"without lock: {without.OverlappingRuns} overlapping runs");
        Console.WriteLine($"with lock: {with.OverlappingRuns} overlapping runs");
        return with.OverlappingRuns == 0 && _failures.Count == 0 ? 0 : 1;
    }
}
