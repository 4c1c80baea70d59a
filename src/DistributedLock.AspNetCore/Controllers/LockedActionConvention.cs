using System.Reflection;
using DistributedLock.AspNetCore.Locks;
using DistributedLock.AspNetCore.Requests;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace DistributedLock.AspNetCore.Controllers;

/// <summary>Gives every action that carries the attribute, or overrides a method that does, the filter that takes its locks.</summary>
internal sealed class LockedActionConvention(LockedRequests requests) : IActionModelConvention
{
    public void Apply(ActionModel action)
    {
        if (OverriddenMethods.Declaring(action.ActionMethod) is not { } declaring || GeneratedWrappers.Contain(action.ActionMethod))
        {
            return;
        }

        var declarations = declaring.GetCustomAttributes<DistributedLockAttribute>(inherit: false).Select(LockDeclaration.Of);
        var locks = EndpointLocksReader.Read(action.DisplayName, declarations, EndpointHandler.Of(action.ActionMethod));
        if (GeneratedWrappers.Contain(declaring))
        {
            // With a filter it would wait for itself where it calls its base, and without one it would run unlocked where it does not.
            locks = locks.Impossible(
                $"it overrides '{declaring.DeclaringType!.Name}.{declaring.Name}', a partial method that takes its lock itself, and the override would replace that: " +
                $"leave '{declaring.Name}' as it is, and let its core call a virtual method that you override");
        }

        if (action.Controller.Attributes.OfType<DistributedLockAttribute>().Any())
        {
            locks = locks.Impossible("its controller carries [DistributedLock], too, which locks nothing: put the attribute on the actions");
        }

        action.Filters.Add(new LockedActionFilter(locks, action.ActionMethod.GetParameters(), requests));
        foreach (var selector in action.Selectors)
        {
            selector.EndpointMetadata.Add(locks);
        }
    }
}
