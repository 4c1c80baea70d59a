using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>Writes the first constructor of a type, for a version of C# without primary constructors.</summary>
internal static class NewConstructor
{
    public static void Edit(ProviderRequest request, TypeDeclarationSyntax part)
    {
        var field = new ProviderField(request, part);
        var parameter = request.ParameterName();
        field.Edit(initializer: null);

        var tree = part.SyntaxTree;
        var method = part.Members.First(static member => member is not FieldDeclarationSyntax);
        var inner = ProviderField.MemberIndentation(part);
        var unit = SourceLayout.IndentationUnit(part, method);
        var position = method.SpanStart;
        var type = request.TypeAt(tree, position);

        // A struct of an older C# assigns all its fields in every constructor.
        var chain = request.Type.TypeKind == TypeKind.Struct ? " : this()" : string.Empty;
        var accessibility = request.Type.IsAbstract ? "protected" : "public";
        var constructor = $"{accessibility} {part.Identifier.Text}({type} {parameter}){chain}\n{inner}{{\n{inner}{unit}{field.Access(constructor: null, parameter)} = {parameter};\n{inner}}}\n";
        var isFirst = part.Members[0] == method;
        request.Edits.Insert(tree, method.FullSpan.Start, $"{(isFirst ? string.Empty : "\n")}{inner}{constructor}{(SourceLayout.StartsWithEmptyLine(method) ? string.Empty : "\n")}");
    }
}
