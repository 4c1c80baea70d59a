using DistributedLock.Times;

namespace DistributedLock;

/// <summary>What one acquisition asks for. Immutable and thread-safe; use <c>with</c> to vary one.</summary>
public sealed record LockRequest
{
    /// <summary>How long to wait where nothing is said: 10 s.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The lease where nothing is said: 30 s.</summary>
    public static readonly TimeSpan DefaultLease = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait that .NET's timers take (uint.MaxValue - 1 ms, about 49.7 days).</summary>
    internal static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1d);

    // A time is always the one that holds as far as this request knows; whether the request says it itself is in _own. So asking costs nothing, and
    // configuration can tell what it may fill in. Zero stands for "no limit" and "not run again", which spares the object the flags of nullable times.
    private readonly LockKey _key;
    private readonly LockDefinition? _definition;
    private readonly TimeSpan _timeout = DefaultTimeout;
    private readonly TimeSpan _lease = DefaultLease;
    private readonly TimeSpan _holdAtLeast;
    private readonly TimeSpan _maxHold;
    private readonly TimeSpan _rescheduleAfter;
    private readonly LockMode _mode = LockMode.Exclusive;
    private readonly int _maxConcurrency = 1;
    private readonly LockRequestTimes _own;
    private readonly LockPairs _pairs = LockPairs.None;

    /// <summary>Creates a request for the exclusive lock of a key, with the built-in defaults.</summary>
    /// <exception cref="ArgumentException"><paramref name="key"/> is the default value.</exception>
    public LockRequest(LockKey key) => _key = Checked(key);

    internal LockRequest(LockKey key, LockDefinition definition)
    {
        _key = Checked(key);
        Definition = definition;
        Mode = definition.Mode;
        MaxConcurrency = definition.MaxConcurrency;
    }

    /// <summary>The name of the lock.</summary>
    /// <exception cref="ArgumentException">Set to the default value.</exception>
    public LockKey Key
    {
        get => _key;
        init => _key = Checked(value);
    }

    /// <summary>
    /// How long to wait, from zero (exactly one try) to about 49 days, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>. Not set: what the
    /// declaration or the configuration says, or 10 s.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public TimeSpan Timeout
    {
        get => _timeout;
        init
        {
            _timeout = CheckedTimeout(value);
            _own |= LockRequestTimes.Timeout;
        }
    }

    /// <summary>Exclusive or shared; <see cref="LockMode.Default"/> becomes <see cref="LockMode.Exclusive"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a value of the enumeration.</exception>
    public LockMode Mode
    {
        get => _mode;
        init => _mode = value switch
        {
            LockMode.Default or LockMode.Exclusive => LockMode.Exclusive,
            LockMode.Shared => LockMode.Shared,
            _ => throw OutOfRange(nameof(Mode), value, "LockMode.Exclusive or LockMode.Shared"),
        };
    }

    /// <summary>How many may hold the key at the same time, from 1. More than 1 is a semaphore, in a key space of its own; its mode is exclusive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxConcurrency
    {
        get => _maxConcurrency;
        init => _maxConcurrency = value >= 1 ? value : throw OutOfRange(nameof(MaxConcurrency), value, "1 or more");
    }

    /// <summary>
    /// The lease of lease-based backends, greater than zero, at most about 49 days. Not set: what the declaration or the configuration says, or 30 s.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public TimeSpan Lease
    {
        get => _lease;
        init
        {
            _lease = CheckedLease(value);
            _own |= LockRequestTimes.Lease;
        }
    }

    /// <summary>
    /// Keeps the lock at least this long from its acquisition, even if it is released sooner. Zero to about 49 days. Not set: what the declaration or the
    /// configuration says, or zero.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public TimeSpan HoldAtLeast
    {
        get => _holdAtLeast;
        init
        {
            _holdAtLeast = CheckedHoldAtLeast(value);
            _own |= LockRequestTimes.HoldAtLeast;
        }
    }

    /// <summary>
    /// The longest time to hold the lock, greater than zero, at most about 49 days; <see langword="null"/> for no limit. Not set: what the declaration or
    /// the configuration says, or no limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public TimeSpan? MaxHold
    {
        get => _maxHold == TimeSpan.Zero ? null : _maxHold;
        init
        {
            _maxHold = CheckedMaxHold(value);
            _own |= LockRequestTimes.MaxHold;
        }
    }

    /// <summary>
    /// The declaration this request comes from; <see langword="null"/> for a lock taken without an attribute. What it says of times holds for those that
    /// the request does not set itself.
    /// </summary>
    public LockDefinition? Definition
    {
        get => _definition;
        init
        {
            _definition = value;
            _timeout = Says(LockRequestTimes.Timeout) ? _timeout : CheckedTimeout(value?.Timeout ?? value?.DefaultTimeout ?? DefaultTimeout);
            _lease = Says(LockRequestTimes.Lease) ? _lease : CheckedLease(value?.Lease ?? DefaultLease);
            _holdAtLeast = Says(LockRequestTimes.HoldAtLeast) ? _holdAtLeast : CheckedHoldAtLeast(value?.HoldAtLeast ?? TimeSpan.Zero);
            _maxHold = Says(LockRequestTimes.MaxHold) ? _maxHold : CheckedMaxHold(value?.MaxHold);
            _rescheduleAfter = Says(LockRequestTimes.RescheduleAfter) ? _rescheduleAfter : value?.RescheduleAfter ?? value?.DefaultRescheduleAfter ?? TimeSpan.Zero;
        }
    }

    /// <summary>
    /// Pairs that a backend stores with the lock for those who inspect it: at most 16, which take at most 1,024 characters in their stored form
    /// (<c>&amp;x.name=value</c> for each, escaped as in a URL). They are copied. Those of <see cref="DistributedLockOptions.Metadata"/> come on top.
    /// </summary>
    /// <exception cref="ArgumentException">There are too many, they are too long, a name is empty, or a value is <see langword="null"/>.</exception>
    public IReadOnlyDictionary<string, string>? Metadata
    {
        get => _pairs.Pairs;
        init => _pairs = LockPairs.Of(value, nameof(Metadata));
    }

    /// <summary>
    /// Whether the current async flow remembers that it holds the lock, so that taking it again throws <see cref="LockReentrancyException"/>
    /// instead of waiting for itself. Default <see langword="true"/>.
    /// </summary>
    public bool TrackFlow { get; init; } = true;

    /// <summary>After how long a job that did not get the lock is run again; <see langword="null"/> where it is not.</summary>
    internal TimeSpan? RescheduleAfter
    {
        get => _rescheduleAfter == TimeSpan.Zero ? null : _rescheduleAfter;
        private init
        {
            _rescheduleAfter = value ?? TimeSpan.Zero;
            _own |= LockRequestTimes.RescheduleAfter;
        }
    }

    /// <summary>Whether the request says every time itself, so that there is nothing left to configure: by whoever made it, or because it is configured.</summary>
    internal bool IsComplete => (_own | (_definition is null ? LockRequestTimes.RescheduleAfter : LockRequestTimes.None)) == LockRequestTimes.All;

    /// <summary><see cref="Metadata"/> and its stored form.</summary>
    internal LockPairs Pairs => _pairs;

    /// <summary>Whether this asks for a permit of a semaphore.</summary>
    internal bool IsSemaphore => _maxConcurrency > 1;

    /// <summary>The template if there is one, otherwise the key: what messages name the lock by.</summary>
    internal string DisplayName => Definition?.Template ?? Key.Value;

    /// <summary>What a backend checks before it starts.</summary>
    /// <exception cref="ArgumentException">A semaphore is asked for in shared mode.</exception>
    internal void ThrowIfContradictory()
    {
        if (_maxConcurrency > 1 && _mode == LockMode.Shared)
        {
            throw new ArgumentException(
                $"The lock '{DisplayName}' asks for a shared hold with MaxConcurrency = {_maxConcurrency}: a semaphore's permits have no mode. " +
                "Leave out one of the two.");
        }
    }

    /// <summary>The same request, complete: what it does not say itself is as configured. One allocation.</summary>
    /// <param name="times">What holds for the request's declaration, that included; what it leaves open is built in.</param>
    internal LockRequest Complete(ConfiguredTimes times) => this with
    {
        Timeout = Says(LockRequestTimes.Timeout) ? _timeout : times.Timeout?.Value ?? DefaultTimeout,
        Lease = Says(LockRequestTimes.Lease) ? _lease : times.Lease?.Value ?? DefaultLease,
        HoldAtLeast = Says(LockRequestTimes.HoldAtLeast) ? _holdAtLeast : times.HoldAtLeast?.Value ?? TimeSpan.Zero,
        MaxHold = Says(LockRequestTimes.MaxHold) ? MaxHold : times.MaxHold?.Value,
        RescheduleAfter = Says(LockRequestTimes.RescheduleAfter) ? RescheduleAfter : times.RescheduleAfter?.Value,
    };

    private bool Says(LockRequestTimes time) => (_own & time) != 0;

    private static LockKey Checked(LockKey key) => key.IsDefault
        ? throw new ArgumentException("A lock needs a key: default(LockKey) is none. Create one from a string, or by LockKey.FromInt64.", nameof(key))
        : key;

    private static TimeSpan CheckedTimeout(TimeSpan value) => value == System.Threading.Timeout.InfiniteTimeSpan || (value >= TimeSpan.Zero && value <= LongestTimer)
        ? value
        : throw OutOfRange(nameof(Timeout), value, "zero to 49 days, or Timeout.InfiniteTimeSpan to wait for ever");

    private static TimeSpan CheckedLease(TimeSpan value) => IsPositive(value) ? value : throw OutOfRange(nameof(Lease), value, "more than zero, at most 49 days");

    private static TimeSpan CheckedHoldAtLeast(TimeSpan value) =>
        value == TimeSpan.Zero || IsPositive(value) ? value : throw OutOfRange(nameof(HoldAtLeast), value, "zero to 49 days");

    private static TimeSpan CheckedMaxHold(TimeSpan? value) => value is null ? TimeSpan.Zero
        : IsPositive(value.Value) ? value.Value
        : throw OutOfRange(nameof(MaxHold), value, "more than zero, at most 49 days, or null for no limit");

    private static bool IsPositive(TimeSpan value) => value > TimeSpan.Zero && value <= LongestTimer;

    private static ArgumentOutOfRangeException OutOfRange(string option, object? actual, string expected) =>
        new(option, actual, $"{option} must be {expected}.");
}
