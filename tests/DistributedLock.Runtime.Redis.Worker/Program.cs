using System.Globalization;
using DistributedLock;

// A process that holds one lock: says its fencing token, says so when the lock is lost, and ends when its input ends.
// Arguments: the server, the prefix of the keys, the key, the lease in seconds.
await using var provider = new RedisLockProvider(new RedisLockOptions { Configuration = args[0], KeyPrefix = args[1] });
var request = new LockRequest(args[2]) { Lease = TimeSpan.FromSeconds(double.Parse(args[3], CultureInfo.InvariantCulture)) };
await using var handle = await provider.TryAcquireAsync(request) ?? throw new InvalidOperationException("The lock was expected to be free.");
await using var registration = handle.LostToken.Register(static () => Console.WriteLine("lost"));
Console.WriteLine(FormattableString.Invariant($"held {handle.FencingToken}"));
await Console.In.ReadToEndAsync();
