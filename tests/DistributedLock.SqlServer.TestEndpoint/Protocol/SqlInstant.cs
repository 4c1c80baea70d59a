namespace DistributedLock.SqlServer.TestEndpoint.Protocol;

/// <summary>
/// Dates and times as they travel (MS-TDS 2.2.5.5.1.8): the time of day in units of 10^-scale seconds in 3 to 5 bytes, the days
/// since year 1 in 3 bytes, the offset in minutes in 2 bytes.
/// </summary>
internal static class SqlInstant
{
    private const int DateLength = 3;
    private const int OffsetLength = 2;

    public static DateTime Date(ReadOnlySpan<byte> bytes) => System.DateTime.MinValue.AddDays(Number(bytes));

    public static TimeSpan TimeOfDay(ReadOnlySpan<byte> bytes, byte scale) => new(Number(bytes) * TicksPerUnit(scale));

    public static DateTime DateTime(ReadOnlySpan<byte> bytes, byte scale) =>
        Date(bytes[^DateLength..]) + TimeOfDay(bytes[..^DateLength], scale);

    /// <summary>The instant travels as UTC, the offset beside it.</summary>
    public static DateTimeOffset DateTimeOffset(ReadOnlySpan<byte> bytes, byte scale)
    {
        var utc = DateTime(bytes[..^OffsetLength], scale);
        return new DateTimeOffset(utc, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes((short)Number(bytes[^OffsetLength..])));
    }

    public static void Write(ByteWriter writer, DateTime value, byte scale)
    {
        writer.Byte((byte)(TimeLength(scale) + DateLength));
        WriteParts(writer, value, scale);
    }

    public static void Write(ByteWriter writer, DateTimeOffset value, byte scale)
    {
        writer.Byte((byte)(TimeLength(scale) + DateLength + OffsetLength));
        WriteParts(writer, value.UtcDateTime, scale);
        writer.UInt16((short)value.Offset.TotalMinutes);
    }

    private static void WriteParts(ByteWriter writer, DateTime value, byte scale)
    {
        writer.Int64(value.TimeOfDay.Ticks / TicksPerUnit(scale), TimeLength(scale));
        writer.Int64(value.Ticks / TimeSpan.TicksPerDay, DateLength);
    }

    private static int TimeLength(byte scale) => scale switch { <= 2 => 3, <= 4 => 4, _ => 5 };

    private static long TicksPerUnit(byte scale) => (long)Math.Pow(10, 7 - scale);

    private static long Number(ReadOnlySpan<byte> bytes)
    {
        long number = 0;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            number = (number << 8) | bytes[i];
        }

        return number;
    }
}
