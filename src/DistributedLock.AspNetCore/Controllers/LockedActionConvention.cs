using DistributedLock.AspNetCore.Locks;
using DistributedLock.AspNetCore.Requests;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace DistributedLock.AspNetCore.Controllers;

/// <summary>Gives every action with the attribute the filter that takes its locks.</summary>
internal sealed class LockedActionConvention(LockedRequests requests) : IActionModelConvention
{
    public void Apply(ActionModel action)
    {
        var declarations = action.Attributes.OfType<DistributedLockAttribute>().Select(LockDeclaration.Of).ToList();
        if (declarations.Count == 0 || GeneratedWrappers.Contain(action.ActionMethod))
        {
            return;
        }

        var locks = EndpointLocksReader.Read(action.DisplayName, declarations, EndpointHandler.Of(action.ActionMethod));
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
