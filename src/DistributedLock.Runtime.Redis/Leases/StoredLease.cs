using System.Globalization;
using DistributedLock.Leases;

namespace DistributedLock.Redis;

/// <summary>
/// Reads what is stored of a lease. Nothing keeps others from writing there, so what cannot be understood is left out, and never fails: one such entry must not hide all others.
/// </summary>
internal static class StoredLease
{
    private const long MaxMilliseconds = int.MaxValue * 1000L; // 68 years
    private const int TicksPerMicrosecond = 10;

    /// <summary>An exclusive lease: owner, token, microseconds of acquisition and metadata.</summary>
    public static LeaseRecord Exclusive(LockResource resource, string text, long rest)
    {
        var parts = text.Split(['|'], 4);
        return new LeaseRecord(resource, LockMode.Exclusive, parts[0], Rest(rest))
        {
            FencingToken = Number(parts, 1), AcquiredAt = Time(parts, 2), Metadata = Part(parts, 3) ?? "",
        };
    }

    /// <summary>A shared lease or a permit, whose details are token, microseconds of acquisition, permits and metadata.</summary>
    public static LeaseRecord OneOfSeveral(LockResource resource, string owner, long rest, string? details)
    {
        var parts = (details ?? "").Split(['|'], 4);
        return new LeaseRecord(resource, resource.IsSemaphore ? LockMode.Exclusive : LockMode.Shared, owner, Rest(rest))
        {
            FencingToken = Number(parts, 0), AcquiredAt = Time(parts, 1), Metadata = Part(parts, 3) ?? "",
            MaxConcurrency = Number(parts, 2) is > 0 and <= int.MaxValue and { } permits ? (int)permits : 1,
        };
    }

    private static string? Part(string[] parts, int index) => index < parts.Length ? parts[index] : null;

    private static long? Number(string[] parts, int index) =>
        long.TryParse(Part(parts, index), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? Time(string[] parts, int index) =>
        Number(parts, index) is { } microseconds && microseconds >= 0 && microseconds <= (DateTimeOffset.MaxValue.Ticks - UnixEpoch.Ticks) / TicksPerMicrosecond
            ? UnixEpoch.AddTicks(microseconds * TicksPerMicrosecond)
            : null;

    private static DateTimeOffset UnixEpoch => DateTimeOffset.FromUnixTimeMilliseconds(0);

    private static TimeSpan Rest(long milliseconds) => TimeSpan.FromMilliseconds(Math.Min(Math.Max(milliseconds, 0), MaxMilliseconds));
}
