using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace DistributedLock.FileSystem.Tests;

/// <summary>Who holds what, asked by a user who does not own the files.</summary>
[SupportedOSPlatform("linux")]
public sealed class OtherUsersTests : FileLockTest
{
    private const int Nobody = 65_534;

    private readonly RecordingLoggerFactory _log = new();

    [Fact(Timeout = Limit)]
    public async Task Hold_that_may_only_be_read_is_seen_and_one_that_may_not_hides_no_other()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Takes the rights of a user away from a thread.");
        var holder = NewProvider();
        await using var readable = await TakeAsync(holder, Exclusive("readable"));
        await using var secret = await TakeAsync(holder, Exclusive("secret"));
        Protect("readable", UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Protect("secret", UnixFileMode.None);
        var inspector = NewProvider(options => options.LoggerFactory = _log);

        await AsNobodyAsync(async () =>
        {
            Assert.Equal(["readable"], await KeysAsync(inspector));
            Assert.Equal(["readable"], await KeysAsync(inspector));
            Assert.Single(await inspector.GetAsync("readable", Stop));

            // Not an empty answer: somebody holds it.
            var denied = await Assert.ThrowsAsync<LockBackendException>(async () => await inspector.GetAsync("secret", Stop));
            Assert.Contains("access was denied", denied.Message, StringComparison.Ordinal);
        });

        Assert.Single(_log.Messages, static message => message.Id == 201);
    }

    [Fact(Timeout = Limit)]
    public async Task What_a_process_of_another_user_left_is_not_seen_and_stays()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Takes the rights of a user away from a thread.");
        var inspector = NewProvider();
        var process = await StartProcessAsync();
        await process.TakeAsync("exclusive", "k");
        Protect("k", UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        process.Kill();

        await AsNobodyAsync(async () => Assert.Empty(await KeysAsync(inspector)));

        Assert.Single(Directory.GetFiles(Path.Combine(Root, "holders")));
    }

    private static async Task<IReadOnlyList<string>> KeysAsync(FileSystemLockProvider inspector)
    {
        var keys = new List<string>();
        await foreach (var info in inspector.ListAsync("", Stop))
        {
            keys.Add(info.Key);
        }

        return keys;
    }

    private void Protect(string key, UnixFileMode mode) =>
        File.SetUnixFileMode(Assert.Single(Directory.GetFiles(Path.Combine(Root, "holders"), key + "@*")), mode);

    /// <summary>Runs on a thread that root's rights were taken from; inspecting files never leaves it.</summary>
    private static Task AsNobodyAsync(Func<Task> act)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously); // never on that thread
        var thread = new Thread(() =>
        {
            if (Environment.IsPrivilegedProcess)
            {
                _ = SetFileSystemUser(Nobody);
            }

            try
            {
                act().GetAwaiter().GetResult();
                done.SetResult();
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        });
        thread.Start();
        return done.Task;
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int SetFileSystemUser(int id);
}
