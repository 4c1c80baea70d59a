using System.Globalization;

namespace DistributedLock.Runtime.Tests.Keys;

/// <summary>
/// Makes the current culture one that changes everything a culture can change in a text, so that a forgotten invariant culture shows on every machine,
/// also where no culture data is installed.
/// </summary>
internal sealed class HostileCulture : IDisposable
{
    private readonly CultureInfo _previous = CultureInfo.CurrentCulture;

    public HostileCulture(string? name = null) => CultureInfo.CurrentCulture = name is null ? Create() : CultureInfo.GetCultureInfo(name);

    public void Dispose() => CultureInfo.CurrentCulture = _previous;

    private static CultureInfo Create()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "~";
        culture.NumberFormat.PositiveSign = "^";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NaNSymbol = "nan";
        culture.NumberFormat.PositiveInfinitySymbol = "oo";
        culture.DateTimeFormat.DateSeparator = "!";
        culture.DateTimeFormat.TimeSeparator = "?";
        return culture;
    }
}
