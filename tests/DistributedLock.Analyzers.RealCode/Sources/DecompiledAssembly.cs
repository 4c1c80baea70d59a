using ICSharpCode.Decompiler;
using ICSharpCode.Decompiler.CSharp;
using ICSharpCode.Decompiler.TypeSystem;

namespace DistributedLock.Analyzers.RealCode.Sources;

/// <summary>
/// An assembly as C#: large real programs are on every machine, in compiled form. Decompiled code has the calls, usings and paths of the original; names of
/// locals are not its own.
/// </summary>
internal static class DecompiledAssembly
{
    public static IReadOnlyList<SourceFile> Read(string path)
    {
        var decompiler = new CSharpDecompiler(path, new DecompilerSettings(LanguageVersion.Latest)
        {
            ThrowOnAssemblyResolveErrors = false,
            FileScopedNamespaces = false,
        });
        var files = new List<SourceFile>();
        foreach (var type in decompiler.TypeSystem.MainModule.TopLevelTypeDefinitions)
        {
            if (type.Name.StartsWith('<'))
            {
                continue;
            }

            try
            {
                files.Add(new SourceFile($"{type.ReflectionName}.cs", decompiler.DecompileTypeAsString(new FullTypeName(type.ReflectionName))));
            }
            catch (DecompilerException exception)
            {
                Console.Error.WriteLine($"{type.ReflectionName} was not decompiled: {exception.Message}");
            }
        }

        return files;
    }
}
