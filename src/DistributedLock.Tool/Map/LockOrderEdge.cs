namespace DistributedLock.Tool.Map;

/// <summary>A lock is taken while another one is held.</summary>
/// <param name="Held">The template of the one that is held.</param>
/// <param name="Taken">The template of the one that is taken.</param>
/// <param name="Assembly">Whose code does it.</param>
/// <param name="Way">From what holds the one to what takes the other.</param>
internal sealed record LockOrderEdge(string Held, string Taken, string Assembly, IReadOnlyList<string> Way)
{
    public bool IsHeldShared { get; init; }

    public bool IsTakenShared { get; init; }

    /// <summary>Whether every call on the way has one target.</summary>
    public bool IsCertain { get; init; } = true;

    /// <summary>The keys of locks that are held around both, where they are constants.</summary>
    public IReadOnlyList<string> Gates { get; init; } = [];
}
