namespace DistributedLock.Torture.Tests;

public sealed class HistoryFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void An_entry_is_read_as_it_was_written()
    {
        var entry = new HistoryEntry
        {
            Number = 7, At = 12, Kind = EntryKind.Written, Worker = "1.2", Attempt = "1.2/0-3", Key = "x0", Access = Access.Shared, Timeout = 5, Token = 9, After = 6, Deadline = 99,
            Lost = "NotHeld", BasedOn = 1, Version = 2, Accepted = false, Outcome = "kill", Text = "ü \"quoted\"",
        };
        Assert.Equal(entry, HistoryFile.Entry(HistoryFile.Line(entry)));
    }

    [Fact]
    public void A_log_is_read_as_it_was_written()
    {
        var entry = new HistoryEntry { Number = 7, At = 12, Kind = EntryKind.ReadAtLast, Key = "x0", Version = 3, Log = [new LoggedWrite(5, 1), new LoggedWrite(null, 3)] };
        Assert.Equal(entry.Log, HistoryFile.Entry(HistoryFile.Line(entry)).Log);
    }

    [Fact]
    public void A_good_history_passes_the_check()
    {
        Write(new HistoryEntry { Number = 1, At = 1, Kind = EntryKind.WorkerStarted, Worker = "0.1" });
        var output = new StringWriter();
        Assert.Equal(ExitCodes.Success, HistoryCheck.Run(_path, output));
        Assert.Equal("redis, seed 3: 1 entries, 0 violations", output.ToString().Trim());
    }

    [Fact]
    public void A_bad_history_fails_the_check_and_is_shown()
    {
        HistoryEntry Entry(long number, EntryKind kind, string who) => new()
        {
            Number = number, At = number * 10_000, Kind = kind, Worker = who, Attempt = who, Key = "x0", Access = Access.Exclusive, Timeout = 0,
        };
        Write(
            Entry(1, EntryKind.Asked, "0.1"), Entry(2, EntryKind.Held, "0.1") with { Token = 1, Deadline = 900_000 },
            Entry(3, EntryKind.Asked, "1.1"), Entry(4, EntryKind.Held, "1.1") with { Token = 2, Deadline = 950_000 });
        var output = new StringWriter();
        Assert.Equal(ExitCodes.Violation, HistoryCheck.Run(_path, output));
        var text = output.ToString();
        Assert.Contains("VIOLATION of Exclusion at entry 4, 0.040000 s", text);
        Assert.Contains("  0.020000 s  2  0.1  held  x0  exclusive  token 1", text);
        Assert.Contains("> 0.040000 s  4  1.1  held  x0  exclusive  token 2", text);
    }

    [Fact]
    public void A_line_that_is_no_entry_is_named()
    {
        File.WriteAllText(_path, HistoryFile.Line(new HistoryHeader { Backend = "redis" }) + "\n{\"kind\":\"hel");
        var exception = Assert.Throws<FormatException>(() => HistoryCheck.Run(_path, TextWriter.Null));
        Assert.StartsWith("Line 2 is no HistoryEntry", exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);

    private void Write(params HistoryEntry[] entries) => File.WriteAllLines(
        _path, [HistoryFile.Line(new HistoryHeader { Backend = "redis", Seed = 3, Lease = 1_000_000, HasTokens = true }), .. entries.Select(HistoryFile.Line)]);
}
