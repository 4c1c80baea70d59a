using System.Globalization;
using System.Runtime.CompilerServices;
using DistributedLock.Leases;
using StackExchange.Redis;

namespace DistributedLock.Redis;

/// <summary>Who holds what, read in pages (<c>SCAN</c>, never <c>KEYS</c>: that one stops the server).</summary>
internal sealed class RedisInspection(RedisConnection connection)
{
    private const int PageSize = 500;
    private const CommandFlags Flags = CommandFlags.DemandMaster;

    /// <param name="keyPrefix">What the keys begin with. A key that was too long is found by the name that stands for it.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public async IAsyncEnumerable<LeaseRecord> ListAsync(string keyPrefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<LockResource>();
        var cursor = "0";
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<LeaseRecord>[] page;
            try
            {
                (cursor, var names) = await ScanAsync(keyPrefix, cursor).ConfigureAwait(false);
                page = await Task.WhenAll(Resources(names, keyPrefix).Where(seen.Add).Select(resource =>
                    FindAsync(resource, RedisLeaseNames.OfParsed(resource)))).ConfigureAwait(false);
            }
            catch (Exception exception) when (RedisErrors.IsOfDriver(exception))
            {
                throw RedisErrors.Translate(connection.Name, exception);
            }

            foreach (var record in page.SelectMany(records => records))
            {
                yield return record;
            }
        }
        while (cursor != "0");
    }

    public async Task<IReadOnlyList<LeaseRecord>> FindAsync(LockResource resource, RedisLeaseNames names)
    {
        RedisKey[] keys = [names.Lock, names.Holders, names.Details];
        var answer = (RedisValue[]?)await LeaseScripts.Inspect.RunAsync(connection.Database, keys, []).ConfigureAwait(false) ?? [];
        var records = new List<LeaseRecord>();
        if (answer.Length >= 2 && !answer[0].IsNull)
        {
            var parts = ((string)answer[0]!).Split(['|'], 4);
            records.Add(Record(resource, LockMode.Exclusive, parts[0], (long)answer[1], parts[1], parts[2], parts[3]));
        }

        for (var i = 2; i + 2 < answer.Length; i += 3)
        {
            var mode = resource.IsSemaphore ? LockMode.Exclusive : LockMode.Shared;
            var parts = ((string?)answer[i + 2] ?? "0|0|1|").Split(['|'], 4);
            records.Add(Record(resource, mode, (string)answer[i]!, (long)answer[i + 1], parts[0], parts[1], parts[3]) with
            {
                MaxConcurrency = int.Parse(parts[2], CultureInfo.InvariantCulture),
            });
        }

        return records;
    }

    private static LeaseRecord Record(LockResource resource, LockMode mode, string owner, long rest, string token, string acquired, string metadata) =>
        new(resource, mode, owner, TimeSpan.FromMilliseconds(rest))
        {
            FencingToken = long.Parse(token, CultureInfo.InvariantCulture),
            AcquiredAt = DateTimeOffset.FromUnixTimeMilliseconds(0).AddTicks(long.Parse(acquired, CultureInfo.InvariantCulture) * 10),
            Metadata = metadata,
        };

    private static IEnumerable<LockResource> Resources(IEnumerable<string> names, string keyPrefix)
    {
        foreach (var name in names)
        {
            if (RedisLeaseNames.TryParse(name, out var resource) && resource.Key.StartsWith(keyPrefix, StringComparison.Ordinal))
            {
                yield return resource;
            }
        }
    }

    private async Task<(string Cursor, IReadOnlyList<string> Names)> ScanAsync(string keyPrefix, string cursor)
    {
        if (connection.IsCluster)
        {
            return ("0", await Task.Run(() => ScanCluster(keyPrefix)).ConfigureAwait(false));
        }

        object[] arguments = [cursor, "MATCH", RedisLeaseNames.Pattern(keyPrefix), "COUNT", PageSize];
        var answer = (RedisResult[]?)await connection.Database.ExecuteAsync("SCAN", arguments, Flags).ConfigureAwait(false) ?? [];
        var names = (RedisValue[]?)answer[1] ?? [];
        return ((string)answer[0]!, [.. names.Select(name => (string)name!)]);
    }

    // A command goes to one node of a cluster; the driver's own listing asks each. A replica's names are its master's.
    private List<string> ScanCluster(string keyPrefix) =>
    [
        .. connection.Multiplexer.GetEndPoints()
            .Select(endPoint => connection.Multiplexer.GetServer(endPoint))
            .Where(server => server.IsConnected)
            .SelectMany(server => server.Keys(connection.Database.Database, RedisLeaseNames.Pattern(keyPrefix), PageSize))
            .Select(key => (string)key!),
    ];
}
