using System.Reflection;
using DistributedLock.AspNetCore.Locks;
using DistributedLock.AspNetCore.Requests;
using DistributedLock.AspNetCore.Templates;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace DistributedLock.AspNetCore.Controllers;

/// <summary>
/// Runs one action under its locks. It is the innermost filter: a request that is refused or not valid waits for nothing, and what other filters do is not locked.
/// </summary>
internal sealed class LockedActionFilter(EndpointLocks locks, IReadOnlyList<ParameterInfo> parameters, LockedRequests requests)
    : IAsyncResourceFilter, IAsyncActionFilter, IAsyncResultFilter, IOrderedFilter
{
    public int Order => int.MaxValue;

    /// <summary>Whatever becomes of a request, no lock outlives it; and one that is held until the response is written ends here.</summary>
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var executed = await next();
        if (Held(context) is { } held && await held.EndAsync() is { } answer && IsReplaceable(executed.Exception, executed.ExceptionHandled))
        {
            executed.ExceptionHandled = true;
            await answer.ExecuteAsync(context.HttpContext);
        }
    }

    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        var arguments = parameters.Select(parameter => Argument(context, parameter)).ToArray();
        var (held, answer) = await requests.TakeAsync(locks, new RequestValues(context.HttpContext, arguments));
        if (held is null)
        {
            context.Result = (IActionResult)answer!;
            return;
        }

        Replace(held, context.ActionArguments);
        var executed = await next();
        if (locks.HoldsResponse && executed.Exception is null)
        {
            return;
        }

        if (await held.EndAsync() is { } instead && IsReplaceable(executed.Exception, executed.ExceptionHandled))
        {
            executed.ExceptionHandled = true;
            executed.Result = (IActionResult)instead;
        }
    }

    /// <summary>Writing the result is no part of the action's flow, and code that it runs must find the hold all the same.</summary>
    public Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        Held(context)?.EnterFlow();
        return next();
    }

    private LockedRequest? Held(FilterContext context) =>
        context.HttpContext.Features.Get<LockedRequest>() is { IsEnded: false } held && ReferenceEquals(held.Locks, locks) ? held : null;

    /// <summary>An exception of the action's own is its answer, lost lock or not; a cancellation is what the loss caused.</summary>
    private static bool IsReplaceable(Exception? exception, bool isHandled) => exception is null or OperationCanceledException || isHandled;

    private static object? Argument(ActionExecutingContext context, ParameterInfo parameter) =>
        context.ActionArguments.TryGetValue(parameter.Name!, out var value) ? value
        : parameter.HasDefaultValue ? parameter.DefaultValue
        : null;

    private static void Replace(LockedRequest held, IDictionary<string, object?> arguments)
    {
        var names = arguments.Keys.ToArray();
        var values = names.Select(name => arguments[name]).ToArray();
        held.Replace(values);
        for (var index = 0; index < names.Length; index++)
        {
            arguments[names[index]] = values[index];
        }
    }
}
