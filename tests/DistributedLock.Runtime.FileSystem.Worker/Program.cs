using DistributedLock.FileSystem.Worker;

// A process that takes locks at the tests' command: one command a line on standard input, one answer a line on standard output.
try
{
    await using var provider = new DistributedLock.FileSystemLockProvider(args[0]);
    await new CommandLoop(provider, Console.In, Console.Out).RunAsync();
    return 0;
}
catch (DistributedLock.LockBackendException exception)
{
    Console.WriteLine($"failed {exception.Message}");
    return 1;
}
