using System.CommandLine;
using DistributedLock.Tool.CommandLine;
using DistributedLock.Tool.Output;

namespace DistributedLock.Tool.Map;

/// <summary>The locks that built code declares, and the order in which it takes them.</summary>
internal sealed class MapCommand : ToolCommand
{
    private const string Mermaid = "mermaid";

    private readonly Terminal _terminal;
    private readonly CommonOptions _common;
    private readonly Argument<string[]> _assemblies = new("assembly")
    {
        Description = "A built .dll, or a folder with some",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _withDependencies = new("--with-dependencies") { Description = "Read also what lies in the same folder and uses locks" };

    private readonly Option<string> _format = new Option<string>("--format")
    {
        Description = "text, or mermaid for the order as a flow chart",
        HelpName = $"text|{Mermaid}",
        DefaultValueFactory = static _ => "text",
    }.AcceptOnlyFromAmong("text", Mermaid);

    public MapCommand(Terminal terminal, CommonOptions common)
        : base("map", "Lists the locks that a built application declares, and draws the order in which it takes them; without running it")
    {
        _terminal = terminal;
        _common = common;
        Arguments.Add(_assemblies);
        Options.Add(_withDependencies);
        Options.Add(_format);
        common.AddTo(this, hasBackend: false);
        SetAction(Run);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "distlock map bin/Release/net10.0/Shop.dll",
        "distlock map bin/Release/net10.0/Shop.dll --with-dependencies --format mermaid > locks.mmd",
        "distlock map publish/ --json | jq '.cycles'          # circles in the order of all assemblies",
    ];

    private int Run(ParseResult parsed)
    {
        var assemblies = Read(parsed.GetValue(_assemblies) ?? [], parsed.GetValue(_withDependencies));
        var map = LockMap.Of(assemblies);
        if (map.IsEmpty)
        {
            _terminal.Complain(assemblies.Any(static assembly => assembly.KnowsLocks)
                ? $"No locks are declared in {string.Join(", ", map.Assemblies)}. Templates that are given at run time, as to WithDistributedLock, are in no metadata."
                : $"{string.Join(", ", map.Assemblies)}: does not use DistributedLock.Runtime. Are the locks in another assembly of the application? --with-dependencies reads all in the folder.");
        }

        if (parsed.GetValue(_common.Json))
        {
            _terminal.Output.WriteLine(JsonText.Of(MapJson.Of(map)));
        }
        else if (parsed.GetValue(_format) == Mermaid)
        {
            MapMermaid.Write(_terminal.Output, map);
        }
        else if (!map.IsEmpty)
        {
            MapText.Write(_terminal.Output, map);
        }

        return map.IsEmpty ? ExitCode.NothingThere : ExitCode.Done;
    }

    private static List<AssemblyLocks> Read(IReadOnlyList<string> paths, bool withDependencies)
    {
        var assemblies = new Dictionary<string, AssemblyLocks>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                AddFolder(path);
                continue;
            }

            var file = Path.GetFullPath(path);
            assemblies[file] = ReadOne(file, path);
            if (withDependencies)
            {
                AddFolder(Path.GetDirectoryName(file)!);
            }
        }

        return assemblies.Count > 0 ? [.. assemblies.Values] : throw new UsageException("No assembly in that folder uses DistributedLock.Runtime: expected the folder of a built application.");

        void AddFolder(string folder)
        {
            foreach (var file in Directory.EnumerateFiles(Path.GetFullPath(folder), "*.dll").Order(StringComparer.Ordinal))
            {
                if (!assemblies.ContainsKey(file) && AssemblyLocks.TryRead(file) is { KnowsLocks: true } assembly)
                {
                    assemblies[file] = assembly;
                }
            }
        }
    }

    private static AssemblyLocks ReadOne(string file, string path)
    {
        try
        {
            return AssemblyLocks.TryRead(file) ?? throw new UsageException($"'{path}' is no .NET assembly: expected the .dll of a built application, which lies beside its executable.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be read ({exception.Message}): expected the .dll of a built application.");
        }
    }
}
