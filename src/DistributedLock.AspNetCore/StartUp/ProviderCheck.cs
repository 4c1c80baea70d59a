using DistributedLock.AspNetCore.Locks;
using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.AspNetCore.StartUp;

/// <summary>Creates the lock providers that endpoints need, each once: a backend that is not configured rightly says so now, not at the first request.</summary>
internal sealed class ProviderCheck(IServiceProvider services) : IDisposable
{
    private readonly AsyncServiceScope _scope = services.CreateAsyncScope();
    private readonly Dictionary<string, string?> _problems = new(StringComparer.Ordinal);
    private string? _default;
    private bool _isDefaultKnown;

    public string? ProblemOf(string? name)
    {
        if (name is null)
        {
            _default = _isDefaultKnown ? _default : Find(name);
            _isDefaultKnown = true;
            return _default;
        }

        return _problems.TryGetValue(name, out var problem) ? problem : _problems[name] = Find(name);
    }

    /// <summary>What is wrong with the times of a lock, as they are configured for its provider.</summary>
    public string? ProblemOf(EndpointLock one)
    {
        LockRequest request;
        try
        {
            request = one.Definition.CreateRequest(one.Template.Text);
            request = LockProviders.Find(_scope.ServiceProvider, one.Provider)?.As<ILockRequestResolver>()?.Resolve(request) ?? request;
        }
        catch (InvalidOperationException exception)
        {
            return exception.Message.TrimEnd('.');
        }

        return request.HoldAtLeast > TimeSpan.Zero && request.HoldAtLeast >= request.Lease
            ? $"\"{one.Template.Text}\": HoldAtLeast ({request.HoldAtLeast}) is not below the lease ({request.Lease}): raise the lease, or hold shorter"
            : null;
    }

    // Only what is registered as scoped is disposed here, and nothing else runs yet that this could keep waiting.
    public void Dispose() => _scope.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private string? Find(string? name) => LockProviders.Find(_scope.ServiceProvider, name) is null ? LockProviders.Missing(name) : null;
}
