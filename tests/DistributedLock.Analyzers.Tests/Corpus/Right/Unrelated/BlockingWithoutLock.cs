public class Legacy(IDistributedLockProvider locks)
{
    public string Read(string path) => System.IO.File.ReadAllTextAsync(path).GetAwaiter().GetResult();

    public void Pause() => Thread.Sleep(1);

    public bool IsFree(string name)
    {
        using var handle = locks.TryAcquire(name);
        return handle is not null;
    }
}
