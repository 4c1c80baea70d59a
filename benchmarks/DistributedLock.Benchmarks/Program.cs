using BenchmarkDotNet.Running;
using DistributedLock.Benchmarks.FileHandover;
using DistributedLock.Benchmarks.Redis;

// Not a benchmark of one method: two processes pass a file lock to and fro.
if (args is ["--file-handover", ..])
{
    return await HandoverMeasurement.RunAsync(args[1..]);
}

// Against a real server: that of DISTRIBUTEDLOCK_TEST_REDIS, or one of its own.
if (args is ["--redis", ..])
{
    return await RedisMeasurements.RunAsync(args[1..]);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
