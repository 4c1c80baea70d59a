using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>Writes the first constructor of a type, for a version of C# without primary constructors.</summary>
internal static class NewConstructor
{
    public static void Edit(ProviderRequest request)
    {
        var part = request.Part;
        var passesOn = new BaseConstructor(request).CalledBy(part) is not null;
        if (!request.IsKept && !passesOn)
        {
            return;
        }

        var parameter = request.ParameterName();
        var assignment = string.Empty;
        if (request.IsKept)
        {
            var field = new ProviderField(request, part);
            field.Edit(initializer: null);
            assignment = $"{field.Access(constructor: null, parameter)} = {parameter};";
        }

        // A struct of an older C# assigns all its fields in every constructor.
        var chain = request.Type.TypeKind == TypeKind.Struct ? " : this()" : passesOn ? $" : base({parameter})" : string.Empty;
        var accessibility = request.Type.IsAbstract ? "protected" : "public";
        Insert(request, $"{accessibility} {part.Identifier.Text}({request.TypeAt(part.SyntaxTree, part.OpenBraceToken.Span.End)} {parameter}){chain}", assignment);
        if (request.Type.InstanceConstructors.FirstOrDefault(static constructor => constructor.IsImplicitlyDeclared && constructor.Parameters.IsEmpty) is { } implicitly)
        {
            request.Given.Add(implicitly, list: null, parameter, request.CancellationToken);
        }
    }

    private static void Insert(ProviderRequest request, string head, string assignment)
    {
        var part = request.Part;
        var tree = part.SyntaxTree;
        var inner = ProviderField.MemberIndentation(part);
        var first = part.Members.FirstOrDefault(static member => member is not FieldDeclarationSyntax);
        var unit = SourceLayout.IndentationUnit(part, first);
        var body = assignment.Length == 0 ? $"{inner}{{\n{inner}}}" : $"{inner}{{\n{inner}{unit}{assignment}\n{inner}}}";
        var close = part.CloseBraceToken.SpanStart;
        if (first is not null)
        {
            var isFirst = part.Members[0] == first;
            request.Edits.Insert(
                tree, first.FullSpan.Start, $"{(isFirst ? string.Empty : "\n")}{inner}{head}\n{body}\n{(SourceLayout.StartsWithEmptyLine(first) ? string.Empty : "\n")}");
        }
        else if (SourceLayout.IsFirstInLine(tree, close))
        {
            var outer = SourceLayout.IndentationAt(tree, close);
            request.Edits.Insert(tree, close - outer.Length, $"{(part.Members.Count == 0 ? string.Empty : "\n")}{inner}{head}\n{body}\n");
        }
        else
        {
            request.Edits.Insert(tree, close, $"{head} {{ {assignment}{(assignment.Length == 0 ? string.Empty : " ")}}} ");
        }
    }
}
