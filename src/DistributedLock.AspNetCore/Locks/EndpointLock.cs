using DistributedLock.AspNetCore.Templates;

namespace DistributedLock.AspNetCore.Locks;

/// <summary>One lock of an endpoint, ready to be taken. Immutable.</summary>
internal sealed class EndpointLock(EndpointTemplate template, LockDefinition definition, EndpointLockOptions options, bool holdsResponse)
{
    public EndpointTemplate Template { get; } = template;

    public LockDefinition Definition { get; } = definition;

    /// <summary>The name of the provider's registration; <see langword="null"/> for the default one.</summary>
    public string? Provider { get; } = options.Provider;

    /// <summary>Whether the lock is held until the response is written.</summary>
    public bool HoldsResponse { get; } = holdsResponse;

    public TimeSpan? RetryAfter { get; } = options.RetryAfter;

    /// <exception cref="MissingValueException">The request has no value for a placeholder.</exception>
    public IEnumerable<LockRequest> Requests(RequestValues values) => Template.Keys(Definition, values).Select(Definition.CreateRequest);
}
