using WebApi;

if (args is ["worker"])
{
    return await Worker.RunAsync();
}

const string usage = $"""
    WebApi: an endpoint and a background service of another process share the lock report-<tenantId>.

    Usage: dotnet run --project samples/WebApi [-- options]

    An option is written --name TEXT or --name=TEXT.

    {SampleArguments.StoreUsage}
      --serve           go on serving until Ctrl+C, to try the endpoint yourself
      --help            this text

    Exit code: 0 as promised; 1 an answer was not the one expected; 2 bad options.
    """;

return await SampleMain.RunAsync(args, usage, [], ["--serve"], async options =>
{
    var directory = Directory.CreateTempSubdirectory("distributedlock-webapi-");
    try
    {
        return await new Story(options.Store ?? new LockStore(LockStore.Directory, directory.FullName), options.Has("--serve")).TellAsync();
    }
    finally
    {
        directory.Delete(recursive: true);
    }
});
