using Samples.LeaderElection;

if (args is ["candidate"])
{
    return await Candidate.RunAsync();
}

const string usage = $"""
    LeaderElection: several processes are candidates, one leads and works; it is stopped, and another one goes on in a higher term.

    Usage: dotnet run --project samples/LeaderElection [-- options]

    An option is written --name N or --name=N.

      --candidates N    processes that take part, 2 to 9 (default 3)
    {SampleArguments.StoreUsage}
      --help            this text

    Exit code: 0 as promised; 1 a term was not higher than the one before, or a process failed; 2 bad options.
    """;

return await SampleMain.RunAsync(args, usage, [new SampleNumber("--candidates", 2, 9, 3)], [], async options =>
{
    var directory = Directory.CreateTempSubdirectory("distributedlock-leader-");
    try
    {
        var store = options.Store ?? new LockStore(LockStore.Directory, directory.FullName);
        return await new Succession(options.Number("--candidates"), store).RunAsync();
    }
    finally
    {
        directory.Delete(recursive: true);
    }
});
