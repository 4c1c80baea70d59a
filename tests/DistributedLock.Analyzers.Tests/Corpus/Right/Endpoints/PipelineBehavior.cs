public delegate Task<TResponse> Next<TResponse>();

public sealed class LockBehavior<TRequest, TResponse>(IDistributedLockProvider locks)
    where TRequest : notnull
{
    public async Task<TResponse> HandleAsync(TRequest request, Next<TResponse> next, CancellationToken cancellationToken)
    {
        await using var handle = await locks.AcquireAsync($"{typeof(TRequest).Name}-{request}", cancellationToken: cancellationToken);
        return await next();
    }
}
