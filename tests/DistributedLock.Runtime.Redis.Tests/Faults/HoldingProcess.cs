using System.Diagnostics;
using System.Globalization;

namespace DistributedLock.Redis.Tests;

/// <summary>Another process, which holds one lock.</summary>
internal sealed class HoldingProcess : IAsyncDisposable
{
    private readonly Process _process;

    private HoldingProcess(Process process) => _process = process;

    public long FencingToken { get; private set; }

    public static async Task<HoldingProcess> StartAsync(string configuration, string keyPrefix, string key, TimeSpan lease, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "DistributedLock.Runtime.Redis.Worker.dll"));
        start.ArgumentList.Add(configuration);
        start.ArgumentList.Add(keyPrefix);
        start.ArgumentList.Add(key);
        start.ArgumentList.Add(lease.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        var holder = new HoldingProcess(Process.Start(start)!);
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
