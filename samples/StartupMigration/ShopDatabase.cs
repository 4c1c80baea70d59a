namespace StartupMigration;

/// <summary>A database small enough for a sample: a table in a file, and a mark that it is complete. It knows nothing of locks.</summary>
public sealed class ShopDatabase(string directory)
{
    /// <summary>How many rows the table has when it is seeded.</summary>
    public const int Products = 100;

    private string Table => Path.Combine(directory, "products.csv");

    private string Mark => Path.Combine(directory, "seeded");

    public bool IsSeeded => File.Exists(Mark);

    /// <summary>Empties the table.</summary>
    public void Begin() => Open(FileMode.Create, FileAccess.Write).Dispose();

    /// <summary>Adds a row, in the time that a slow database would take.</summary>
    public async Task AddProductAsync(int number, string writer, CancellationToken cancellationToken)
    {
        await Task.Delay(10, cancellationToken);
        await using var row = new StreamWriter(Open(FileMode.Append, FileAccess.Write));
        await row.WriteLineAsync($"{number},{writer}");
    }

    /// <summary>Marks the table as complete.</summary>
    public void Finish() => File.WriteAllText(Mark, "");

    /// <summary>The rows, and who wrote them.</summary>
    public (int Rows, IReadOnlyList<string> Writers) Read()
    {
        using var table = new StreamReader(Open(FileMode.OpenOrCreate, FileAccess.Read));
        var rows = table.ReadToEnd().Split('\n').Select(row => row.Trim().Split(',')).Where(row => row.Length == 2).ToList();
        return (rows.Count, [.. rows.Select(row => row[1]).Distinct().Order()]);
    }

    // The file does not protect itself: that is what the lock is for.
    private FileStream Open(FileMode mode, FileAccess access) => new(Table, mode, access, FileShare.ReadWrite);
}
