using StartupMigration;

if (args is ["replica", ..])
{
    return await Replica.RunAsync(args);
}

const string usage = $"""
    StartupMigration: replicas of one application start at once, and one of them fills the database for all.

    Usage: dotnet run --project samples/StartupMigration [-- options]

    An option is written --name N or --name=N.

      --replicas N      processes that start, 3 to 9 (default 5)
    {SampleArguments.StoreUsage}
      --help            this text

    Exit code: 0 as promised; 1 a replica failed, or seeded what another had; 2 bad options.
    """;

return await SampleMain.RunAsync(
    args, usage, [new SampleNumber("--replicas", 3, 9, 5)], [], options => new Rollout(options.Number("--replicas"), options.Store).RunAsync());
