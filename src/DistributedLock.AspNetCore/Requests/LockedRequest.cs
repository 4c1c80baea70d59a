using DistributedLock.AspNetCore.Locks;
using DistributedLock.AspNetCore.MinimalApis;
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

    private LockedRequest(CancellableLockHold hold, EndpointLocks locks, LockedRequests requests, HttpContext context, CancellationToken aborted)
    {
        _hold = hold;
        _requests = requests;
        _context = context;
        _aborted = aborted;
        Locks = locks;
        Token = _hold.Token(aborted);
        _outer = context.Features.Get<LockedRequest>();
        context.RequestAborted = Token;
        context.Features.Set(this);
    }

    public EndpointLocks Locks { get; }

    public IDistributedLockHandle Handle => _hold.Handle;

    public IReadOnlyList<IDistributedLockHandle> Handles => _hold.Handles;

    /// <summary>For the handler: fires when the client goes away, and when a lock is lost.</summary>
    public CancellationToken Token { get; }

    public bool IsEnded { get; private set; }

    /// <summary>Begins the hold: from here on the request is aborted also when a lock is lost.</summary>
    /// <remarks>Whatever fails after the acquisition, such as a context whose request has ended meanwhile, releases the lock: nobody else knows of it.</remarks>
    public static async ValueTask<LockedRequest> StartAsync(
        IDistributedLockHandle handle, EndpointLocks locks, LockedRequests requests, HttpContext context, WaitingRequest waiting, CancellationToken aborted)
    {
        var hold = CancellableLockHold.Start(handle, aborted);
        try
        {
            waiting.ThrowIfEnded();
            return new LockedRequest(hold, locks, requests, context, aborted);
        }
        catch
        {
            await hold.ReleaseAsync();
            throw;
        }
    }

    /// <summary>Makes the current flow remember the hold: what writes the response is no part of the handler's flow.</summary>
    public void EnterFlow() => _hold.EnterFlow();

    /// <summary>Gives the handler the token that also tells of a loss, wherever it takes the request's.</summary>
    public void Replace(IList<object?> arguments, TokenProperties? properties = null)
    {
        properties?.Replace(arguments, _aborted, Token);
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
        bool isServed;
        try
        {
            isServed = LeaveContext();
        }
        finally
        {
            await _hold.ReleaseAsync();
        }

        return isServed && _hold.IsCanceledByLoss(_aborted) ? Lost() : null;
    }

    /// <returns>Whether the context still serves this request: where an outer filter has given up waiting for the handler, it serves none by now, or the connection's next.</returns>
    private bool LeaveContext()
    {
        try
        {
            if (!ReferenceEquals(_context.Features.Get<LockedRequest>(), this))
            {
                return false;
            }

            _context.RequestAborted = _aborted;
            _context.Features.Set(_outer);
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
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
