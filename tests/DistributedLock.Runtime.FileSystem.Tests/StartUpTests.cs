using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.FileSystem.Tests;

public sealed class StartUpTests : FileLockTest
{
    [Fact(Timeout = 60_000)]
    public void Missing_directory_is_created_and_left_empty()
    {
        using var provider = new FileSystemLockProvider(Path.Combine(Root, "deep", "down"));

        Assert.Empty(Directory.GetFiles(Path.Combine(Root, "deep", "down")));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("")]
    [InlineData("  ")]
    public void Missing_option_is_refused(string directory) =>
        Assert.Throws<ArgumentException>(() => new FileSystemLockProvider(directory));

    [Fact(Timeout = 60_000)]
    public void Directory_below_a_file_is_refused_with_its_name()
    {
        Directory.CreateDirectory(Root);
        var file = Path.Combine(Root, "file");
        File.WriteAllText(file, "");

        var exception = Assert.Throws<LockBackendException>(() => new FileSystemLockProvider(Path.Combine(file, "locks")));

        Assert.Contains(Path.Combine(file, "locks"), exception.Message, StringComparison.Ordinal);
        Assert.NotNull(exception.InnerException);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("file")]
    [InlineData("file/locks")]
    [InlineData("file/deep/locks")]
    public void Directory_that_is_a_file_or_below_one_is_told_which_file(string directory)
    {
        Directory.CreateDirectory(Root);
        var file = Path.Combine(Root, "file");
        File.WriteAllText(file, "");
        var path = Path.GetFullPath(Path.Combine(Root, directory));

        var exception = Assert.Throws<LockBackendException>(() => new FileSystemLockProvider(path));

        Assert.StartsWith($"Cannot create the lock directory '{path}': '{file}' is a file.", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Directory_that_cannot_be_created_is_told_where_and_why()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a directory in which not even root can create one.");

        var exception = Assert.Throws<LockBackendException>(() => new FileSystemLockProvider("/proc/shop/locks"));

        Assert.StartsWith("Cannot create the lock directory '/proc/shop/locks': ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'/proc'", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Directory_that_cannot_be_written_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a directory that not even root can write to.");

        var exception = Assert.Throws<LockBackendException>(() => new FileSystemLockProvider("/proc/self/fdinfo"));

        Assert.Contains("/proc/self/fdinfo", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void File_that_may_not_be_opened_is_a_refusal_and_no_outage()
    {
        using var provider = new FileSystemLockProvider(Root);
        Directory.CreateDirectory(Path.Combine(Root, "k.lock")); // to be opened by nobody, not even root

        var exception = Assert.Throws<LockBackendException>(() => provider.TryAcquire(Exclusive("k"), Stop));

        Assert.False(exception.IsTransient, exception.Message);
    }

    [Theory(Timeout = Limit)]
    [InlineData("1")]
    [InlineData("true")]
    public async Task Process_with_file_locking_disabled_is_refused(string value)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The switch has no effect on Windows, where opening a file excludes by itself.");

        var answer = await LockProcess.FailAsync(Root, "DOTNET_SYSTEM_IO_DISABLEFILELOCKING", value, Stop);

        Assert.StartsWith("failed", answer, StringComparison.Ordinal);
        Assert.Contains("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", answer, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Root));
    }

    [Fact(Timeout = Limit)]
    public async Task Directory_that_vanished_fails_requests_with_its_name_and_waits_too()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let an open file be deleted.");
        var (one, other) = (NewProvider(), NewProvider());
        await using var held = await TakeAsync(one, Exclusive("k"));
        var waiting = other.TryAcquireAsync(Exclusive("k", Long), Stop).AsTask();
        await AssertWaitingAsync("k");

        Directory.Delete(Root, recursive: true);

        var exception = await Assert.ThrowsAsync<LockBackendException>(async () => await one.TryAcquireAsync(Exclusive("other"), Stop));
        Assert.Contains(Root, exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LockBackendException>(() => waiting);
    }

    [Fact(Timeout = Limit)]
    public async Task Container_creates_and_disposes_the_provider()
    {
        IDistributedLockHandle? held;
        await using (var services = new ServiceCollection()
            .AddDistributedLock(locks => locks.UseFileSystem(Root, options => options.KeyPrefix = "a-"))
            .BuildServiceProvider())
        {
            held = await services.GetRequiredService<IDistributedLockProvider>().TryAcquireAsync("k", cancellationToken: Stop);
            Assert.NotNull(held);
            await AssertContendedAsync(NewProvider(), Exclusive("a-k"));
        }

        Assert.True(((DistributedLockHandle)held).IsLost);
    }
}
