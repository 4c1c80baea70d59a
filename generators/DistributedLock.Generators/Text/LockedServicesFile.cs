using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Decorators;
using DistributedLock.CodeModel.Jobs;
using DistributedLock.CodeModel.Symbols;

namespace DistributedLock.Generators.Text;

/// <summary>Writes the method that decorates the services of all interfaces of the assembly, so that none is forgotten.</summary>
internal static class LockedServicesFile
{
    public const string Name = "LockedServices.g.cs";

    public const string Method = "DecorateLockedServices";

    private const string Check = "LockedServicesCheck";

    public static string Write(JobHosting hosting, IReadOnlyList<LockedService> services)
    {
        var code = new CodeWriter();
        GeneratedFile.Begin(
            code,
            services.SelectMany(static service => service.Warnings).Distinct().OrderBy(static id => id, StringComparer.Ordinal).ToEquatableArray(),
            "#nullable disable warnings // What the interfaces say about null is reported where they are used.");
        code.Open($"namespace {hosting.Namespace}");
        WriteExtension(code, hosting, services);
        if (hosting.HasHostedServices)
        {
            code.Line();
            HostedCheck.Write(code, hosting, Check, RuntimeNames.LockedServices, "_locked", () => code.Line("_locked.Verify();"));
        }

        code.Close();
        return code.ToString();
    }

    private static void WriteExtension(CodeWriter code, JobHosting hosting, IReadOnlyList<LockedService> services)
    {
        code.Line("/// <summary>Puts the decorators of this assembly's interfaces before the services that a container knows.</summary>");
        code.Line(RuntimeNames.GeneratedCode);
        code.Open("internal static class LockedServicesServiceCollectionExtensions");
        code.Line("/// <summary>");
        code.Line("/// Decorates every registered service of an interface of this assembly that declares or inherits locks; what is decorated stays as it is. Call it after the");
        code.Line($"/// services are registered{(hosting.HasHostedServices ? ": the host does not start when one that is registered later has no decorator" : string.Empty)}.");
        code.Line("/// </summary>");
        code.Line("/// <param name=\"services\">The container's registrations.</param>");
        code.Line("/// <param name=\"providerName\">The name that the lock provider was registered with; none for the default one.</param>");
        code.Open($"internal static {RuntimeNames.ServiceCollection} {Method}(this {RuntimeNames.ServiceCollection} services, string? providerName = null)");
        code.Line($"var locked = new {RuntimeNames.LockedServices}(services, providerName);");
        foreach (var service in services)
        {
            code.Line(Decoration(service.Contract, service.Registration));
        }

        if (hosting.HasHostedServices)
        {
            // In front, so that it also goes first where hosted services have one moment only.
            code.Line($"services.Insert(0, global::Microsoft.Extensions.DependencyInjection.ServiceDescriptor.Singleton<{HostedCheck.Service}>(new {Check}(locked)));");
        }

        code.Line("return services;");
        code.Close();
        code.Close();
    }

    /// <summary>A decorator that somebody has registered by hand is not decorated again.</summary>
    private static string Decoration(string contract, DecoratorRegistration registration) => registration.OpenContract is { } open
        ? $"locked.DecorateOpen(typeof({open}), typeof({registration.OpenDecorator}), {CSharpText.Literal(registration.OpenMethodName)});"
        : $"locked.Decorate<{contract}>(static (inner, locks) => inner is {registration.Decorator} ? inner : new {registration.Decorator}(inner, locks));";
}
