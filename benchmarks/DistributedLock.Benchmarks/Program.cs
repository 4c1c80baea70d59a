using System.Globalization;
using BenchmarkDotNet.Running;
using DistributedLock.Benchmarks.CompileTime;
using DistributedLock.Benchmarks.FileHandover;
using DistributedLock.Benchmarks.Running;

try
{
    switch (args)
    {
        case [] or ["--help" or "-h", ..]:
            Console.WriteLine($"""
                Measures what locks cost, each beside its reference in the same run.

                  --report                   measures everything (12 minutes) and writes docs/performance.md and its charts
                  --report --only PART,...   only these sections; the others are kept. Parts: {string.Join(", ", BenchmarkParts.Names)}
                  --only PART,...            the same, but prints the sections
                  --quick                    a short run that shows that the program works; its figures say nothing
                  --page FILE                writes this file instead, and the charts beside it
                  --redis-server HOST:PORT   the server to measure with (DISTRIBUTEDLOCK_TEST_REDIS does the same); otherwise one is started
                  --postgres-server TEXT     an Npgsql connection string (DISTRIBUTEDLOCK_TEST_POSTGRES does the same); otherwise one is started

                  --filter PATTERN           BenchmarkDotNet's benchmarks, with its own options: --filter '*Wrapper*', --list flat
                  --generator [METHODS ...]  the generator on projects of so many locked methods, one after the other: for a profiler, and
                                             the first one shows a fresh process
                  --long-method [LINES ...]  the analyzers on one method of so many lines that block or start work without a lock
                  --write-project DIR [N]    writes the sources of the compile-time part, N (1000) locked methods, to build them with
                                             dotnet build -p:ReportAnalyzer=true -v:detailed

                Single figures of two machines or two days say nothing: compare a figure with its reference. Use a quiet machine.
                """);
            return 0;

        case [ReportOptions.Report or ReportOptions.Only or ReportOptions.Quick or ReportOptions.Page or ReportOptions.RedisServer or ReportOptions.PostgresServer, ..]:
            return await ReportRun.RunAsync(ReportOptions.Parse(args));

        case [PartProcess.Argument, var part, var results, .. var rest]:
            return await PartProcess.ServeAsync(part, results, isQuick: rest.Contains(ReportOptions.Quick));

        case [Contender.Argument, var directory, var rounds]:
            return await Contender.ServeAsync(directory, int.Parse(rounds, CultureInfo.InvariantCulture));

        case ["--generator", .. var sizes]:
            GeneratorMeasurement.Print([.. sizes.Select(static size => int.Parse(size, CultureInfo.InvariantCulture))]);
            return 0;

        case ["--long-method", .. var lengths]:
            await LongMethod.PrintAsync([.. lengths.Select(static length => int.Parse(length, CultureInfo.InvariantCulture))]);
            return 0;

        case ["--write-project", var folder, .. var size]:
            GeneratedProject.WriteTo(folder, size is [var methods, ..] ? int.Parse(methods, CultureInfo.InvariantCulture) : 1000);
            return 0;

        default:
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
            return 0;
    }
}
catch (ArgumentException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 2;
}
