using DistributedLock.TestServers;

namespace DistributedLock.Torture;

/// <summary>A directory for lock files; it goes with this process, also when that is killed.</summary>
internal sealed class FilesSite : Site
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("distributedlock-");
    private readonly Keeper _keeper;

    public FilesSite() => _keeper = Keeper.Start(_directory.FullName);

    public override IReadOnlyList<string> Stores => [_directory.FullName];

    public override IReadOnlyList<string> StoresOf(int place) => Stores;

    public override ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        _keeper.Dispose();
        return default;
    }
}
