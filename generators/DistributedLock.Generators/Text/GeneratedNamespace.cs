using System.Text;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Generators.Text;

/// <summary>The namespace of what is generated once for each assembly, made from the assembly's name.</summary>
internal static class GeneratedNamespace
{
    public static string Of(string? assemblyName)
    {
        var parts = (assemblyName ?? string.Empty).Split('.').Where(static part => part.Length > 0).Select(Identifier).ToList();
        return parts.Count == 0 ? "DistributedLocks" : string.Join(".", parts);
    }

    private static string Identifier(string part)
    {
        var name = new StringBuilder(part.Length + 1);
        foreach (var character in part)
        {
            if (name.Length == 0 && !SyntaxFacts.IsIdentifierStartCharacter(character))
            {
                name.Append('_');
            }

            if (SyntaxFacts.IsIdentifierPartCharacter(character))
            {
                name.Append(character);
            }
            else if (name.Length == 0 || name[name.Length - 1] != '_')
            {
                name.Append('_');
            }
        }

        return CSharpText.Name(name.ToString());
    }
}
