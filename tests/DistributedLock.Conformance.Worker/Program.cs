using DistributedLock.Conformance.Worker;
using DistributedLock.Testing;

// A process that holds locks until it is killed, or its input ends; for every backend. Arguments: the backend, and the prefix of the keys.
// Which store it is stands in the environment, because everybody on the machine can read a process's arguments, and a connection string has a password.
var provider = Backends.Create(args[0], args[1], Environment.GetEnvironmentVariable("DISTRIBUTEDLOCK_WORKER_STORE")!);
await using ((IAsyncDisposable)provider)
{
    await HoldingProgram.RunAsync(provider, Console.In, Console.Out);
}
