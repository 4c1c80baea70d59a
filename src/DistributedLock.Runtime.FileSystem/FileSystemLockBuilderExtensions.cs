namespace DistributedLock;

/// <summary>Chooses the file-system backend.</summary>
public static class FileSystemLockBuilderExtensions
{
    /// <summary>Uses lock files in a directory: see <see cref="FileSystemLockProvider"/>.</summary>
    /// <param name="builder">The registration.</param>
    /// <param name="directory">The directory of the lock files: see <see cref="FileSystemLockOptions.Directory"/>.</param>
    /// <param name="configure">Sets further options.</param>
    /// <exception cref="InvalidOperationException">A backend was chosen already.</exception>
    public static DistributedLockBuilder UseFileSystem(
        this DistributedLockBuilder builder, string directory, Action<FileSystemLockOptions>? configure = null)
    {
        if (builder is null)
        {
            throw new ArgumentNullException(nameof(builder));
        }

        return builder.Use(services => new FileSystemLockProvider(
            DistributedLockBuilder.Configure(services, new FileSystemLockOptions { Directory = directory }, configure)));
    }
}
