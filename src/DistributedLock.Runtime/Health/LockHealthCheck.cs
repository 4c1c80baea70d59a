using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DistributedLock.Health;

/// <summary>Looks at several providers at the same time, and tells of each. Thread-safe.</summary>
internal sealed class LockHealthCheck(LockProviderProbes probes, Func<IReadOnlyList<object?>> names, TimeSpan limit, LockHealthCheckOptions options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (context is null)
        {
            throw new ArgumentNullException(nameof(context));
        }

        var failure = context.Registration.FailureStatus;
        var looks = names().Select(name => LookAsync(name, cancellationToken)).ToList();
        if (looks.Count == 0)
        {
            return new HealthCheckResult(failure, "No lock provider is registered: expected services.AddDistributedLock(...).");
        }

        var all = await Task.WhenAll(looks).ConfigureAwait(false);
        var worst = all.Min(static health => health.Status);
        var description = worst == HealthStatus.Healthy
            ? FormattableString.Invariant($"Lock providers that answer: {all.Length}.")
            : string.Join(" ", all.Where(static health => health.Status != HealthStatus.Healthy).Select(static health => health.Description));
        var data = new Dictionary<string, object>();
        foreach (var health in all)
        {
            data[health.Name] = health.Data;
        }

        return new HealthCheckResult(
            worst == HealthStatus.Unhealthy ? failure : worst,
            description,
            all.Select(static health => health.Error).FirstOrDefault(static error => error is not null),
            data);
    }

    private async Task<LockProviderHealth> LookAsync(object? name, CancellationToken cancellationToken)
    {
        var probe = probes.Of(name, options.Key);
        ProbeOutcome? outcome = null;
        try
        {
            // By the system's clock: a test's clock may stand still.
            outcome = await probe.RunAsync().WaitAsync(limit, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It goes on without us, and frees what it gets.
        }

        return LockProviderHealth.Judge(RegisteredLockProviders.TextOf(name), probe, outcome, options.LossWindow);
    }
}
