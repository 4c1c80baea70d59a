using System.Globalization;

namespace DistributedLock.Analyzers.Benchmarks;

/// <summary>
/// One method of many lines, each of which would be reported under a lock, and none is held: a script, a migration, generated code. What is asked of each line must not
/// depend on how many stand before it.
/// </summary>
internal static class LongMethod
{
    public static IEnumerable<(string Name, string Text)> Files(int lines)
    {
        var body = string.Concat(Enumerable.Range(0, lines).Select(static number => number % 2 == 0
            ? $"        Work({number.ToString(CultureInfo.InvariantCulture)}).Wait();\n"
            : $"        _ = Work({number.ToString(CultureInfo.InvariantCulture)});\n"));
        yield return ("Long.cs", $$"""
            using System.Threading.Tasks;
            using DistributedLock;

            public class Long(IDistributedLockProvider locks)
            {
                public async Task RunAsync()
                {
                    await Task.Yield();
            {{body}}    }

                private static Task Work(int number) => Task.Delay(number);

                public bool HasLocks => locks is not null;
            }

            """);
    }
}
