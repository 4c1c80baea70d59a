namespace DistributedLock.Generators.Tests.Harness;

/// <summary>
/// Compares text with a file in the folder Snapshots, in Verify's convention: <c>Name.verified.cs</c> is committed, <c>Name.received.cs</c> is written on a
/// mismatch. To accept a change, rename the one to the other.
/// </summary>
internal static class Snapshot
{
    public static void Matches(string received, string name)
    {
        var folder = Path.Combine(Repository.TestProject, "Snapshots");
        var verifiedPath = Path.Combine(folder, $"{name}.verified.cs");
        var receivedPath = Path.Combine(folder, $"{name}.received.cs");
        var verified = File.Exists(verifiedPath) ? File.ReadAllText(verifiedPath).ReplaceLineEndings("\n") : null;
        if (verified == received.ReplaceLineEndings("\n"))
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, received);
        Assert.Fail($"{name} differs from its snapshot. Compare {receivedPath} with {verifiedPath}; rename the one to the other to accept it.");
    }
}
