using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace DistributedLock.FileSystem.Worker;

/// <summary>
/// Commands, each led by a number that the answer repeats:
/// <c>acquire {exclusive|shared|permits} {milliseconds} {key}</c> answers <c>acquired {fencing token} {timestamp}</c> or <c>contended</c>;
/// <c>release {key}</c> answers <c>released {timestamp}</c>;
/// <c>count {times} {key}</c> reads, adds one to and writes the file of that key so many times, each time under the lock, and answers <c>counted</c>.
/// </summary>
internal sealed class CommandLoop(IDistributedLockProvider provider, TextReader input, TextWriter output)
{
    private readonly ConcurrentDictionary<string, IDistributedLockHandle> _handles = new();
    private readonly object _writing = new();

    public async Task RunAsync()
    {
        Answer("ready");
        while (await input.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ', 3);
            _ = RunAsync(words[0], words[1], words[2]);
        }
    }

    private async Task RunAsync(string number, string verb, string arguments)
    {
        try
        {
            var answer = verb switch
            {
                "acquire" => await AcquireAsync(arguments.Split(' ', 3)),
                "release" => await ReleaseAsync(arguments),
                "count" => await CountAsync(arguments.Split(' ', 2)),
                _ => $"failed unknown verb {verb}",
            };
            Answer($"{number} {answer}");
        }
        catch (Exception exception)
        {
            Answer($"{number} failed {exception.GetType().Name} {exception.Message}");
        }
    }

    private async Task<string> AcquireAsync(string[] arguments)
    {
        var request = new LockRequest(arguments[2])
        {
            Mode = arguments[0] == "shared" ? LockMode.Shared : LockMode.Exclusive,
            MaxConcurrency = int.TryParse(arguments[0], NumberStyles.None, CultureInfo.InvariantCulture, out var permits) ? permits : 1,
            Timeout = TimeSpan.FromMilliseconds(int.Parse(arguments[1], CultureInfo.InvariantCulture)),
            TrackFlow = false,
        };
        if (await provider.TryAcquireAsync(request) is not { } handle)
        {
            return "contended";
        }

        var timestamp = Stopwatch.GetTimestamp();
        _handles[arguments[2]] = handle;
        return FormattableString.Invariant($"acquired {handle.FencingToken} {timestamp}");
    }

    private async Task<string> ReleaseAsync(string key)
    {
        _handles.TryRemove(key, out var handle);
        var timestamp = Stopwatch.GetTimestamp();
        await handle!.DisposeAsync();
        return FormattableString.Invariant($"released {timestamp}");
    }

    private async Task<string> CountAsync(string[] arguments)
    {
        var file = arguments[1];
        for (var i = int.Parse(arguments[0], CultureInfo.InvariantCulture); i > 0; i--)
        {
            await using var handle = await provider.AcquireAsync(Path.GetFileName(file), Timeout.InfiniteTimeSpan);
            var count = int.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture);
            await File.WriteAllTextAsync(file, (count + 1).ToString(CultureInfo.InvariantCulture));
        }

        return "counted";
    }

    private void Answer(string line)
    {
        lock (_writing)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }
}
