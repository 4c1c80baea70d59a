using Microsoft.Extensions.Hosting;

namespace StartupMigration;

/// <summary>Runs before the application serves: the host waits for it.</summary>
internal sealed class SeedingAtStart(ShopSeeder seeder) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => seeder.SeedAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
