//: program
using var locks = new InMemoryLockProvider();
await using (var handle = await locks.AcquireAsync("program"))
{
    Console.WriteLine(handle.FencingToken);
}

await new Nightly(locks).RunAsync("today");
return 0;

internal partial class Nightly(IDistributedLockProvider locks)
{
    [DistributedLock("nightly-{date}")]
    public partial Task RunAsync(string date, CancellationToken cancellationToken = default);

    private Task RunCoreAsync(string date, CancellationToken cancellationToken) => Task.Delay(date.Length, cancellationToken);
}
