public partial class Settings(IDistributedLockProvider locks, string path)
{
    [DistributedLock("settings-{name}")]
    public partial void Save(string name, string value, CancellationToken cancellationToken = default);

    private void SaveCore(string name, string value, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        System.IO.File.AppendAllText(path, $"{name}={value}\n");
    }

    public void SaveAll(IReadOnlyDictionary<string, string> values)
    {
        foreach (var (name, value) in values)
        {
            Save(name, value);
        }
    }
}
