namespace DistributedLock.Runtime.Tests.Fakes;

internal static class Network
{
    /// <summary>The way to a server: what comes after it runs in the thread pool, whoever called.</summary>
    public static async Task HopAsync() => await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
}
