using System.Security.Cryptography;
using System.Text;

namespace DistributedLock.Tool.Backends;

/// <summary>Lock files in a directory.</summary>
internal sealed class DirectoryBackend(string directory, string keyPrefix) : Backend(keyPrefix)
{
    public override string Title => "Lock files";

    public override string? EndsOnlyWith => "A lock file is locked as long as its process has it open: stop that process.";

    /// <summary>The full path.</summary>
    public string Directory { get; } = Path.GetFullPath(directory);

    /// <remarks>Files have the name of the key, or end with its digest (docs/backends/filesystem.md).</remarks>
    public override void Forget(string key)
    {
        var name = KeyPrefix + key;
        var digest = "~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        try
        {
            foreach (var file in System.IO.Directory.EnumerateFiles(Directory))
            {
                if (Path.GetFileNameWithoutExtension(file) is var stem && (stem == name || stem.EndsWith(digest, StringComparison.Ordinal)))
                {
                    File.Delete(file);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Empty files that stay are no reason to fail; the check of the rights has told.
        }
    }

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
