using QuartzJobs;

if (args is ["machine"])
{
    return await Machine.RunAsync();
}

const string usage = $"""
    QuartzJobs: several processes schedule one Quartz job for every second; each tick is run once, also after the one that runs it is killed.

    Usage: dotnet run --project samples/QuartzJobs [-- options]

    An option is written --name N or --name=N.

      --machines N      processes, 2 to 9 (default 3)
      --ticks N         ticks to watch, 6 to 60 (default 8)
    {SampleArguments.StoreUsage}
      --help            this text

    Exit code: 0 as promised; 1 a tick was run twice or not at all, or a process failed; 2 bad options.
    """;

return await SampleMain.RunAsync(args, usage, [new SampleNumber("--machines", 2, 9, 3), new SampleNumber("--ticks", 6, 60, 8)], [], async options =>
{
    var directory = Directory.CreateTempSubdirectory("distributedlock-quartz-");
    try
    {
        var store = options.Store ?? new LockStore(LockStore.Directory, directory.FullName);
        return await new Watch(options.Number("--machines"), options.Number("--ticks"), store).RunAsync();
    }
    finally
    {
        directory.Delete(recursive: true);
    }
});
