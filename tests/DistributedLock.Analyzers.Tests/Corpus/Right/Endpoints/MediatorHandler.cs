public interface IRequestHandler<in TRequest, TResponse>
{
    Task<TResponse> HandleAsync(TRequest request, CancellationToken cancellationToken);
}

public sealed record Reserve(string Seat, int Guest);

public sealed partial class ReserveHandler(IDistributedLockProvider locks) : IRequestHandler<Reserve, bool>
{
    private readonly HashSet<string> _taken = new();

    [DistributedLock("seat-{request.Seat}", TimeoutSeconds = 1)]
    public partial Task<bool> HandleAsync(Reserve request, CancellationToken cancellationToken);

    private Task<bool> HandleCoreAsync(Reserve request, CancellationToken cancellationToken) => Task.FromResult(_taken.Add(request.Seat));
}
