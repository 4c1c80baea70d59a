using DistributedLock.Torture;

// The conductor of a run; its workers, which are this program again; and the check of a history that was kept. See --help.
try
{
    switch (args)
    {
        case ["worker"]:
            return await WorkerProgram.RunAsync();
        case [] or ["--help"] or ["-h"]:
            Console.WriteLine(OptionReader.Usage);
            return args.Length == 0 ? ExitCodes.Usage : ExitCodes.Success;
        case ["check", var file]:
            return HistoryCheck.Run(file, Console.Out);
        default:
            return await RunAsync(OptionReader.Read(args));
    }
}
catch (UsageException exception)
{
    Console.Error.WriteLine(exception.Message);
    return ExitCodes.Usage;
}
catch (Exception exception) when (args is not ["worker"])
{
    Console.Error.WriteLine(exception);
    return ExitCodes.CouldNotRun;
}

static async Task<int> RunAsync(TortureOptions options)
{
    var plan = options.Plan();
    Console.WriteLine($"{options.Backend.Name}, seed {options.Seed}: {plan.Count} faults in {options.Duration.TotalSeconds} s; keys {string.Join(' ', options.AllKeys.Select(key => key.Name))}");
    if (options.IsPlanOnly)
    {
        Console.WriteLine(string.Join('\n', plan));
        return ExitCodes.Success;
    }

    using var interrupted = new CancellationTokenSource();
    Console.CancelKeyPress += (_, pressed) =>
    {
        pressed.Cancel = !interrupted.IsCancellationRequested; // the second time it ends at once
        interrupted.Cancel();
    };
    var result = await new TortureRun(options, Console.Out).RunAsync(interrupted.Token);
    foreach (var (_, slice) in result.Violations.Take(10))
    {
        Console.WriteLine(slice);
    }

    Console.WriteLine(RunReport.Summary(result));
    if (result.Doubt is { } doubt)
    {
        Console.Error.WriteLine(doubt);
    }
    else if (options.ReportFile is { } report)
    {
        RunReport.Append(report, result);
    }

    return result.ExitCode;
}
