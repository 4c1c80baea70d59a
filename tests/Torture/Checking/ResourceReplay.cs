namespace DistributedLock.Torture;

/// <summary>Judges what the protected resource of one key let pass, and what it was based on.</summary>
internal sealed class ResourceReplay(bool hasTokens)
{
    private readonly FencedResource _replica = new();

    /// <summary>Goes through one access again: the resource's answers are checked, too.</summary>
    public Violation? Add(HistoryEntry entry, Claim? claim)
    {
        var before = _replica.Version;
        (bool IsAccepted, long Version) expected = entry.Kind switch
        {
            EntryKind.Written => _replica.Write(entry.Token),
            EntryKind.Appended => _replica.Append(entry.Token, entry.BasedOn ?? 0),
            _ => _replica.Read(entry.Token, entry.Access!.Value),
        };
        if (entry.Accepted != expected.IsAccepted || entry.Version != expected.Version)
        {
            return new Violation(
                Rule.Fence, entry, entry.Key, entry.Number,
                $"The resource answered {entry.Accepted} with {entry.Version}: expected {expected.IsAccepted} with {expected.Version}.");
        }

        if (!expected.IsAccepted || !hasTokens)
        {
            // Without tokens a late write of a holder that was stopped cannot be kept out, so nothing follows from what is found.
            return null;
        }

        return entry.Kind switch
        {
            EntryKind.Written when entry.BasedOn != before => new Violation(
                Rule.LostUpdate, entry, entry.Key, claim?.Held.Number ?? entry.Number,
                $"{entry.Attempt} replaced version {before}, but had read {entry.BasedOn}: an accepted write is lost."),
            EntryKind.Read when claim is not null => Reread(entry, claim),
            _ => null,
        };
    }

    private static Violation? Reread(HistoryEntry entry, Claim claim)
    {
        var first = claim.ReadVersion ??= entry.Version;
        return claim.Access == Access.Shared && first != entry.Version && claim.Until >= entry.At
            ? new Violation(
                Rule.TornRead, entry, entry.Key, claim.Held.Number,
                $"{claim} read version {first} and then {entry.Version}, and was in force all the time.")
            : null;
    }
}
