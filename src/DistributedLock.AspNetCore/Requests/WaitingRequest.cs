using Microsoft.AspNetCore.Http;

namespace DistributedLock.AspNetCore.Requests;

/// <summary>
/// Marks the context of a request that waits for its locks. An outer filter may give up waiting and end the request; the server then uses the context for the
/// next request of the connection, which must not get the locks of this one.
/// </summary>
internal sealed class WaitingRequest
{
    private readonly HttpContext _context;

    public WaitingRequest(HttpContext context)
    {
        _context = context;
        context.Features.Set(this);
    }

    /// <exception cref="InvalidOperationException">The context serves another request.</exception>
    /// <exception cref="ObjectDisposedException">The context serves none.</exception>
    public void ThrowIfEnded()
    {
        if (!ReferenceEquals(_context.Features.Get<WaitingRequest>(), this))
        {
            throw new InvalidOperationException("The request has ended while it waited for its locks, so they are released, and its handler does not run.");
        }
    }
}
