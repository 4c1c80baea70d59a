using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Names for what is generated, which depend on nothing but the declaration and collide with nothing that is there.</summary>
internal sealed class MemberNaming
{
    private readonly HashSet<string> _taken;

    // Its members are looked up by name: to list them, for each lock, would take as long as the type is large.
    private readonly INamedTypeSymbol? _type;

    public MemberNaming(MethodContext context)
    {
        var method = context.Method;
        if (context.Decorator is { } decorator)
        {
            _taken = [.. decorator.Names];
            OverloadSuffix = decorator.LockedMethods.Count(other => other.Name == method.Name) > 1 ? Suffix(Hash(method.ToDisplayString())) : string.Empty;
            return;
        }

        // The generator must not see its own names as taken; the analyzer, which does see them, uses no names.
        _type = context.Type;
        _taken = [_type.Name];
        AddNames(method.Parameters);
        AddNames(method.TypeParameters);
        AddNames(_type.TypeParameters);
        var named = _type.GetMembers(method.Name);
        var isOverloaded = named.Length > 1 && named.OfType<IMethodSymbol>()
            .Count(other => other.GetAttributes().Any(attribute => attribute.AttributeClass.IsLockAttribute())) > 1;
        OverloadSuffix = isOverloaded ? Suffix(Hash(Id(method))) : string.Empty;
    }

    /// <summary>Tells apart what is generated for several locked methods of one name; empty for a single one.</summary>
    public string OverloadSuffix { get; }

    public string Next(string name)
    {
        while (IsMember(name) || !_taken.Add(name))
        {
            name += "_";
        }

        return name;
    }

    private bool IsMember(string name)
    {
        for (var type = _type; type is not null; type = type.BaseType)
        {
            if (!type.GetMembers(name).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private void AddNames<T>(ImmutableArray<T> symbols)
        where T : ISymbol
    {
        foreach (var symbol in symbols)
        {
            _taken.Add(symbol.Name);
        }
    }

    /// <summary>
    /// The name of the generated file. The hash tells apart what differs by parameters, or by case alone: generated files are named without regard to case.
    /// </summary>
    public static string FileName(IMethodSymbol method)
    {
        var name = new StringBuilder();
        AppendType(name, method.ContainingType);
        Append(name, method.Name, method.Arity);
        return name.Append('-').Append(Text(Hash(Id(method)))).Append(".g.cs").ToString();
    }

    /// <summary>The name of the file that holds the decorator of an interface.</summary>
    public static string DecoratorFileName(INamedTypeSymbol contract)
    {
        var name = new StringBuilder();
        AppendType(name, contract);
        return name.Append("decorator-").Append(Text(Hash(Id(contract)))).Append(".g.cs").ToString();
    }

    /// <summary>The name of the file that holds the other part of a job class.</summary>
    public static string JobFileName(INamedTypeSymbol job)
    {
        var name = new StringBuilder();
        AppendType(name, job);
        return name.Append("Job-").Append(Text(Hash(Id(job)))).Append(".g.cs").ToString();
    }

    /// <summary>
    /// One name for a type that stands outside of the types around it. Where one of the names has the character that joins them, they could be joined from others, too, and a
    /// hash tells them apart.
    /// </summary>
    public static string Joined(INamedTypeSymbol type, IReadOnlyCollection<string> names) =>
        string.Join("_", names) + (names.Any(static name => name.Contains('_')) ? Suffix(Hash(Id(type))) : string.Empty);

    /// <summary>The method as <c>Namespace.Type.Method(ParameterTypes)</c>.</summary>
    public static string Signature(IMethodSymbol method) =>
        $"{CSharpText.Readable(method.ContainingType)}.{method.Name}({string.Join(", ", method.Parameters.Select(parameter => CSharpText.Readable(parameter.Type)))})";

    private static void AppendType(StringBuilder name, INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer)
        {
            AppendType(name, outer);
        }
        else if (!type.ContainingNamespace.IsGlobalNamespace)
        {
            foreach (var part in type.ContainingNamespace.ToDisplayParts().Where(part => part.Kind == SymbolDisplayPartKind.NamespaceName))
            {
                Append(name, part.ToString(), 0);
                name.Append('.');
            }
        }

        Append(name, type.Name, type.Arity);
        name.Append('.');
    }

    private static void Append(StringBuilder name, string identifier, int arity)
    {
        foreach (var character in identifier)
        {
            // Identifiers may hold characters that file names of the compiler may not.
            name.Append(char.IsLetterOrDigit(character) || character == '_' ? character : '_');
        }

        if (arity > 0)
        {
            name.Append('-').Append(arity);
        }
    }

    private static string Id(ISymbol symbol) => symbol.GetDocumentationCommentId() ?? symbol.ToDisplayString();

    private static string Suffix(ulong hash) => "_" + Text(hash).Substring(0, 8);

    private static string Text(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>FNV-1a, 64 bits: the same on every machine and in every process, unlike <see cref="string.GetHashCode()"/>.</summary>
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text)
        {
            hash = unchecked((hash ^ character) * 1099511628211UL);
        }

        return hash;
    }
}
