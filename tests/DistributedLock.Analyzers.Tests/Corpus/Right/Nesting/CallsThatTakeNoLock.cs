public partial class Reports(IDistributedLockProvider locks)
{
    [DistributedLock("report-{name}")]
    public partial Task<int> WriteAsync(string name, CancellationToken cancellationToken = default);

    private async Task<int> WriteCoreAsync(string name, CancellationToken cancellationToken)
    {
        var first = await MeasureAsync(name, cancellationToken);
        var second = await MeasureAsync(name + first, cancellationToken);
        return first + second + Count(3);
    }

    private static async Task<int> MeasureAsync(string name, CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        return name.Length;
    }

    private static int Count(int depth) => depth == 0 ? 0 : 1 + Count(depth - 1);
}
