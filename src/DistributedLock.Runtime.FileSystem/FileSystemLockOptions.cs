namespace DistributedLock;

/// <summary>The options of <see cref="FileSystemLockProvider"/>.</summary>
public sealed class FileSystemLockOptions : DistributedLockOptions
{
    /// <summary>
    /// The directory of the lock files, for locks and nothing else. It is created if it is missing. Every process that is to share the locks names the
    /// same directory, on a local file system, and may create, read and write files in it. Required.
    /// </summary>
    public string Directory { get; set; } = "";

    /// <summary>
    /// Whether each hold is written down in a small file in the directory's <c>holders</c>, for <see cref="IDistributedLockInspector"/> in any process. It costs a file that is created
    /// and removed for each lock that is taken. Default: <see langword="true"/>.
    /// </summary>
    public bool RecordHolders { get; set; } = true;

    /// <summary>The longest sleep between two tries while wake-ups are pushed: what a crash of the holder costs the waiter.</summary>
    internal TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(230);

    /// <summary>The same where no file watch can be had.</summary>
    internal TimeSpan PollIntervalWithoutPush { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether waiters watch the directory.</summary>
    internal bool IsPushEnabled { get; set; } = true;

    internal void ThrowIfInvalid() => Validate();

    /// <inheritdoc/>
    protected override void Validate()
    {
        base.Validate();
        if (string.IsNullOrWhiteSpace(Directory))
        {
            throw new ArgumentException(
                "Directory is empty: expected the path of a directory for lock files that all processes share, such as \"/var/lib/shop/locks\".",
                nameof(Directory));
        }
    }
}
