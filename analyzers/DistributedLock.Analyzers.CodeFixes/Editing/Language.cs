using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.CodeFixes.Editing;

/// <summary>What the version of C# in a file has: a fix that does not compile is none.</summary>
internal static class Language
{
    /// <summary>C# 8: <c>await using</c>, and <c>using</c> for the rest of a block.</summary>
    public static bool HasAwaitUsing(SyntaxTree tree) => Is(tree, LanguageVersion.CSharp8);

    /// <summary>C# 9: <c>is not null</c>.</summary>
    public static bool HasNotPatterns(SyntaxTree tree) => Is(tree, LanguageVersion.CSharp9);

    private static bool Is(SyntaxTree tree, LanguageVersion version) => ((CSharpParseOptions)tree.Options).LanguageVersion >= version;
}
