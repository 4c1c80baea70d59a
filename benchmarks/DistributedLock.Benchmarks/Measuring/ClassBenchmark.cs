namespace DistributedLock.Benchmarks.Measuring;

/// <summary>What BenchmarkDotNet measured of one method.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Description">What it is called.</param>
/// <param name="Parameters">The values of the parameters, as text.</param>
/// <param name="Nanoseconds">The median for one operation.</param>
/// <param name="Bytes">What one operation allocates.</param>
internal sealed record ClassBenchmark(string Method, string Description, string Parameters, double Nanoseconds, long Bytes);
