using DistributedLock.CodeModel.Decorators;

namespace DistributedLock.Generators.Text;

/// <summary>Writes the members of a decorator.</summary>
internal static class DecoratorMembers
{
    public static void Write(CodeWriter code, DecoratedInterface contract, DecoratorMember member)
    {
        switch (member)
        {
            case LockedMember locked:
                Write(code, locked);
                break;
            case ForwardedMethod method:
                Write(code, method);
                break;
            case ForwardedProperty property:
                Write(code, contract, property);
                break;
            case ForwardedEvent happening:
                code.Open(happening.Header);
                code.Line($"add => {happening.Target} += value;");
                code.Line($"remove => {happening.Target} -= value;");
                code.Close();
                break;
        }
    }

    private static void Write(CodeWriter code, LockedMember member)
    {
        var method = member.Method;
        foreach (var declared in method.Locks)
        {
            LockMembers.Write(code, method, declared);
        }

        code.Line(MethodHeader.Text(method.Signature, WrapperMethod.IsAsync(method) ? "async " : string.Empty, withDefaults: true));
        WrapperMethod.WriteBody(code, method);
    }

    private static void Write(CodeWriter code, ForwardedMethod method)
    {
        var header = MethodHeader.Text(method.Signature, string.Empty, withDefaults: true);
        if (method.Signature.Constraints.Count == 0)
        {
            code.Line($"{header} => {method.Call};");
            return;
        }

        code.Line(header);
        code.Continue([.. method.Signature.Constraints, $"=> {method.Call};"]);
    }

    private static void Write(CodeWriter code, DecoratedInterface contract, ForwardedProperty property)
    {
        var value = (property.IsByReference ? "ref " : string.Empty) + property.Target;
        if (property is { HasGetter: true, Setter: SetterForm.None })
        {
            code.Line($"{property.Header} => {value};");
            return;
        }

        code.Open(property.Header);
        if (property.HasGetter)
        {
            code.Line($"get => {value};");
        }

        code.Line(property.Setter == SetterForm.Init
            ? $"init => throw new global::System.NotSupportedException(\"{contract.Name} stands before a service that is there already: set the property where that is created.\");"
            : $"set => {property.Target} = value;");
        code.Close();
    }
}
