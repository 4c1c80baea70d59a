public readonly partial struct Gate
{
    private readonly IDistributedLockProvider _locks;
    private readonly string _name;

    public Gate(IDistributedLockProvider locks, string name)
    {
        _locks = locks;
        _name = name;
    }

    public string Name => _name;

    [DistributedLock("gate-{this.Name}")]
    public partial Task PassAsync(CancellationToken cancellationToken = default);

    private Task PassCoreAsync(CancellationToken cancellationToken) => Task.Delay(1, cancellationToken);

    public async Task TwiceAsync()
    {
        await PassAsync();
        await PassAsync();
    }
}
