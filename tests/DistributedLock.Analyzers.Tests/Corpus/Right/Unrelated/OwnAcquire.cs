public class Buffers
{
    public byte[] Acquire(int size) => new byte[size];

    public byte[]? TryAcquire(int size) => size > 100 ? null : new byte[size];

    public void Use()
    {
        Acquire(10);
        _ = TryAcquire(10);
        var buffer = Acquire(5);
    }
}
