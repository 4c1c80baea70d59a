namespace Samples;

/// <summary>What every sample does with its command line before it begins.</summary>
internal static class SampleMain
{
    /// <summary>Prints the help or what is wrong with the options, tries the store out, and only then runs the sample.</summary>
    /// <returns>The exit code: 2 for bad options, otherwise that of the sample.</returns>
    public static async Task<int> RunAsync(
        string[] args, string usage, IReadOnlyCollection<SampleNumber> numbers, IReadOnlyCollection<string> switches, Func<SampleArguments, Task<int>> run)
    {
        if (args.Any(argument => argument is "--help" or "-h" or "-?"))
        {
            Console.WriteLine(usage);
            return 0;
        }

        if (!SampleArguments.TryParse(args, numbers, switches, out var arguments, out var error))
        {
            return Refuse(error);
        }

        return arguments.Store is { } store && await store.TryOutAsync() is { } trouble ? Refuse(trouble) : await run(arguments);
    }

    private static int Refuse(string reason)
    {
        Console.Error.WriteLine($"{reason}\nTry --help for the options.");
        return 2;
    }
}
