using System.Globalization;

namespace DistributedLock.Benchmarks.CompileTime;

/// <summary>
/// The sources of a project of a given size: services with two locked methods and ten others each, which call each other as those of an application do. Correct
/// code: what is measured is the cost of looking, not of reporting.
/// </summary>
internal static class GeneratedProject
{
    public const int LockedPerService = 2;
    public const int OthersPerService = 10;

    /// <summary>Writes the sources of so many locked methods into a folder.</summary>
    public static void WriteTo(string folder, int lockedMethods)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in Files(lockedMethods))
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }
    }

    /// <summary>One file per service.</summary>
    /// <param name="lockedMethods">How many methods carry the attribute; for each there are five that do not, cores not counted.</param>
    public static IEnumerable<(string Name, string Text)> Files(int lockedMethods)
    {
        var services = lockedMethods / LockedPerService;
        for (var number = 0; number < services; number++)
        {
            yield return ($"Service{number.ToString(CultureInfo.InvariantCulture)}.cs", Service(number));
        }
    }

    private static string Service(int number)
    {
        // Calls go to services of lower numbers only: locks are taken in one order, and there is no deadlock to report.
        var other = number == 0 ? 0 : number * 7 % number;
        return $$"""
            using System;
            using System.Collections.Generic;
            using System.IO;
            using System.Linq;
            using System.Threading;
            using System.Threading.Tasks;
            using DistributedLock;

            namespace Generated.Area{{number % 50}};

            public sealed record Item{{number}}(int Id, string Name, decimal Price);

            public partial class Service{{number}}(IDistributedLockProvider locks{{(number == 0 ? "" : $", Generated.Area{other % 50}.Service{other} other")}})
            {
                private readonly List<Item{{number}}> _items = new();

                [DistributedLock("create-{{number}}-{id}", TimeoutSeconds = 5)]
                public partial Task<int> CreateAsync(int id, string name, CancellationToken cancellationToken = default);

                private async Task<int> CreateCoreAsync(int id, string name, CancellationToken cancellationToken)
                {
                    if (_items.Any(item => item.Id == id))
                    {
                        return -1;
                    }

                    await StoreAsync(id, name, cancellationToken);
                    return _items.Count;
                }

                [DistributedLock("delete-{{number}}-{id}", OnContention = Contention.Skip)]
                public partial Task<LockResult> DeleteAsync(int id, CancellationToken cancellationToken = default);

                private async Task DeleteCoreAsync(int id, CancellationToken cancellationToken)
                {
                    _items.RemoveAll(item => item.Id == id);
                    {{(number == 0 ? "await Task.Delay(1, cancellationToken);" : "await other.TouchAsync(id, cancellationToken);")}}
                }

                private async Task StoreAsync(int id, string name, CancellationToken cancellationToken)
                {
                    var item = new Item{{number}}(id, name, name.Length * 1.5m);
                    await using var file = new StreamWriter(Path.Combine(Path.GetTempPath(), $"{name}-{id}.txt"));
                    await file.WriteLineAsync(item.ToString().AsMemory(), cancellationToken);
                    _items.Add(item);
                }

                public async Task TouchAsync(int id, CancellationToken cancellationToken)
                {
                    foreach (var item in _items.Where(item => item.Id == id).ToList())
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        await Task.Delay(item.Name.Length, cancellationToken);
                    }
                }

                public decimal Total(Func<Item{{number}}, bool> filter)
                {
                    var total = 0m;
                    for (var index = 0; index < _items.Count; index++)
                    {
                        total += filter(_items[index]) ? _items[index].Price : 0;
                    }

                    return total;
                }

                public string Describe(int kind) => kind switch
                {
                    0 => "none",
                    1 when _items.Count == 0 => "empty",
                    > 10 => $"many: {string.Join(", ", _items.Select(item => item.Name))}",
                    _ => _items.FirstOrDefault()?.Name ?? "unknown",
                };

                public async Task<bool> ReportAsync(string name, CancellationToken cancellationToken)
                {
                    await using var handle = await locks.TryAcquireAsync($"report-{{number}}-{name}", cancellationToken: cancellationToken);
                    if (handle is null)
                    {
                        return false;
                    }

                    await Task.Delay(1, handle.LostToken);
                    return true;
                }

                public async Task<int> ImportAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
                {
                    var created = 0;
                    foreach (var name in names)
                    {
                        try
                        {
                            created += await CreateAsync(name.Length, name, cancellationToken);
                        }
                        catch (LockNotAcquiredException) when (names.Count > 1)
                        {
                            created--;
                        }
                    }

                    return created;
                }

                public Dictionary<string, int> Histogram() => _items.GroupBy(item => item.Name).ToDictionary(group => group.Key, group => group.Count());

                public async IAsyncEnumerable<Item{{number}}> StreamAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
                {
                    foreach (var item in _items)
                    {
                        await Task.Yield();
                        cancellationToken.ThrowIfCancellationRequested();
                        yield return item;
                    }
                }

                public async Task ParallelAsync(IEnumerable<int> ids, CancellationToken cancellationToken)
                {
                    var tasks = ids.Select(id => TouchAsync(id, cancellationToken)).ToArray();
                    await Task.WhenAll(tasks);
                }

                public bool TryFind(int id, out Item{{number}}? found)
                {
                    found = _items.Find(item => item.Id == id);
                    return found is not null;
                }
            }

            """;
    }
}
