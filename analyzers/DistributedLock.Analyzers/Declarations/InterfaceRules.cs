using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Declarations;

/// <summary>The rules about interfaces with locked methods.</summary>
internal static class InterfaceRules
{
    public static readonly DiagnosticDescriptor NotDecorated = UsageRule.OfWholeProgram(
        "DLK0015",
        "A service with locked methods is registered without its decorator",
        "Services of '{0}' run without the locks that it declares: nothing in this project puts '{1}' before them; call services.{2}() after this, or " +
        "services.DecorateLockedServices() after all registrations",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor CalledByDefaultMethod = UsageRule.Warning(
        "DLK0016",
        "A method with a body in the interface calls a locked method past its lock",
        "'{0}' calls '{1}' without its lock: the decorator leaves '{0}' to the service, which knows no locks; make '{0}' sealed, or an extension method, so that it runs before the decorator");
}
