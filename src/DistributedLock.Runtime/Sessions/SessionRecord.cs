using System.Globalization;
using System.Text;

namespace DistributedLock.Sessions;

/// <summary>One hold of a session store as it is written down for inspectors. Immutable and thread-safe.</summary>
/// <param name="Resource">What is locked, in full.</param>
/// <param name="Mode">Exclusive or shared; exclusive for a permit.</param>
public sealed record SessionRecord(LockResource Resource, LockMode Mode)
{
    private const string KeyName = "key";
    private const string PermitsName = "permits";
    private const string ModeName = "mode";
    private const string TokenName = "token";
    private const string TimeName = "at";
    private const string SharedMode = "shared";
    private const char End = '\n';

    /// <summary>The permits of the semaphore; 1 for other locks.</summary>
    public int MaxConcurrency { get; init; } = 1;

    /// <summary>The fencing token; <see langword="null"/> where the store has none.</summary>
    public long? FencingToken { get; init; }

    /// <summary>When it was acquired, by the holder's clock.</summary>
    public DateTimeOffset AcquiredAt { get; init; }

    /// <summary>
    /// What is known about the holder, in the form of a URL's query: <c>host</c>, <c>pid</c>, <c>app</c>, and the user's own pairs as <c>x.name</c>.
    /// </summary>
    public string Metadata { get; init; } = "";

    /// <summary>The hold as one line of ASCII text that <see cref="TryRead"/> understands, in the form of a URL's query, with a line feed at its end.</summary>
    public string ToText()
    {
        var text = new StringBuilder(KeyName).Append('=').Append(Uri.EscapeDataString(Resource.Key));
        if (Resource.IsSemaphore)
        {
            Add(PermitsName, MaxConcurrency.ToString(CultureInfo.InvariantCulture));
        }

        if (Mode == LockMode.Shared)
        {
            Add(ModeName, SharedMode);
        }

        if (FencingToken is { } token)
        {
            Add(TokenName, token.ToString(CultureInfo.InvariantCulture));
        }

        Add(TimeName, AcquiredAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        return (Metadata.Length == 0 ? text : text.Append('&').Append(Metadata)).Append(End).ToString();

        void Add(string name, string value) => text.Append('&').Append(name).Append('=').Append(value);
    }

    /// <summary>Reads a text of <see cref="ToText"/>.</summary>
    /// <returns><see langword="null"/> for anything else, such as a text that is not written to its end yet. What cannot be understood inside of it is left out.</returns>
    public static SessionRecord? TryRead(string text)
    {
        if (text is null || text.Length == 0 || text[text.Length - 1] != End)
        {
            return null;
        }

        string? key = null;
        var record = new SessionRecord(new LockResource("", isSemaphore: false), LockMode.Exclusive) { Metadata = text.Substring(0, text.Length - 1) };
        var isSemaphore = false;
        foreach (var pair in record.Metadata.Split('&'))
        {
            var equals = pair.IndexOf('=');
            var value = equals < 0 ? "" : Uri.UnescapeDataString(pair.Substring(equals + 1));
            switch (equals < 0 ? "" : pair.Substring(0, equals))
            {
                case KeyName:
                    key = value;
                    break;
                case PermitsName when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var permits):
                    isSemaphore = true;
                    record = record with { MaxConcurrency = permits };
                    break;
                case ModeName:
                    record = record with { Mode = value == SharedMode ? LockMode.Shared : LockMode.Exclusive };
                    break;
                case TokenName when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var token):
                    record = record with { FencingToken = token };
                    break;
                case TimeName when DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time):
                    record = record with { AcquiredAt = time };
                    break;
            }
        }

        return string.IsNullOrEmpty(key) ? null : record with { Resource = new LockResource(key!, isSemaphore) };
    }

    /// <summary>What an inspector tells of the hold.</summary>
    /// <param name="keyPrefix">The prefix of the provider, which is left out.</param>
    /// <param name="holdId">See <see cref="LockInfo.HoldId"/>.</param>
    public LockInfo ToInfo(string keyPrefix, string? holdId) => LockMetadata.Read(
        Metadata,
        new LockInfo(Resource.Key.StartsWith(keyPrefix, StringComparison.Ordinal) ? Resource.Key.Substring(keyPrefix.Length) : Resource.Key)
        {
            HoldId = holdId,
            Mode = Mode,
            IsSemaphore = Resource.IsSemaphore,
            AcquiredAt = AcquiredAt,
            FencingToken = FencingToken,
        });
}
