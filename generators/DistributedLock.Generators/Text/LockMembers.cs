using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Symbols;

namespace DistributedLock.Generators.Text;

/// <summary>Writes the members that belong to one lock: its definition and, unless its key is constant, the method that writes the key.</summary>
internal static class LockMembers
{
    public static void Write(CodeWriter code, LockedMethod method, DeclaredLock declared) => Write(code, method.Member, declared);

    public static void Write(CodeWriter code, string member, DeclaredLock declared)
    {
        WriteDefinition(code, member, declared);
        code.Line();
        if (declared.Key.Constant is null)
        {
            WriteKeyMethod(code, declared);
            code.Line();
        }

        if (declared.Key.Collection is { Owner: { } owner } collection)
        {
            WriteElementsMethod(code, declared, collection, owner);
            code.Line();
        }
    }

    private static void WriteElementsMethod(CodeWriter code, DeclaredLock declared, KeyCollection collection, KeyParameter owner)
    {
        var type = $"{RuntimeNames.ReadOnlyCollection}<{collection.ElementType}>?";
        code.Line(RuntimeNames.GeneratedCode);
        code.Line($"private static {type} {declared.ElementsMethodName}{declared.Key.TypeParameters}({owner.Type} {owner.Name})");
        code.Continue(declared.Key.Constraints);
        code.Open();
        code.Line($"return {collection.Expression};");
        code.Close();
    }

    private static void WriteDefinition(CodeWriter code, string member, DeclaredLock declared)
    {
        var creation = $"new {RuntimeNames.Definition}({CSharpText.Literal(declared.Key.Template)}, {CSharpText.Literal(member)})";
        var options = Options(declared.Options).ToList();
        code.Line(RuntimeNames.GeneratedCode);
        code.Line($"private static readonly {RuntimeNames.Definition} {declared.DefinitionName} = {creation}{(options.Count == 0 ? ";" : string.Empty)}");
        if (options.Count == 0)
        {
            return;
        }

        code.Line("{");
        code.Continue(options.Select(option => option + ","));
        code.Line("};");
    }

    private static IEnumerable<string> Options(LockOptions options)
    {
        if (options.Timeout is not null)
        {
            yield return $"Timeout = {options.Timeout}";
        }

        if (options.DefaultTimeout is not null)
        {
            yield return $"DefaultTimeout = {options.DefaultTimeout}";
        }

        if (options.IsShared)
        {
            yield return $"Mode = {RuntimeNames.Mode}.Shared";
        }

        if (options.MaxConcurrency > 1)
        {
            yield return FormattableString.Invariant($"MaxConcurrency = {options.MaxConcurrency}");
        }

        if (options.Lease is not null)
        {
            yield return $"Lease = {options.Lease}";
        }

        if (options.HoldAtLeast is not null)
        {
            yield return $"HoldAtLeast = {options.HoldAtLeast}";
        }

        if (options.MaxHold is not null)
        {
            yield return $"MaxHold = {options.MaxHold}";
        }

        if (options.RescheduleAfter is not null)
        {
            yield return $"RescheduleAfter = {options.RescheduleAfter}";
        }

        if (options.DefaultRescheduleAfter is not null)
        {
            yield return $"DefaultRescheduleAfter = {options.DefaultRescheduleAfter}";
        }

        if (options.Profile is not null)
        {
            yield return $"Profile = {CSharpText.Literal(options.Profile)}";
        }
    }

    private static void WriteKeyMethod(CodeWriter code, DeclaredLock declared)
    {
        var key = declared.Key;
        var parameters = string.Join(", ", key.Parameters.Select(parameter => $"{parameter.Type} {parameter.Name}"));
        code.Line(RuntimeNames.GeneratedCode);
        code.Line(string.Concat("private ", key.Modifiers, key.Modifiers.Length > 0 ? " " : string.Empty, RuntimeNames.Key, " ", declared.KeyMethodName, key.TypeParameters, "(", parameters, ")"));
        code.Continue(key.Constraints);
        code.Open();
        if (key.Parts.Count == 2 && key.Parts[0] is KeyLiteral literal && key.Parts[1] is KeyValue { Writer: KeyWriterMethod.Text, Next: null } text)
        {
            // By far the most common form, and the one where two strings put together are all that is needed (Wrapper benchmark).
            code.Line($"return {RuntimeNames.KeyWriter}.Join({declared.DefinitionName}, {CSharpText.Literal(literal.Text)}, {Arguments(text)});");
            code.Close();
            return;
        }

        var writer = WriterName(key);
        code.Line($"var {writer} = new {RuntimeNames.KeyWriter}({declared.DefinitionName}, stackalloc char[128]);");
        foreach (var part in key.Parts)
        {
            code.Line($"{writer}.{Call(part)};");
        }

        code.Line($"return {writer}.ToKey();");
        code.Close();
    }

    private static string WriterName(KeyModel key)
    {
        var scope = new NameScope();
        scope.Take(key.TypeParameters);
        foreach (var parameter in key.Parameters)
        {
            scope.Take(parameter.Name);
        }

        return scope.Free("key");
    }

    private static string Call(KeyPart part)
    {
        if (part is not KeyValue value)
        {
            return $"Literal({CSharpText.Literal(((KeyLiteral)part).Text)})";
        }

        var next = value.Next is { } character ? ", " + CSharpText.Literal(character) : string.Empty;
        var format = value.Format is null ? string.Empty : $", format: {CSharpText.Literal(value.Format)}";
        return $"{value.Writer}({Arguments(value)}{next}{format})";
    }

    private static string Arguments(KeyValue value) => $"{value.Expression}, {CSharpText.Literal(value.Placeholder)}";
}
