using BenchmarkDotNet.Running;
using DistributedLock.Benchmarks.FileHandover;

// Not a benchmark of one method: two processes pass a file lock to and fro.
if (args is ["--file-handover", ..])
{
    return await HandoverMeasurement.RunAsync(args[1..]);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
