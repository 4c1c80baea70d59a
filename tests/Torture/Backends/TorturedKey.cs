namespace DistributedLock.Torture;

/// <summary>A key that workers contend for.</summary>
/// <param name="Name">The key: <c>x</c>, <c>r</c> or <c>s</c> and a number.</param>
/// <param name="Permits">The permits of a semaphore; 1 for other locks.</param>
internal sealed record TorturedKey(string Name, int Permits)
{
    public bool IsSemaphore => Permits > 1;

    public bool HasReaders => Name.StartsWith('r');

    /// <summary>So many keys of each kind.</summary>
    public static IReadOnlyList<TorturedKey> Create(int count, IReadOnlyCollection<string> modes) =>
    [
        .. Enumerable.Range(0, modes.Contains("exclusive") ? count : 0).Select(static number => new TorturedKey(FormattableString.Invariant($"x{number}"), 1)),
        .. Enumerable.Range(0, modes.Contains("shared") ? count : 0).Select(static number => new TorturedKey(FormattableString.Invariant($"r{number}"), 1)),
        .. Enumerable.Range(0, modes.Contains("semaphore") ? count : 0).Select(static number => new TorturedKey(FormattableString.Invariant($"s{number}"), 2 + number)),
    ];
}
