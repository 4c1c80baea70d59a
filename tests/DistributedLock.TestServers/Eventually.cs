using System.Diagnostics;

namespace DistributedLock.TestServers;

/// <summary>For what announces itself by no event, such as a process that ends elsewhere.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Waits until a condition is true, at most twenty seconds.</summary>
    /// <exception cref="TimeoutException">It did not become true.</exception>
    public static Task IsTrueAsync(Func<bool> condition, string what, CancellationToken cancellationToken = default) =>
        IsTrueAsync(condition, what, Patience, cancellationToken);

    internal static async Task IsTrueAsync(Func<bool> condition, string what, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > patience)
            {
                throw new TimeoutException($"Within {patience.TotalSeconds} s this did not become true: {what}.");
            }

            await Task.Delay(5, cancellationToken);
        }
    }
}
