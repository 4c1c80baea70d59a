namespace DistributedLock;

/// <summary>What one provider tells. Read once, when the provider is created.</summary>
public sealed class LockTelemetryOptions
{
    /// <summary>
    /// Whether spans carry the key (<c>lock.key</c>). Keys may hold names, tenants and addresses, and a tracing system shows them to many. Default
    /// <see langword="false"/>: only the template. Metrics never carry keys.
    /// </summary>
    public bool RecordKeys { get; set; }

    /// <summary>Who is told every event. Those in the container come on top. Default: nobody.</summary>
    public IList<ILockObserver> Observers { get; } = [];
}
