public sealed class Leader(IDistributedLockProvider locks) : IAsyncDisposable
{
    private IDistributedLockHandle? _leadership;

    public bool IsLeader => _leadership is { LostToken.IsCancellationRequested: false };

    public async Task<bool> CampaignAsync(CancellationToken cancellationToken)
    {
        if (_leadership is not null)
        {
            await _leadership.DisposeAsync();
        }

        _leadership = await locks.TryAcquireAsync("leader", cancellationToken: cancellationToken);
        return _leadership is not null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_leadership is not null)
        {
            await _leadership.DisposeAsync();
            _leadership = null;
        }
    }
}
