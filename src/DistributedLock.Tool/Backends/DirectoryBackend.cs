namespace DistributedLock.Tool.Backends;

/// <summary>Lock files in a directory.</summary>
internal sealed class DirectoryBackend(string directory, string keyPrefix) : Backend(keyPrefix)
{
    public override string Title => "Lock files";

    public override string? EndsOnlyWith => "A lock file is locked as long as its process has it open: stop that process.";

    /// <summary>The full path.</summary>
    public string Directory { get; } = Path.GetFullPath(directory);

    protected override FileSystemLockOptions OptionsOf(OpenSettings settings) => Configured(new FileSystemLockOptions { Directory = Directory }, settings);

    protected override FileSystemLockProvider Create(OpenSettings settings)
    {
        // The provider would create it: looking must leave nothing behind, and a mistyped path must not look like a directory without locks.
        if (!System.IO.Directory.Exists(Directory) && !settings.CreateMissingObjects)
        {
            throw new LockBackendException($"The directory '{Directory}' does not exist: expected the one that the applications' locks are in.") { IsTransient = false };
        }

        return new FileSystemLockProvider(OptionsOf(settings));
    }
}
