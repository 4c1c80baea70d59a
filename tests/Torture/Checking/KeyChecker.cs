namespace DistributedLock.Torture;

/// <summary>Judges the claims of one key.</summary>
internal sealed class KeyChecker(string key, int? permits, bool hasTokens)
{
    private readonly List<Claim> _claims = [];
    private readonly HashSet<long> _tokens = [];
    private readonly HashSet<(string, string)> _reported = [];

    public string Key { get; } = key;

    /// <summary>The greatest token that somebody has got.</summary>
    public long HighestToken { get; private set; } = long.MinValue;

    public IEnumerable<Claim> Claims => _claims;

    public IEnumerable<Violation> Add(Claim claim, Attempt attempt)
    {
        _claims.Add(claim);
        if (claim.Token is not { } token)
        {
            if (hasTokens)
            {
                yield return new Violation(Rule.TokenMissing, claim.Held, Key, attempt.Asked.Number, $"{claim} got no fencing token.");
            }

            yield break;
        }

        if (!_tokens.Add(token))
        {
            yield return new Violation(Rule.TokenTwice, claim.Held, Key, attempt.Asked.Number, $"{claim} got a token that another attempt has got.");
        }
        else if (token <= attempt.Floor)
        {
            yield return new Violation(
                Rule.TokenOrder, claim.Held, Key, attempt.Asked.Number, $"{claim} began when token {attempt.Floor} had been given: expected a greater one.");
        }

        HighestToken = Math.Max(HighestToken, token);
    }

    /// <summary>More is known of a claim than before: how it goes with the others.</summary>
    public IEnumerable<Violation> Judge(Claim claim, HistoryEntry entry)
    {
        if (permits is { } most)
        {
            return TooMany(claim, most, entry) is { } violation ? [violation] : [];
        }

        return _claims.Where(other => other != claim && claim.Excludes(other)).Select(other => Judge(claim, other, entry)).OfType<Violation>();
    }

    /// <summary>Forgets claims that cannot meet any that may still come.</summary>
    /// <param name="oldest">The beginning of the oldest attempt of this key that has not ended.</param>
    public void Prune(long oldest)
    {
        var needed = _claims.Where(static claim => claim.IsOpen).Select(static claim => claim.From).Append(oldest).Min();
        _claims.RemoveAll(claim => !claim.IsOpen && claim.End < needed);
    }

    private Violation? Judge(Claim claim, Claim other, HistoryEntry entry)
    {
        var text = claim.Overlaps(other) ? $"{claim} and {other} were in force at the same time."
            : IsSuperseded(claim, other) ? $"{claim} was in force when {other} had been seen."
            : IsSuperseded(other, claim) ? $"{other} was in force when {claim} had been seen."
            : null;
        if (text is null || !TryReport(claim, other))
        {
            return null;
        }

        var rule = claim.Overlaps(other) ? Rule.Exclusion : Rule.Superseded;
        return new Violation(rule, entry, Key, Math.Min(claim.Held.Number, other.Held.Number), $"{text} {Describe(claim)} {Describe(other)}");
    }

    /// <summary>The later one acquired after the earlier one, and had done so when it was first seen; the earlier one was still in force then.</summary>
    private static bool IsSuperseded(Claim earlier, Claim later) =>
        earlier.Token is { } first && later.Token is { } second && first < second && earlier.WasInForce && earlier.Until >= later.From;

    private Violation? TooMany(Claim claim, int most, HistoryEntry entry)
    {
        if (!claim.WasInForce)
        {
            return null;
        }

        var others = _claims.Where(claim.Overlaps).ToList(); // itself among them
        foreach (var moment in others.Select(other => Math.Max(other.From, claim.From)))
        {
            var together = others.Where(other => other.From <= moment && moment <= other.Until).ToList();
            if (together.Count > most && TryReport(together[0], together[^1]))
            {
                return new Violation(
                    Rule.Permits, entry, Key, together.Min(static other => other.Held.Number),
                    $"{together.Count} of {most} permits were in force at the same time: {string.Join(", ", together)}. {string.Join(' ', together.Select(Describe))}");
            }
        }

        return null;
    }

    private bool TryReport(Claim one, Claim other) =>
        _reported.Add(string.CompareOrdinal(one.Name, other.Name) < 0 ? (one.Name, other.Name) : (other.Name, one.Name));

    private static string Describe(Claim claim) => FormattableString.Invariant(
        $"{claim.Name}: {Seconds(claim.From)} to {(claim.WasInForce ? Seconds(claim.Until) : "nowhere")}.");

    private static string Seconds(long at) => FormattableString.Invariant($"{at / 1e6:0.000000} s");
}
