using DistributedLock.AspNetCore.Locks;
using DistributedLock.AspNetCore.Responses;
using DistributedLock.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace DistributedLock.AspNetCore.Requests;

/// <summary>A request that holds its locks. Not thread-safe, as requests are not.</summary>
internal sealed class LockedRequest
{
    private readonly CancellableLockHold _hold;
    private readonly LockedRequests _requests;
    private readonly HttpContext _context;
    private readonly CancellationToken _aborted;
    private readonly LockedRequest? _outer;

    /// <summary>Begins the hold: from here on the request is aborted also when a lock is lost.</summary>
    public LockedRequest(IDistributedLockHandle handle, EndpointLocks locks, LockedRequests requests, HttpContext context, CancellationToken aborted)
    {
        _hold = CancellableLockHold.Start(handle, aborted);
        _requests = requests;
        _context = context;
        _aborted = aborted;
        Locks = locks;
        Token = _hold.Token(aborted);
        context.RequestAborted = Token;
        _outer = context.Features.Get<LockedRequest>();
        context.Features.Set(this);
    }

    public EndpointLocks Locks { get; }

    public IDistributedLockHandle Handle => _hold.Handle;

    public IReadOnlyList<IDistributedLockHandle> Handles => _hold.Handles;

    /// <summary>For the handler: fires when the client goes away, and when a lock is lost.</summary>
    public CancellationToken Token { get; }

    public bool IsEnded { get; private set; }

    /// <summary>Makes the current flow remember the hold: what writes the response is no part of the handler's flow.</summary>
    public void EnterFlow() => _hold.EnterFlow();

    /// <summary>Gives the handler the token that also tells of a loss, wherever it takes the request's.</summary>
    public void Replace(IList<object?> arguments)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            if (arguments[index] is CancellationToken token && token == _aborted)
            {
                arguments[index] = Token;
            }
        }
    }

    /// <summary>Whether a cancellation of the handler comes from the loss of a lock. The client's own going away goes first.</summary>
    public bool IsCanceledByLoss => _hold.IsCanceledByLoss(_aborted);

    /// <summary>Ends the hold. Bounded in time; never throws.</summary>
    /// <returns>The answer in place of the handler's, where a lock was lost; <see langword="null"/> where the handler's stands.</returns>
    public async ValueTask<IResult?> EndAsync()
    {
        if (IsEnded)
        {
            return null;
        }

        IsEnded = true;
        _context.RequestAborted = _aborted;
        _context.Features.Set(_outer);
        await _hold.ReleaseAsync();
        return _hold.IsCanceledByLoss(_aborted) ? Lost() : null;
    }

    private IResult Lost()
    {
        if (_context.Response.HasStarted)
        {
            _requests.LogCut(Locks);
            _context.Abort();
            return NoAnswer.Instance;
        }

        // What the handler has set before it lost the lock describes a response that is not given.
        _context.Response.Clear();
        return _requests.Lost(Locks);
    }
}
