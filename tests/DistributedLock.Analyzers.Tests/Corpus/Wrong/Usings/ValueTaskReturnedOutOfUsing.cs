public class Reports(IDistributedLockProvider locks, System.IO.Stream stream)
{
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var handle = locks.Acquire("report", cancellationToken: cancellationToken);
        return {|DLK0103:stream.WriteAsync(bytes, cancellationToken)|};
    }
}
