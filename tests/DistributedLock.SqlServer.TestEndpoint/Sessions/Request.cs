using DistributedLock.SqlServer.TestEndpoint.Protocol;

namespace DistributedLock.SqlServer.TestEndpoint.Sessions;

/// <summary>A message of a client, and the means to cancel it while it is worked on.</summary>
internal sealed class Request(Message message, CancellationToken sessionEnded) : IDisposable
{
    private readonly CancellationTokenSource _attention = CancellationTokenSource.CreateLinkedTokenSource(sessionEnded);

    public Message Message => message;

    public CancellationToken CancellationToken => _attention.Token;

    public void Cancel()
    {
        try
        {
            _attention.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The request was answered while the attention was on its way.
        }
    }

    public void Dispose() => _attention.Dispose();
}
