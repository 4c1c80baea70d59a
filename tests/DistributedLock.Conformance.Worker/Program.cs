using System.Globalization;
using DistributedLock.Conformance.Worker;
using DistributedLock.Testing;

// A process that holds locks until it is killed, or its input ends; for every backend. Arguments: the backend, and the prefix of the keys. With a third, the milliseconds of a lease, it is a
// candidate in an election instead.
// Which store it is stands in the environment, because everybody on the machine can read a process's arguments, and a connection string has a password.
var provider = Backends.Create(args[0], args[1], Environment.GetEnvironmentVariable("DISTRIBUTEDLOCK_WORKER_STORE")!);
await using ((IAsyncDisposable)provider)
{
    if (args.Length > 2)
    {
        await ElectionProgram.RunAsync(provider, TimeSpan.FromMilliseconds(int.Parse(args[2], CultureInfo.InvariantCulture)), Console.In, Console.Out);
    }
    else
    {
        await HoldingProgram.RunAsync(provider, Console.In, Console.Out);
    }
}
