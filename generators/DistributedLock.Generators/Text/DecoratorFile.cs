using DistributedLock.CodeModel.Decorators;

namespace DistributedLock.Generators.Text;

/// <summary>Writes the generated file of one interface: its decorator, and the extension by which a container is told of it.</summary>
internal static class DecoratorFile
{
    private static readonly string[] Directives =
    [
        "#nullable disable warnings // Attributes about null, such as [NotNullWhen], stay with the interface.",
        "#pragma warning disable CS0693 // So does a type parameter that hides another.",
    ];

    public static string Write(DecoratedInterface contract)
    {
        var code = new CodeWriter();
        GeneratedFile.Begin(code, contract.Warnings, Directives);
        WriteInformation(code, contract);
        GeneratedFile.OpenTypes(code, contract.Namespace, contract.Types);
        WriteDecorator(code, contract);
        foreach (var _ in contract.Types)
        {
            code.Close();
        }

        if (contract.Registration is { } registration)
        {
            code.Line();
            DecoratorExtensions.Write(code, contract, registration);
        }

        GeneratedFile.CloseTypes(code, contract.Namespace, default);
        return code.ToString();
    }

    /// <summary>Of what the interface declares itself: a base interface has a file of its own.</summary>
    private static void WriteInformation(CodeWriter code, DecoratedInterface contract)
    {
        var declared = contract.Members.OfType<LockedMember>().Where(static member => !member.IsInherited)
            .SelectMany(static member => member.Method.Locks.Select(one => LockedMethodFile.Information(member.Method, one)))
            .ToList();
        foreach (var information in declared)
        {
            code.Line(information);
        }

        if (declared.Count > 0)
        {
            code.Line();
        }
    }

    private static void WriteDecorator(CodeWriter code, DecoratedInterface contract)
    {
        code.Line("/// <summary>Takes the locks that the interface declares, and leaves the work to the service behind it.</summary>");
        code.Line(RuntimeNames.GeneratedCode);
        code.Line($"{contract.Accessibility} sealed class {contract.Name}{contract.TypeParameters} : {contract.Contract}");
        code.Continue(contract.Constraints);
        code.Open();
        code.Line($"private readonly {contract.Contract} {contract.Inner};");
        code.Line($"private readonly {RuntimeNames.Provider} {contract.Locks};");
        code.Line();
        WriteConstructors(code, contract);
        foreach (var member in contract.Members)
        {
            code.Line();
            DecoratorMembers.Write(code, contract, member);
        }

        code.Close();
    }

    /// <summary>A container looks at public constructors only; to an open generic decorator it must not give the decorator itself as the service.</summary>
    private static void WriteConstructors(CodeWriter code, DecoratedInterface contract)
    {
        var isOpen = contract.Registration?.OpenContract is not null;
        code.Line($"{(isOpen ? "internal" : "public")} {contract.Name}({contract.Contract} inner, {RuntimeNames.Provider} locks)");
        code.Open();
        code.Line($"{contract.Inner} = inner ?? throw new global::System.ArgumentNullException(nameof(inner));");
        code.Line($"{contract.Locks} = locks ?? throw new global::System.ArgumentNullException(nameof(locks));");
        code.Close();
        if (isOpen)
        {
            code.Line();
            code.Line("// For the container.");
            code.Line($"public {contract.Name}({RuntimeNames.DecoratedService}<{contract.Contract}> service)");
            code.Continue([": this(service.Inner, service.Locks)"]);
            code.Open();
            code.Close();
        }
    }
}
