using System.Diagnostics;
using System.Globalization;
using DistributedLock.Testing;
using DistributedLock.Tests.Processes;

namespace DistributedLock.Redis.Tests;

/// <summary>Another process, which holds one lock and can be stopped where it is. It speaks as <see cref="HoldingProgram"/> does.</summary>
internal sealed class StoppableHolder : IAsyncDisposable
{
    private readonly Process _process;

    private StoppableHolder(Process process) => _process = process;

    public long FencingToken { get; private set; }

    public static async Task<StoppableHolder> StartAsync(string configuration, string keyPrefix, string key, TimeSpan lease, CancellationToken cancellationToken)
    {
        var start = ConformanceWorker.StartInfo("redis", keyPrefix, configuration);
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        var holder = new StoppableHolder(Process.Start(start)!);
        await holder._process.StandardInput.WriteLineAsync(FormattableString.Invariant($"Exclusive 1 0 {lease.TotalMilliseconds:0} {key}"));
        await holder._process.StandardInput.FlushAsync(cancellationToken);
        var words = (await holder.ReadAsync(cancellationToken))!.Split(' ');
        Assert.Equal("held", words[0]);
        holder.FencingToken = long.Parse(words[1], CultureInfo.InvariantCulture);
        return holder;
    }

    public ValueTask<string?> ReadAsync(CancellationToken cancellationToken) => _process.StandardOutput.ReadLineAsync(cancellationToken);

    /// <summary>Stops the process where it is, as a paused machine does.</summary>
    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    /// <summary>Ends it without a word.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
