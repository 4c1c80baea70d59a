using DistributedLock.Analyzers.RealCode.Sources;

namespace DistributedLock.Analyzers.RealCode;

/// <summary>What the command line asks for.</summary>
internal sealed record RealCodeOptions
{
    public const string Help = """
        Runs all analyzers of distributed locks over real sources and prints what they report.

          DistributedLock.Analyzers.RealCode [options] <input>...

        An input is one compilation:
          <folder>              all .cs files below it, without bin and obj
          <file.csproj>         the folder of the project
          <file.cs>             one file
          <file.dll>            an assembly, decompiled to C#
          <folder>+<folder>     several of these as one compilation
        Symbols that cannot be resolved are tolerated. References: the framework, ASP.NET Core, our runtime, those given, and for a folder or project what its
        project files reference: packages as they are restored, projects by their sources.

        Options:
          --each                    the inputs are folders of projects: each .csproj below them is a compilation
          --handle-types <a,b,...>  types of other libraries that count as lock handles; "none" for our own alone.
                                    Default: see below
          --reference <path>        a .dll, or a folder of them (also below it); may be repeated
          --define <a,b>            preprocessor symbols. Default: those of net10.0
          --context <lines>         lines of source around each report. Default 2
          --markdown                tables as docs/analyzers-on-real-code.md has them
          --tables <file>           these tables into a file, beside what is printed
          --help                    this text

        Exit codes: 0 analyzed, 1 an analyzer threw, 2 wrong arguments.
        """;

    /// <summary>Types that are acquired, held and released in code that knows nothing of our locks: they give the rules of ownership and of awaits real work.</summary>
    public static readonly IReadOnlyList<string> StandInHandleTypes =
    [
        "System.Threading.RateLimiting.RateLimitLease",
        "System.Data.Common.DbTransaction",
        "System.Data.Common.DbConnection",
        "System.Data.Common.DbDataReader",
        "System.IO.FileStream",
        "System.IO.Stream",
        "System.Net.Http.HttpResponseMessage",
        "System.Net.WebSockets.WebSocket",
        "System.Net.Sockets.Socket",
        "Microsoft.Extensions.DependencyInjection.IServiceScope",
        "System.Threading.PeriodicTimer",
        "System.Buffers.IMemoryOwner`1",
    ];

    public IReadOnlyList<SourceSet> Inputs { get; init; } = [];

    public IReadOnlyList<string> HandleTypes { get; init; } = StandInHandleTypes;

    public IReadOnlyList<string> References { get; init; } = [];

    public IReadOnlyList<string> Symbols { get; init; } = ["NET10_0", "NET10_0_OR_GREATER", "NET9_0_OR_GREATER", "NET8_0_OR_GREATER", "NET", "NETCOREAPP"];

    public int Context { get; init; } = 2;

    public bool AsMarkdown { get; init; }

    /// <summary>The file that the tables go to as well, if any.</summary>
    public string? TablesFile { get; init; }

    /// <exception cref="ArgumentException">The arguments cannot be read.</exception>
    public static RealCodeOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new RealCodeOptions();
        var (paths, references, isEach) = (new List<string>(), new List<string>(), false);
        for (var index = 0; index < arguments.Count; index++)
        {
            switch (arguments[index])
            {
                case "--each":
                    isEach = true;
                    break;
                case "--markdown":
                    options = options with { AsMarkdown = true };
                    break;
                case "--tables":
                    options = options with { TablesFile = Value() };
                    break;
                case "--handle-types":
                    var types = Value();
                    options = options with { HandleTypes = types == "none" ? [] : types.Split(',') };
                    break;
                case "--reference":
                    references.Add(Value());
                    break;
                case "--define":
                    options = options with { Symbols = Value().Split(',') };
                    break;
                case "--context":
                    options = options with { Context = int.TryParse(Value(), out var lines) && lines >= 0 ? lines : throw new ArgumentException("--context takes a number of lines.") };
                    break;
                case ['-', ..] unknown:
                    throw new ArgumentException($"There is no option {unknown}.");
                case var path:
                    paths.Add(path);
                    break;
            }

            string Value() => ++index < arguments.Count ? arguments[index] : throw new ArgumentException($"{arguments[^1]} needs a value.");
        }

        return paths.Count > 0
            ? options with { Inputs = [.. paths.SelectMany(path => SourceSet.At(path, isEach))], References = references }
            : throw new ArgumentException("Nothing was given to analyze.");
    }
}
