namespace QuickStart;

/// <summary>What can be chosen on the command line.</summary>
internal sealed class QuickStartOptions
{
    public const string Usage = $$"""
        QuickStart: several processes call one annotated method, first without the lock and then with it.

        Usage: dotnet run --project samples/QuickStart [-- options]

        An option is written --name N or --name=N.

          --workers N       worker processes, 2 to 9 (default 4)
          --tenants N       tenants they report for, 1 to 6 (default 3)
          --seconds N       length of each of the two phases, 2 to 60 (default 5)
        {{SampleArguments.StoreUsage}}
          --plain           plain lines instead of a live timeline (the default when the output is redirected)
          --help            this text

        Exit code: 0 as promised; 1 runs overlapped under the lock, or none did without it, or a worker failed; 2 bad options.
        """;

    public static readonly SampleNumber[] Numbers = [new("--workers", 2, 9, 4), new("--tenants", 1, 6, 3), new("--seconds", 2, 60, 5)];

    public QuickStartOptions(SampleArguments arguments)
    {
        Workers = arguments.Number("--workers");
        Tenants = arguments.Number("--tenants");
        Seconds = arguments.Number("--seconds");
        Plain = arguments.Has("--plain");
        Store = arguments.Store;
    }

    public int Workers { get; }

    public int Tenants { get; }

    public int Seconds { get; }

    public bool Plain { get; }

    /// <summary>The server of the locks; <see langword="null"/> for files in a directory of their own.</summary>
    public LockStore? Store { get; }
}
