using System.Globalization;
using System.Text;

namespace DistributedLock.FileSystem;

/// <summary>The fencing tokens of a key: a number in a file, which is locked while it is read and written.</summary>
/// <remarks>
/// A token is the last one plus one, but at least the microseconds since 1970: so tokens go on growing when the file is lost or cut off, by a crash of the
/// machine or by hand, as long as the clock has not gone back since. Nothing is flushed to the disk for the same reason.
/// </remarks>
internal sealed class FencingCounter(LockDirectory directory, TimeProvider clock)
{
    // long.MaxValue has 19 digits. A fixed width lets one write replace the old number as a whole.
    private const int Digits = 19;
    private const int Length = Digits + 1;

    private const long UnixEpochTicks = 621_355_968_000_000_000; // DateTimeOffset.UnixEpoch, which netstandard2.0 lacks

    // The counter is locked for microseconds; one who has it this long is suspended, or its file system hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="LockBackendException">The counter cannot be read or written.</exception>
    public long Next(string file)
    {
        using var stream = directory.TryLockWithin(Patience, file, LockMode.Exclusive) ?? throw new LockBackendException(
            $"The fencing counter '{file}' stayed locked for {Patience.TotalSeconds} s: expected microseconds. Look for a suspended process that uses it.");
        try
        {
            var token = Math.Max(Read(stream) + 1, Microseconds(clock.GetUtcNow()));
            Write(stream, token);
            return token;
        }
        catch (Exception exception) when (LockFileErrors.IsExpected(exception))
        {
            throw LockFileErrors.Explain(exception, directory.Path, $"count up '{file}'");
        }
    }

    // In full resolution: two acquisitions of one millisecond must not get one token when the counter is lost between them.
    private static long Microseconds(DateTimeOffset now) => (now.UtcTicks - UnixEpochTicks) / (TimeSpan.TicksPerMillisecond / 1000);

    /// <returns>The last token; -1 when there is none, or none that can be read.</returns>
    private static long Read(FileStream stream)
    {
        var bytes = new byte[Length + 1];
        var count = 0;
        int read;
        while (count < bytes.Length && (read = stream.Read(bytes, count, bytes.Length - count)) > 0)
        {
            count += read;
        }

        return count == Length
            && bytes[Digits] == '\n'
            && long.TryParse(Encoding.ASCII.GetString(bytes, 0, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out var token)
            && token < long.MaxValue
            ? token
            : -1;
    }

    private static void Write(FileStream stream, long token)
    {
        var bytes = Encoding.ASCII.GetBytes(token.ToString("D" + Digits, CultureInfo.InvariantCulture) + "\n");
        stream.Position = 0;
        stream.Write(bytes, 0, bytes.Length);
        if (stream.Length != Length)
        {
            stream.SetLength(Length);
        }

        stream.Flush();
    }
}
