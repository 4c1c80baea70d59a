using DistributedLock.CodeModel.Decorators;

namespace DistributedLock.Generators.Text;

/// <summary>Writes the extension methods by which a container's registrations are decorated.</summary>
internal static class DecoratorExtensions
{
    public static void Write(CodeWriter code, DecoratedInterface contract, DecoratorRegistration registration)
    {
        code.Line($"/// <summary>Puts <c>{contract.Name}</c> before the services that a container knows.</summary>");
        code.Line(RuntimeNames.GeneratedCode);
        code.Open($"internal static class {registration.ClassName}");
        WriteSummary(code, "Decorates every registration of the interface; lifetimes and keys stay. Call it after the services are registered.");
        code.Line(Header(registration.MethodName + registration.TypeParameters));
        code.Continue(registration.Constraints);
        code.Open();
        code.Line($"return {RuntimeNames.Decorators}.Decorate<{contract.Contract}>(services, providerName, static (inner, locks) => new {registration.Decorator}(inner, locks));");
        code.Close();
        if (registration.OpenContract is { } open)
        {
            code.Line();
            WriteSummary(code, "Decorates the open registration of the interface; its lifetime stays. Call it after the service is registered.");
            code.Line(Header(registration.OpenMethodName));
            code.Open();
            code.Line($"return {RuntimeNames.Decorators}.DecorateOpen(services, providerName, typeof({open}), typeof({registration.OpenDecorator}));");
            code.Close();
        }

        code.Close();
    }

    private static string Header(string name) =>
        $"public static {RuntimeNames.ServiceCollection} {name}(this {RuntimeNames.ServiceCollection} services, string? providerName = null)";

    private static void WriteSummary(CodeWriter code, string text)
    {
        code.Line($"/// <summary>{text}</summary>");
        code.Line("/// <param name=\"services\">The container's registrations.</param>");
        code.Line("/// <param name=\"providerName\">The name that the lock provider was registered with; none for the default one.</param>");
    }
}
