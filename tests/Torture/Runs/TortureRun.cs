namespace DistributedLock.Torture;

/// <summary>The conductor: one run from the start of the servers to the last check.</summary>
internal sealed class TortureRun(TortureOptions options, TextWriter output)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    // Starts, waits of workers that are to finish, and the check that everything is free.
    private TimeSpan Allowance => TimeSpan.FromMinutes(4) + (FreedomCheck.Patience(options) * (1 + options.AllKeys.Sum(static key => key.Permits + 1)));

    /// <summary>Runs.</summary>
    /// <param name="cancellationToken">Ends the run early; what it has seen until then is judged.</param>
    /// <exception cref="TimeoutException">It did not end; all it had started is ended.</exception>
    public async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Windows can neither stop a process nor has it a redis-server: run this on Linux or macOS.");
        }

        using var limit = new CancellationTokenSource(options.Duration + Allowance);
        using var watch = new WallClockWatch();
        using var recorder = new Recorder(Header(), options.HistoryFile is { } file ? new StreamWriter(file) : null);
        try
        {
            await using var site = await Site.StartAsync(options.Backend, options.Workers, limit.Token);
            var elapsed = await RunAsync(site, recorder, limit.Token, cancellationToken);
            recorder.Finish();
            return Result(recorder, elapsed, Doubt(watch));
        }
        catch (Exception exception) when (recorder.Violations.Count > 0)
        {
            // What is known stays known: a store that does wrong may end the run as well.
            output.WriteLine($"The run could not go on: {exception}");
            return Result(recorder, recorder.Elapsed, Doubt(watch));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"The run did not end within {options.Duration + Allowance}.");
        }
    }

    private RunResult Result(Recorder recorder, TimeSpan elapsed, string? doubt)
    {
        var history = recorder.Recent();
        return new RunResult(options, recorder.Tally, [.. recorder.Violations.Select(violation => (violation, HistorySlice.Format(violation, history)))], elapsed, doubt);
    }

    private async Task<TimeSpan> RunAsync(Site site, Recorder recorder, CancellationToken limit, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(limit, cancellationToken);
        var start = recorder.Elapsed;
        TimeSpan elapsed;
        await using (var crew = new WorkerCrew(options.Workers, recorder, place => Settings(site, place)))
        {
            using var faults = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
            var injecting = new FaultInjector(options, site, crew, recorder).RunAsync(faults.Token);
            await WaitAsync(injecting, recorder, ending.Token);
            elapsed = recorder.Elapsed - start;
            await faults.CancelAsync();
            await injecting.WaitAsync(limit);
            await crew.FinishAsync(TimeSpan.FromSeconds(60), limit);

            // While they live: a lock that one of them holds and has forgotten would be free at its death.
            await new FreedomCheck(options, site, recorder).RunAsync(limit);
            await crew.LeaveAsync(TimeSpan.FromSeconds(60), limit);
        }

        recorder.ReadAtLast();
        return elapsed;
    }

    /// <summary>Waits until the time is over, something is wrong, or somebody wants it to end; and says how it goes.</summary>
    private async Task WaitAsync(Task injecting, Recorder recorder, CancellationToken ending)
    {
        var violated = options.KeepsGoing ? CancellationToken.None : recorder.Violated.Token;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ending, violated);
        var start = recorder.Elapsed;
        while (!waiting.IsCancellationRequested && recorder.Elapsed - start is var elapsed && elapsed < options.Duration)
        {
            var rest = options.Duration - elapsed;
            var pause = Task.Delay(rest < Pace ? rest + TimeSpan.FromMilliseconds(1) : Pace, waiting.Token); // timers cut fractions off
            await Task.WhenAny(pause, injecting.IsCompletedSuccessfully ? pause : injecting);
            if (injecting.IsFaulted)
            {
                await injecting; // a server that cannot be started again, for instance
            }

            if (pause.IsCompletedSuccessfully)
            {
                output.WriteLine(RunReport.Progress(recorder.Elapsed - start, recorder.Tally));
            }
        }
    }

    private WorkerSettings Settings(Site site, int place) => new()
    {
        Backend = options.Backend.Name,
        Stores = site.StoresOf(place),
        Breakage = options.Breakage,
        Seed = options.Seed,
        Name = "",
        Keys = options.AllKeys,
        Loops = options.Loops,
        Lease = (int)options.Lease.TotalMilliseconds,
    };

    private HistoryHeader Header() => new()
    {
        Backend = options.Backend.Name,
        Seed = options.Seed,
        Lease = options.Backend.HasLeases ? (long)options.Lease.TotalMicroseconds : null,
        HasTokens = options.Backend.HasTokens,
        HasLosses = options.Backend.HasLosses,
        Permits = options.AllKeys.Where(static key => key.IsSemaphore).ToDictionary(static key => key.Name, static key => key.Permits),
    };

    private string? Doubt(WallClockWatch watch) => options.Backend.HasLeases && watch.Step is { } step
        ? $"Somebody set the machine's clock by {step.TotalMilliseconds:0} ms during the run: leases are counted by it, so the result says nothing."
        : null;
}
