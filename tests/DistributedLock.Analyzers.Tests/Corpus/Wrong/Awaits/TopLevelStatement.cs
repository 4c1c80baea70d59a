//: program
var locks = new InMemoryLockProvider();
{|DLK0101:new Nightly(locks).RunAsync("today")|};
Console.WriteLine("ends before the job has begun");

internal partial class Nightly(IDistributedLockProvider locks)
{
    [DistributedLock("nightly-{date}")]
    public partial Task RunAsync(string date, CancellationToken cancellationToken = default);

    private Task RunCoreAsync(string date, CancellationToken cancellationToken) => Task.Delay(date.Length, cancellationToken);
}
