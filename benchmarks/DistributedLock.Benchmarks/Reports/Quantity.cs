using System.Globalization;

namespace DistributedLock.Benchmarks.Reports;

/// <summary>Numbers as people read them.</summary>
internal static class Quantity
{
    /// <summary>Three digits that count, or all of those before the point; whole numbers as they are.</summary>
    public static string Of(double value)
    {
        var size = Math.Abs(value);
        var format = double.IsInteger(value) || size >= 100 ? "N0" : size >= 10 ? "N1" : size >= 1 ? "N2" : size >= 0.0095 ? "N3" : "G2";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    public static string Of(double value, string unit) => unit.Length == 0 ? Of(value) : $"{Of(value)} {unit}";

    /// <summary>"1 caller", "16 callers".</summary>
    public static string Count(int count, string noun) => $"{Of(count)} {noun}{(count == 1 ? "" : "s")}";
}
