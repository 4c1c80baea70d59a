namespace DistributedLock.Testing;

/// <summary>What a <see cref="ChaosLockProvider"/> does, and how often. Read once, when the provider is created. Nothing happens unless it is set.</summary>
public sealed class ChaosOptions
{
    /// <summary>From what everything is drawn. The same seed gives the same fates; see <see cref="ChaosLockProvider"/>. Default 0.</summary>
    public int Seed { get; set; }

    /// <summary>How long each request is kept back; it counts against the request's time-out, and one try is left in any case. Default none.</summary>
    public TimeRange AcquireLatency { get; set; }

    /// <summary>How long each release is kept back. Default none.</summary>
    public TimeRange ReleaseLatency { get; set; }

    /// <summary>How many requests throw a <see cref="LockBackendException"/> instead of being passed on, from 0 (none) to 1 (all). Default 0.</summary>
    public double FaultProbability { get; set; }

    /// <summary>How many locks are taken away while they are held, and their holders told, from 0 (none) to 1 (all). Default 0.</summary>
    public double LossProbability { get; set; }

    /// <summary>How long after the acquisition a lock is taken away. Default up to 1 s.</summary>
    public TimeRange LossAfter { get; set; } = TimeRange.UpTo(TimeSpan.FromSeconds(1));

    /// <summary>
    /// How many of the locks that are not lost by <see cref="LossProbability"/> are taken away as from a process that is stopped: its holder hears of it only
    /// when the pause is over. From 0 (none) to 1 (all). Default 0.
    /// </summary>
    public double PauseProbability { get; set; }

    /// <summary>How long after the acquisition a pause begins, and the lock is taken away. Default up to 1 s.</summary>
    public TimeRange PauseAfter { get; set; } = TimeRange.UpTo(TimeSpan.FromSeconds(1));

    /// <summary>How long a pause lasts. Default up to 1 s.</summary>
    public TimeRange PauseLength { get; set; } = TimeRange.UpTo(TimeSpan.FromSeconds(1));

    /// <summary>Which requests are concerned; <see langword="null"/> (the default) for all. The others are passed on as they are, but counted.</summary>
    public Func<LockRequest, bool>? AppliesTo { get; set; }

    /// <summary>The clock of these times; <see langword="null"/> (the default) for the one of the provider behind.</summary>
    public TimeProvider? TimeProvider { get; set; }

    /// <summary>Where to write down what happens; <see langword="null"/> (the default) for a new recorder.</summary>
    public LockRecorder? Recorder { get; set; }

    /// <exception cref="ArgumentOutOfRangeException">A setting cannot work.</exception>
    internal ChaosOptions CheckedCopy()
    {
        Check(FaultProbability, nameof(FaultProbability));
        Check(LossProbability, nameof(LossProbability));
        Check(PauseProbability, nameof(PauseProbability));
        Argument.Span(PauseAfter.Max + PauseLength.Max, $"{nameof(PauseAfter)} and {nameof(PauseLength)} together");
        return (ChaosOptions)MemberwiseClone();
    }

    private static void Check(double probability, string name)
    {
        if (probability is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, probability, $"{name} must be a number from 0 (never) to 1 (always).");
        }
    }
}
