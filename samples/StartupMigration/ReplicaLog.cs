namespace StartupMigration;

/// <summary>What a replica tells the parent: one word a line.</summary>
public sealed class ReplicaLog(string replica)
{
    /// <summary>The replica's name.</summary>
    public string Replica => replica;

    public void Say(string word)
    {
        Console.Out.WriteLine(word);
        Console.Out.Flush();
    }
}
