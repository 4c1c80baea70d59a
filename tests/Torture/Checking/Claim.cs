namespace DistributedLock.Torture;

/// <summary>
/// A hold as far as it is known: from <see cref="From"/> to <see cref="Until"/> its holder had the lock if the backend kept its word. Both lie inside of the true hold, whatever the machine did
/// in between, so two that overlap have overlapped in truth.
/// </summary>
/// <param name="held">The entry by which it became known: the acquisition had ended before.</param>
/// <param name="askedAt">When the attempt began: the acquisition cannot have happened before.</param>
internal sealed class Claim(HistoryEntry held, long askedAt)
{
    public HistoryEntry Held { get; } = held;

    public string Name { get; } = held.Attempt!;

    public Access Access { get; } = held.Access!.Value;

    public long? Token { get; } = held.Token;

    public long AskedAt { get; } = askedAt;

    public long From { get; } = held.At;

    /// <summary>Before <see cref="From"/> as long as nothing vouches for it.</summary>
    public long Until { get; private set; } = long.MinValue;

    /// <summary>The store may have forgotten the hold here.</summary>
    public long? ForgottenAt { get; private set; }

    /// <summary>Whether its holder may say more of it.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>The version that a reader has read first.</summary>
    public long? ReadVersion { get; set; }

    public bool IsLossKnown { get; set; }

    /// <summary>Whether it was in force for a moment at least.</summary>
    public bool WasInForce => Until >= From;

    /// <summary>From here on it tells nothing about others that come later.</summary>
    public long End => Math.Max(From, Until);

    /// <summary>Until when the store has vouched for it, whatever its holder did before.</summary>
    public long VouchedUntil { get; private set; } = long.MinValue;

    public void Extend(long until)
    {
        Until = Math.Max(Until, until);
        VouchedUntil = Math.Max(VouchedUntil, until);
    }

    /// <summary>Nothing is known after this moment.</summary>
    public void Cut(long at) => Until = Math.Min(Until, at);

    public void Forget(long at)
    {
        ForgottenAt = at;
        Cut(at);
    }

    public bool Excludes(Claim other) => Access != Access.Permit && (Access == Access.Exclusive || other.Access == Access.Exclusive);

    public bool Overlaps(Claim other) => WasInForce && other.WasInForce && From <= other.Until && other.From <= Until;

    public override string ToString() => $"{Name} ({Access.ToString().ToLowerInvariant()}{(Token is { } token ? $", token {token}" : "")})";
}
