namespace DistributedLock.Torture;

/// <summary>What a holder is going to do.</summary>
internal sealed record HoldChoices
{
    /// <summary>How long it holds the lock, about.</summary>
    public TimeSpan Length { get; init; }

    /// <summary>In how many steps it uses the protected resource meanwhile.</summary>
    public int Steps { get; init; }

    /// <summary>Whether it writes.</summary>
    public bool Writes { get; init; }

    /// <summary>How long it leaves between a write and its entry in the log.</summary>
    public TimeSpan BetweenPair { get; init; }

    /// <summary>Whether it does not listen when it is told of the loss of its lock: a body that takes no token.</summary>
    public bool GoesOnWhenLost { get; init; }

    /// <summary>Whether it extends its lease by hand.</summary>
    public bool Extends { get; init; }

    /// <summary>Whether it disposes its handle by the blocking form.</summary>
    public bool ReleasesSynchronously { get; init; }
}
