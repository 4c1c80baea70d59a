public sealed partial class Warmup(IDistributedLockProvider locks)
{
    private Task _warming = Task.CompletedTask;

    public void Start() => _warming = WarmAsync("all");

    public Task WhenWarm => _warming;

    [DistributedLock("warm-{area}")]
    public partial Task WarmAsync(string area, CancellationToken cancellationToken = default);

    private Task WarmCoreAsync(string area, CancellationToken cancellationToken) => Task.Delay(area.Length, cancellationToken);
}
