using System.Globalization;
using DistributedLock.CodeModel.Problems;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Reads an attribute's times as C# expressions.</summary>
internal sealed class DurationReader(ProblemList problems, AttributeData attribute)
{
    // The longest wait of .NET's timers (uint.MaxValue - 1 ms): what the runtime accepts.
    private const double LongestSeconds = (uint.MaxValue - 1d) / 1000;

    /// <summary>A time-out: zero is one try, infinity waits for ever.</summary>
    public string? Wait(string option, double secondsPerUnit, string factory)
    {
        if (LockAttributeReader.Number(attribute, option) is not { } value)
        {
            return null;
        }

        if (double.IsPositiveInfinity(value))
        {
            return "global::System.Threading.Timeout.InfiniteTimeSpan";
        }

        if (value < 0 || value * secondsPerUnit > LongestSeconds)
        {
            Report(option, value, "write 0 (one try) to about 49 days, or double.PositiveInfinity to wait for ever");
        }

        return Expression(factory, value);
    }

    /// <summary>A time of holding.</summary>
    public string? Span(string option, bool allowZero)
    {
        if (LockAttributeReader.Number(attribute, option) is not { } value)
        {
            return null;
        }

        // Below a millisecond some frameworks round to zero.
        if (value < (allowZero ? 0 : 0.001) || value > LongestSeconds)
        {
            Report(option, value, allowZero ? "write 0 to about 49 days, in seconds" : "write more than 0, at most about 49 days, in seconds");
        }

        return Expression("FromSeconds", value);
    }

    private void Report(string option, double value, string expected) => problems.Error(
        ProblemIds.OptionsContradict,
        ProblemTarget.Of(attribute, option),
        FormattableString.Invariant($"{option} is {value}: {expected}"));

    private static string Expression(string factory, double value) => value == 0
        ? "global::System.TimeSpan.Zero"
        : $"global::System.TimeSpan.{factory}({value.ToString("R", CultureInfo.InvariantCulture)})";
}
