using DistributedLock.TestServers;
using DistributedLock.TestServers.Worker;

// A test process to be killed: starts servers, says which processes and folders they have, and waits for its end.
ProcessGroup.BecomeLeader();
var redis = await RedisServer.StartAsync();
var postgres = await PostgresServer.StartAsync();
postgres.Freeze(); // the harder case: a frozen process notices nothing by itself
Console.WriteLine($"{redis.Folder} {postgres.Folder} {string.Join(' ', redis.ProcessIds.Concat(postgres.ProcessIds))}");
await Console.In.ReadLineAsync();
