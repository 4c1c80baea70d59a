using System.Runtime.CompilerServices;
using Aot;
using DistributedLock;
using Microsoft.Extensions.DependencyInjection;

var directory = Directory.CreateTempSubdirectory("distributedlock-aot-files-");
try
{
    await using var services = new ServiceCollection()
        .AddDistributedLock("in-memory", locks => locks.UseInMemory())
        .AddDistributedLock("files", locks => locks.UseFileSystem(directory.FullName))
        .BuildServiceProvider();

    Console.WriteLine($"native: {!RuntimeFeature.IsDynamicCodeSupported}");
    foreach (var name in (string[])["in-memory", "files"])
    {
        var billing = new Billing(services.GetRequiredKeyedService<IDistributedLockProvider>(name));
        Console.WriteLine($"{name}: {await billing.BillAsync("acme", () => BillTwiceAsync(billing))}");
    }
}
finally
{
    directory.Delete(recursive: true);
}

// The first bill is being written while somebody else asks for a second one. Somebody else: not this flow, which knows what it holds.
static async Task<string> BillTwiceAsync(Billing billing)
{
    Task<string> second;
    using (ExecutionContext.SuppressFlow())
    {
        second = Task.Run(() => billing.BillAsync("acme", () => Task.FromResult("billed twice")));
    }

    try
    {
        return await second;
    }
    catch (LockNotAcquiredException contended)
    {
        return $"acme billed, a second caller was turned away: {contended.Template}";
    }
}
