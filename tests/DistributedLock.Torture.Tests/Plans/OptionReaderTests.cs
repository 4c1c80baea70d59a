namespace DistributedLock.Torture.Tests;

public sealed class OptionReaderTests
{
    [Fact]
    public void Options_are_read()
    {
        var options = OptionReader.Read(
        [
            "--backend", "redis", "--seconds", "1.5", "--seed", "-7", "--workers", "3", "--loops", "2", "--keys", "2", "--modes", "shared,exclusive", "--lease", "0.5",
            "--every", "0.2", "--faults", "kill,cut", "--broken", "late-deadline", "--history", "h", "--report", "r", "--keep-going", "--plan",
        ]);
        Assert.Equal(("redis", -7, 3, 2), (options.Backend.Name, options.Seed, options.Workers, options.Loops));
        Assert.Equal((TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.2)), (options.Duration, options.Lease, options.Every));
        Assert.Equal(["x0", "x1", "r0", "r1"], options.AllKeys.Select(key => key.Name));
        Assert.Equal(["kill", "cut"], options.AllFaults);
        Assert.Equal((Breakage.LateDeadline, "h", "r", true, true), (options.Breakage, options.HistoryFile, options.ReportFile, options.KeepsGoing, options.IsPlanOnly));
    }

    [Fact]
    public void Defaults_are_those_of_the_backend()
    {
        var options = OptionReader.Read(["--backend", "redis-majority"]);
        Assert.Equal(["x0", "r0"], options.AllKeys.Select(key => key.Name)); // no semaphores by majority
        Assert.Equal(options.Backend.Faults, options.AllFaults);
        Assert.Empty(OptionReader.Read(["--backend", "files", "--faults", "none"]).Plan());
    }

    [Theory]
    [InlineData("--backend is missing: expected one of files, redis, ")]
    [InlineData("There is no backend 'mongo': expected one of files, ", "--backend", "mongo")]
    [InlineData("There is no option '--speed'. Try --help.", "--backend", "files", "--speed", "9")]
    [InlineData("--seed expects a value.", "--backend", "files", "--seed")]
    [InlineData("--seed is 'x': expected a whole number.", "--backend", "files", "--seed", "x")]
    [InlineData("--minutes is '0': expected a number greater than 0.", "--backend", "files", "--minutes", "0")]
    [InlineData("--workers is '0': expected 1 to 100.", "--backend", "files", "--workers", "0")]
    [InlineData("--faults is 'cut': expected some of kill, stop, clock.", "--backend", "files", "--faults", "kill,cut")]
    [InlineData("--broken is there for --backend redis and postgres-lease only.", "--backend", "files", "--broken", "release-check")]
    [InlineData("redis-majority has no semaphores: expected another one of --modes.", "--backend", "redis-majority", "--modes", "semaphore")]
    public void Mistake_is_told(string expected, params string[] arguments) =>
        Assert.StartsWith(expected, Assert.Throws<UsageException>(() => OptionReader.Read(arguments)).Message, StringComparison.Ordinal);
}
