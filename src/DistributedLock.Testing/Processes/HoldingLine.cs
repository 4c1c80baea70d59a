using System.Globalization;

namespace DistributedLock.Testing;

/// <summary>The lines of the conversation between <see cref="HoldingProcess"/> and <see cref="HoldingProgram"/>.</summary>
internal static class HoldingLine
{
    public const string Contended = "contended";

    private const string HeldVerb = "held ";
    private const string NoToken = "-";

    public static string Format(LockRequest request) => FormattableString.Invariant(
        $"{request.Mode} {request.MaxConcurrency} {request.Timeout.TotalMilliseconds:0} {request.Lease.TotalMilliseconds:0} {Uri.EscapeDataString(request.Key.Value)}");

    public static LockRequest Parse(string line)
    {
        var words = line.Split(' ');
        return words.Length == 5
            ? new LockRequest(Uri.UnescapeDataString(words[4]))
            {
                Mode = Enum.Parse<LockMode>(words[0]),
                MaxConcurrency = int.Parse(words[1], CultureInfo.InvariantCulture),
                Timeout = Milliseconds(words[2]),
                Lease = Milliseconds(words[3]),
                TrackFlow = false,
            }
            : throw new FormatException($"Expected a mode, permits, milliseconds of time-out and lease, and a key; came '{line}'.");
    }

    public static string Held(long? token) => HeldVerb + (token?.ToString(CultureInfo.InvariantCulture) ?? NoToken);

    public static string Lost(LockKey key) => "lost " + Uri.EscapeDataString(key.Value);

    public static bool TryParseHeld(string line, out long? token)
    {
        token = null;
        if (!line.StartsWith(HeldVerb, StringComparison.Ordinal))
        {
            return false;
        }

        var text = line[HeldVerb.Length..];
        if (text == NoToken)
        {
            return true;
        }

        token = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        return token.HasValue;
    }

    private static TimeSpan Milliseconds(string text) => TimeSpan.FromMilliseconds(long.Parse(text, CultureInfo.InvariantCulture));
}
