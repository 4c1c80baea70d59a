using DistributedLock.AspNetCore.Locks;
using DistributedLock.AspNetCore.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.AspNetCore.MinimalApis;

/// <summary>
/// One endpoint while it is built: what <c>WithDistributedLock</c> on it and on its groups has declared becomes one filter, so that several locks are taken in
/// the one canonical order.
/// </summary>
internal sealed class DeclaredEndpoint(EndpointBuilder builder)
{
    private readonly List<LockDeclaration> _declarations = [];
    private EndpointLocks? _locks;
    private bool _isComplete;

    public static void Declare(EndpointBuilder builder, LockDeclaration declaration)
    {
        var endpoint = builder.Metadata.OfType<DeclaredEndpoint>().FirstOrDefault();
        if (endpoint is null)
        {
            endpoint = new DeclaredEndpoint(builder);
            builder.Metadata.Add(endpoint);
            builder.FilterFactories.Add(endpoint.CreateFilter);
        }

        endpoint._declarations.Add(declaration);
    }

    /// <summary>Runs when the endpoint's own code is built, with the filter in it or not.</summary>
    public static void Complete(EndpointBuilder builder)
    {
        if (builder.Metadata.OfType<DeclaredEndpoint>().FirstOrDefault() is { _isComplete: false } endpoint)
        {
            endpoint._isComplete = true;
            endpoint.Complete();
        }
    }

    private string Name => builder.DisplayName ?? "(an endpoint without a name)";

    private EndpointFilterDelegate CreateFilter(EndpointFilterFactoryContext context, EndpointFilterDelegate next)
    {
        var requests = context.ApplicationServices.GetService<LockedRequests>() ?? throw new InvalidOperationException(
            $"The endpoint '{Name}' has WithDistributedLock(\"{_declarations[0].Template}\"), but the services that lock endpoints are not registered: call " +
            "builder.Services.AddDistributedLockEndpoints().");
        var handler = context.MethodInfo;
        _locks = EndpointLocksReader.Read(Name, _declarations, EndpointHandler.Of(handler));
        if (builder.Metadata.OfType<EndpointLocks>().Any())
        {
            _locks = _locks.Impossible("its action carries [DistributedLock], and its route has WithDistributedLock: declare all locks in one place, so that they are taken together");
        }

        var filter = new EndpointLockFilter(_locks, requests, TokenProperties.Of(handler), bindsArguments: !builder.Metadata.OfType<ControllerActionDescriptor>().Any());
        return invocation => filter.InvokeAsync(invocation, next);
    }

    private void Complete()
    {
        var run = builder.RequestDelegate;
        if (_locks is null)
        {
            _locks = new EndpointLocks(Name, [], ["this kind of endpoint runs no endpoint filters, so nothing would take its lock: lock what it calls"]);
            builder.RequestDelegate = _ =>
            {
                _locks.ThrowIfImpossible();
                return Task.CompletedTask;
            };
        }
        else if (_locks.HoldsResponse && run is not null)
        {
            builder.RequestDelegate = context => RunToTheEndAsync(run, context);
        }

        builder.Metadata.Add(_locks);
    }

    /// <summary>The handler's filter leaves the hold to this, which ends it when the response is written.</summary>
    private static async Task RunToTheEndAsync(RequestDelegate run, HttpContext context)
    {
        try
        {
            await run(context);
        }
        catch (OperationCanceledException) when (context.Features.Get<LockedRequest>() is { IsCanceledByLoss: true })
        {
            // The end of the hold says so.
        }
        catch
        {
            await EndAsync(context);
            throw;
        }

        if (await EndAsync(context) is { } answer)
        {
            await answer.ExecuteAsync(context);
        }
    }

    private static ValueTask<IResult?> EndAsync(HttpContext context) => context.Features.Get<LockedRequest>()?.EndAsync() ?? default;
}
