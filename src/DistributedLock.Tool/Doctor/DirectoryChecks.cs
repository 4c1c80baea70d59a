using DistributedLock.Tool.Backends;

namespace DistributedLock.Tool.Doctor;

/// <summary>A directory of lock files.</summary>
internal sealed class DirectoryChecks(DirectoryBackend backend, ProviderChecks provider, bool createMissing) : IBackendChecks
{
    private const long LeastSpace = 10_000_000;
    private const int BytesPerMegabyte = 1_000_000;

    private static readonly string[] NetworkFileSystems = ["nfs", "cifs", "smb", "9p", "sshfs", "afs", "ceph", "gluster", "lustre", "virtiofs"];

    private string DirectoryPath => backend.Directory;

    public async Task<bool> CheckAccessAsync(Checkup checkup) =>
        await checkup.RunAsync("directory", LookAtDirectory)
        && await checkup.RunAsync("rights", LookAtRights)
        && await checkup.RunAsync("locking", async stop => await provider.ExplainAsync(checkup.Patience, stop) is { } problem
            ? Finding.Failed(problem)
            : Finding.Ok("files exclude each other within this process"));

    public async Task CheckSettingsAsync(Checkup checkup)
    {
        var drive = new DriveInfo(DirectoryPath);
        await checkup.RunAsync("file system", () => FileSystemOf(drive.DriveType, drive.DriveFormat));
        await checkup.RunAsync("space", () => drive.AvailableFreeSpace is var free && free >= LeastSpace
            ? Finding.Ok($"{free / BytesPerMegabyte} MB free")
            : Finding.Warning($"{free / BytesPerMegabyte} MB free: a new key needs a file or two", "Free some space."));
    }

    public ValueTask DisposeAsync() => default;

    internal static Finding FileSystemOf(DriveType type, string format) =>
        type == DriveType.Network || NetworkFileSystems.Any(name => format.Contains(name, StringComparison.OrdinalIgnoreCase))
            ? Finding.Warning(
                $"{format} is a file system of a network: whether its locks exclude other machines is up to the server and the mount's options, and a holder may not notice that it lost one",
                "Use a directory on a local disk; for several machines a lock server.")
            : format.Contains("overlay", StringComparison.OrdinalIgnoreCase)
            ? Finding.Ok("overlay, the layer of a container: processes of other containers do not share it. For those use a volume")
            : Finding.Ok($"{format}, local");

    private Finding LookAtDirectory()
    {
        if (File.Exists(DirectoryPath))
        {
            return Finding.Failed($"'{DirectoryPath}' is a file", "Name the directory that the locks are in.");
        }

        if (Directory.Exists(DirectoryPath))
        {
            return Finding.Ok(DirectoryPath);
        }

        if (!createMissing)
        {
            return Finding.Failed($"'{DirectoryPath}' does not exist; an application creates it at its start, if it may", "Correct the path, or create it now: --create.");
        }

        Directory.CreateDirectory(DirectoryPath);
        return Finding.Ok($"{DirectoryPath}, created (--create)");
    }

    private Finding LookAtRights()
    {
        var file = Path.Combine(DirectoryPath, $".distlock-doctor-{Guid.NewGuid():n}");
        try
        {
            File.WriteAllText(file, "distlock");
            File.ReadAllText(file);
            File.Delete(file);
            return Finding.Ok($"{Environment.UserName} can create, read, write and delete files there");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Finding.Failed(
                $"{Environment.UserName} cannot create, read, write and delete files there: {exception.Message}",
                "Give the directory to a group of all users whose processes share the locks (docs/backends/filesystem.md).");
        }
    }
}
