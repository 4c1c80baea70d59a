using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace DistributedLock.FileSystem.Tests;

/// <summary>A worker process, and the conversation with it.</summary>
internal sealed class LockProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _answers = new();
    private int _lastNumber;

    private LockProcess(Process process) => _process = process;

    public static async Task<LockProcess> StartAsync(string directory, CancellationToken cancellationToken)
    {
        var process = Launch(directory);
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(cancellationToken));
        var worker = new LockProcess(process);
        _ = worker.ReadAsync();
        return worker;
    }

    /// <summary>Starts a process that is expected to refuse its service.</summary>
    /// <returns>What it says.</returns>
    public static async Task<string> FailAsync(string directory, string variable, string value, CancellationToken cancellationToken)
    {
        using var process = Launch(directory, (variable, value));
        var answer = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return answer;
    }

    public Task<string> AcquireAsync(string mode, TimeSpan timeout, string key) =>
        SendAsync(FormattableString.Invariant($"acquire {mode} {(int)timeout.TotalMilliseconds} {key}"));

    public async Task<long> TakeAsync(string mode, string key, TimeSpan timeout = default)
    {
        var words = (await AcquireAsync(mode, timeout, key)).Split(' ');
        Assert.Equal("acquired", words[0]);
        return long.Parse(words[1], CultureInfo.InvariantCulture);
    }

    public Task<string> ReleaseAsync(string key) => SendAsync($"release {key}");

    public Task<string> CountAsync(int times, string file) => SendAsync(FormattableString.Invariant($"count {times} {file}"));

    /// <summary>Its id on this machine.</summary>
    public int Id => _process.Id;

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Launch(string directory, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "DistributedLock.Runtime.FileSystem.Worker.dll"));
        start.ArgumentList.Add(directory);
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private Task<string> SendAsync(string command)
    {
        var number = Interlocked.Increment(ref _lastNumber);
        var answer = _answers.GetOrAdd(number, static _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_answers)
        {
            _process.StandardInput.WriteLine(FormattableString.Invariant($"{number} {command}"));
            _process.StandardInput.Flush();
        }

        return answer.Task;
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ', 2);
            if (_answers.TryRemove(int.Parse(words[0], CultureInfo.InvariantCulture), out var answer))
            {
                answer.SetResult(words[1]);
            }
        }
    }
}
