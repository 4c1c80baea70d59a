namespace DistributedLock.FileSystem;

/// <summary>Finds out at start-up whether locks work in a directory. A lock file that does not lock would be worse than none.</summary>
internal sealed class LockingProbe(LockDirectory directory)
{
    private const string Switch = "System.IO.DisableFileLocking";
    private const string Variable = "DOTNET_SYSTEM_IO_DISABLEFILELOCKING";

    /// <exception cref="LockBackendException">They do not.</exception>
    public void Run()
    {
        directory.Create();
        var file = Path.Combine(directory.Path, $".probe-{Guid.NewGuid():n}");
        try
        {
            Check(file);
        }
        finally
        {
            Remove(file);
        }
    }

    private void Check(string file)
    {
        using (var exclusive = directory.TryLock(file, LockMode.Exclusive))
        {
            Require(exclusive is not null, "a new file cannot be locked");
            Require(!CanLock(file, LockMode.Exclusive), "a file can be locked exclusively twice");
            Require(!CanLock(file, LockMode.Shared), "a file that is locked exclusively can be locked shared");
        }

        using (var shared = directory.TryLock(file, LockMode.Shared))
        {
            Require(shared is not null, "a file that was closed stays locked");
            Require(CanLock(file, LockMode.Shared), "a file cannot be locked shared twice");
            Require(!CanLock(file, LockMode.Exclusive), "a file that is locked shared can be locked exclusively");
        }
    }

    private bool CanLock(string file, LockMode mode)
    {
        using var stream = directory.TryLock(file, mode);
        return stream is not null;
    }

    private void Require(bool isTrue, string problem)
    {
        if (isTrue)
        {
            return;
        }

        var cause = IsLockingDisabled()
            ? $".NET's file locking is disabled in this process. Remove the environment variable {Variable} or the runtime option {Switch}."
            : "The file system does not support locks the way they are needed here. Choose a directory on a local disk.";
        throw new LockBackendException($"Files in '{directory.Path}' do not lock: expected that they exclude each other, but {problem}. {cause}");
    }

    private static bool IsLockingDisabled() =>
        (AppContext.TryGetSwitch(Switch, out var isDisabled) && isDisabled)
        || Environment.GetEnvironmentVariable(Variable) is "1" or "true" or "True";

    private static void Remove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (LockFileErrors.IsExpected(exception))
        {
            // What made the probe fail may also keep its file; an empty file is left, and the probe's own exception counts.
        }
    }
}
