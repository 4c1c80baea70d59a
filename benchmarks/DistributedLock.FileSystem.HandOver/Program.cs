using System.Diagnostics;
using System.Globalization;
using DistributedLock;

// How long it takes from the release in one process until the lock is taken by a waiter in another one.
// dotnet run -c Release --project benchmarks/DistributedLock.FileSystem.HandOver [rounds]
//
// The monotonic clock is the same for all processes of a machine, so the two ends of a hand-over can be compared.
const string Key = "hand-over";

if (args is ["wait", var shared])
{
    await WaitAsync(shared);
    return;
}

var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 500;
var directory = Path.Combine(Path.GetTempPath(), $"distributedlock-{Guid.NewGuid():n}");
try
{
    var handOvers = await MeasureAsync(directory, rounds);
    Array.Sort(handOvers);
    Console.WriteLine(FormattableString.Invariant(
        $"hand-overs: {rounds}   median {At(0.5):0.000} ms   p95 {At(0.95):0.000} ms   p99 {At(0.99):0.000} ms   max {handOvers[^1]:0.000} ms"));

    double At(double quantile) => handOvers[(int)(quantile * (handOvers.Length - 1))];
}
finally
{
    Directory.Delete(directory, recursive: true);
}

static async Task<double[]> MeasureAsync(string directory, int rounds)
{
    await using var provider = new FileSystemLockProvider(directory);
    var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
    if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
    {
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
    }

    start.ArgumentList.Add("wait");
    start.ArgumentList.Add(directory);
    using var waiter = Process.Start(start)!;
    var handOvers = new double[rounds];
    for (var i = -20; i < rounds; i++) // the first ones only warm up
    {
        var handle = await provider.AcquireAsync(Key, Timeout.InfiniteTimeSpan);
        await waiter.StandardInput.WriteLineAsync("next");
        await waiter.StandardOutput.ReadLineAsync();
        await Task.Delay(5 + Random.Shared.Next(10)); // until it sleeps; at random, so as not to be in step with its polling
        var released = Stopwatch.GetTimestamp();
        await handle.DisposeAsync();
        var taken = long.Parse((await waiter.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        if (i >= 0)
        {
            handOvers[i] = Stopwatch.GetElapsedTime(released, taken).TotalMilliseconds;
        }
    }

    waiter.StandardInput.Close();
    await waiter.WaitForExitAsync();
    return handOvers;
}

static async Task WaitAsync(string directory)
{
    await using var provider = new FileSystemLockProvider(directory);
    while (await Console.In.ReadLineAsync() is not null)
    {
        Console.WriteLine("waiting");
        var handle = await provider.AcquireAsync(Key, Timeout.InfiniteTimeSpan);
        var taken = Stopwatch.GetTimestamp();
        await handle.DisposeAsync();
        Console.WriteLine(taken.ToString(CultureInfo.InvariantCulture));
    }
}
