using System.Text.Json;
using DistributedLock.Telemetry;

namespace DistributedLock;

/// <summary>
/// Writes each event as one line of JSON, keys included: an audit. Each line is handed to the operating system before the next event is told. Thread-safe.
/// </summary>
/// <remarks>Fields that have no value are left out. Times are ISO 8601 with offset, durations are seconds.</remarks>
public sealed class JsonLinesLockObserver : ILockObserver, IDisposable
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };
    private static readonly int ProcessId = ReadProcessId();

    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly MemoryStream _line = new(); // also the monitor of itself and of the stream
    private bool _isDisposed;

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">Where lines are written.</param>
    /// <param name="leaveOpen">Whether the stream stays open when the observer is disposed.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The stream cannot be written.</exception>
    public JsonLinesLockObserver(Stream stream, bool leaveOpen = false)
    {
        _stream = stream ?? throw new ArgumentNullException(nameof(stream));
        _leaveOpen = leaveOpen;
        if (!stream.CanWrite)
        {
            throw new ArgumentException("The stream cannot be written: expected one that can.", nameof(stream));
        }
    }

    /// <summary>Appends to a file, which is this process's alone while it does: others may read it, another writer is refused.</summary>
    /// <param name="path">The file; it is created where it is missing, its folder is not.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="IOException">The file cannot be opened, for instance because another process writes to it.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written.</exception>
    public JsonLinesLockObserver(string path)
        : this(Open(path))
    {
    }

    /// <inheritdoc/>
    public void OnLockEvent(LockEvent lockEvent)
    {
        if (lockEvent is null)
        {
            throw new ArgumentNullException(nameof(lockEvent));
        }

        lock (_line)
        {
            if (_isDisposed)
            {
                throw new ObjectDisposedException(nameof(JsonLinesLockObserver));
            }

            _line.SetLength(0);
            using (var json = new Utf8JsonWriter(_line, Options))
            {
                Write(json, lockEvent);
            }

            _line.WriteByte((byte)'\n');

            // In one call: a reader that follows the file sees whole lines.
            _stream.Write(_line.GetBuffer(), 0, (int)_line.Length);
            _stream.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_line)
        {
            if (!_isDisposed && !_leaveOpen)
            {
                _stream.Dispose();
            }

            _isDisposed = true;
        }
    }

    private static int ReadProcessId()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.Id;
    }

    private static FileStream Open(string path) => string.IsNullOrEmpty(path)
        ? throw new ArgumentException("The path of the audit file is empty: expected a file name, such as locks.jsonl.", nameof(path))
        : new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 1);

    private static void Write(Utf8JsonWriter json, LockEvent lockEvent)
    {
        json.WriteStartObject();
        json.WriteString("time", lockEvent.Time);
        json.WriteString("event", NameOf(lockEvent.Kind));
        json.WriteString("provider", lockEvent.Provider);
        WriteIfAny(json, "template", lockEvent.Template);
        WriteIfAny(json, "member", lockEvent.Request.Definition?.Member);
        json.WriteString("key", lockEvent.Key.Value);
        json.WriteString("mode", LockTags.ModeOf(lockEvent.Request));
        if (lockEvent.Request.IsSemaphore && lockEvent.Hold is null)
        {
            json.WriteNumber("permits", lockEvent.Request.MaxConcurrency);
        }

        if (lockEvent.FencingToken is { } token)
        {
            json.WriteNumber("fencingToken", token);
        }

        if (lockEvent.Duration is { } duration)
        {
            json.WriteNumber("seconds", Math.Round(duration.TotalSeconds, 6));
        }

        if (lockEvent.LossReason != LockLossReason.None)
        {
            json.WriteString("lossReason", LockTags.ReasonOf(lockEvent.LossReason));
        }

        if (lockEvent.Exception is { } exception)
        {
            json.WriteString("errorType", exception.GetType().FullName);
            json.WriteString("error", exception.Message);
        }

        WriteMetadata(json, lockEvent.Request.Metadata);
        if (lockEvent.Hold is { } hold)
        {
            WriteHold(json, hold);
        }

        WriteIfAny(json, "application", lockEvent.Application);
        json.WriteString("host", Environment.MachineName);
        json.WriteNumber("pid", ProcessId);
        json.WriteEndObject();
    }

    /// <summary>Whose hold it was; who ended it stands where every event has its process.</summary>
    private static void WriteHold(Utf8JsonWriter json, LockInfo hold)
    {
        json.WriteStartObject("hold");
        WriteIfAny(json, "id", hold.HoldId);
        if (hold.AcquiredAt is { } acquiredAt)
        {
            json.WriteString("acquiredAt", acquiredAt);
        }

        WriteMetadata(json, hold.Metadata);
        WriteIfAny(json, "application", hold.Application);
        WriteIfAny(json, "host", hold.Host);
        if (hold.ProcessId is { } id)
        {
            json.WriteNumber("pid", id);
        }

        json.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is not { Count: > 0 })
        {
            return;
        }

        json.WriteStartObject("metadata");
        foreach (var pair in metadata)
        {
            json.WriteString(pair.Key, pair.Value);
        }

        json.WriteEndObject();
    }

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string NameOf(LockEventKind kind) => kind switch
    {
        LockEventKind.Acquired => "acquired",
        LockEventKind.Contended => "contended",
        LockEventKind.Canceled => "canceled",
        LockEventKind.Failed => "failed",
        LockEventKind.Renewed => "renewed",
        LockEventKind.RenewalFailed => "renewal_failed",
        LockEventKind.Lost => "lost",
        LockEventKind.Released => "released",
        LockEventKind.ReleaseFailed => "release_failed",
        LockEventKind.Abandoned => "abandoned",
        LockEventKind.ForceReleased => "force_released",
        _ => kind.ToString(),
    };
}
