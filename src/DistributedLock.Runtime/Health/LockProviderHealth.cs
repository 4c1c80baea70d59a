using DistributedLock.FailFast;
using DistributedLock.Providers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DistributedLock.Health;

/// <summary>How one provider is, and what is told about it: no key, no password, and of errors only the type.</summary>
/// <param name="Name">What its registration is called.</param>
/// <param name="Status">How it is.</param>
/// <param name="Description">Why, in a sentence; empty when it is healthy.</param>
/// <param name="Error">What the probe ended with instead of an answer.</param>
/// <param name="Data">What is known of it.</param>
internal sealed record LockProviderHealth(string Name, HealthStatus Status, string Description, Exception? Error, IReadOnlyDictionary<string, object> Data)
{
    public const string DefaultKey = "distributedlock-health";

    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private static readonly LockDefinition Definition = new(DefaultKey, typeof(LockHealthCheck).FullName!)
    {
        Timeout = TimeSpan.Zero,

        // Short, in case the process ends in between; and longer than any store is waited for.
        Lease = TimeSpan.FromSeconds(15),
    };

    /// <summary>Says every time itself: what is configured for the application's locks, also by <c>WithTimes</c>, must not keep the probe lock.</summary>
    public static LockRequest Request(LockKey key) => Definition.CreateRequest(key) with
    {
        Timeout = TimeSpan.Zero, Lease = Definition.Lease!.Value, HoldAtLeast = TimeSpan.Zero, MaxHold = null, TrackFlow = false,
    };

    /// <param name="name">What the registration is called.</param>
    /// <param name="probe">Its probe.</param>
    /// <param name="outcome">What the probe found; <see langword="null"/> when it is still under way.</param>
    /// <param name="lossWindow">How long a loss is worth telling.</param>
    public static LockProviderHealth Judge(string name, LockProviderProbe probe, ProbeOutcome? outcome, TimeSpan lossWindow)
    {
        var provider = probe.Provider;
        var known = provider?.As<ILockProviderStatus>();
        var failures = FailuresOf(known);
        var loss = known?.LastLoss is { } last && LockProviderDefaults.ClockOf(provider!).GetElapsedTime(last.Timestamp) < lossWindow ? last : null;
        var subject = provider is null ? name : $"{name} ({LockProviderDefaults.NameOf(provider)})";
        var elapsed = outcome?.Latency ?? probe.Elapsed;
        var (status, description) = outcome switch
        {
            null => (HealthStatus.Unhealthy, FormattableString.Invariant($"{subject} has not answered for {elapsed.TotalSeconds:0.#} s.")),
            { Error: LockCircuitOpenException open } => (HealthStatus.Unhealthy, FormattableString.Invariant($"{subject} has been down since {open.DownSince:u}.")),
            { Error: { } error } => (HealthStatus.Unhealthy, $"{subject} gives no lock: {error.GetType().Name}."),
            _ when failures is not null => (HealthStatus.Degraded, FormattableString.Invariant($"{subject} has not renewed leases since {failures.Since:u}.")),
            _ when loss is not null => (HealthStatus.Degraded, FormattableString.Invariant($"{subject} lost a lock at {loss.Time:u}: {loss.Reason}.")),
            _ => (HealthStatus.Healthy, ""),
        };
        var data = new Dictionary<string, object> { ["status"] = status.ToString(), ["latencyMs"] = Math.Round(elapsed.TotalMilliseconds, 3) };
        Add(data, outcome);
        Add(data, provider, known);
        return new LockProviderHealth(name, status, description, outcome?.Error, data);
    }

    /// <summary>With nothing left to renew, nobody knows whether it would still fail.</summary>
    private static RenewalFailures? FailuresOf(ILockProviderStatus? known) => known is { Held: > 0 } ? known.Renewals?.Failures : null;

    private static void Add(Dictionary<string, object> data, ProbeOutcome? outcome)
    {
        data["probe"] = outcome switch { null => "no answer", { Error: not null } => "failed", { IsContended: true } => "contended", _ => "acquired" };
        if (outcome?.Error is { } error)
        {
            data["error"] = error.GetType().FullName!;
        }
    }

    private static void Add(Dictionary<string, object> data, IDistributedLockProvider? provider, ILockProviderStatus? known)
    {
        if (provider is null)
        {
            return;
        }

        data["provider"] = LockProviderDefaults.NameOf(provider);
        if (known is not null)
        {
            data["held"] = known.Held;
            data["renewals"] = known.Renewals is null ? "none" : known.Held == 0 ? "idle" : FailuresOf(known) is null ? "working" : "failing";
        }

        if (FailuresOf(known) is { } failures)
        {
            data["renewalFailures"] = failures.Count;
            data["renewalsFailingSince"] = failures.Since;
            data["renewalError"] = failures.ErrorType;
        }

        if (known?.LastLoss is { } loss)
        {
            data["lastLoss"] = loss.Time;
            data["lastLossReason"] = loss.Reason.ToString();
        }

        var circuit = provider.As<FailFastLockProvider>()?.Status;
        data["circuit"] = circuit?.State ?? "none";
        if (circuit is { DownSince: { } since, RetryAfter: { } retryAfter })
        {
            data["downSince"] = since;
            data["retryAfterSeconds"] = Math.Round(retryAfter.TotalSeconds, 3);
        }
    }
}
