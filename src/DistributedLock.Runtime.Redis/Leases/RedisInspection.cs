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
                page = await Task.WhenAll(Resources(names, keyPrefix).Where(seen.Add).Select(FindOrSkipAsync)).ConfigureAwait(false);
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
        if (answer.Length >= 2 && !answer[0].IsNull && (long)answer[1] is >= 0 and var rest) // one that does not expire is none of ours, and keeps nobody out
        {
            records.Add(StoredLease.Exclusive(resource, answer[0]!, rest));
        }

        for (var i = 2; i + 2 < answer.Length; i += 3)
        {
            records.Add(StoredLease.OneOfSeveral(resource, answer[i]!, (long)answer[i + 1], answer[i + 2]));
        }

        return records;
    }

    /// <summary>For a listing, which must not fail by one entry that somebody else made.</summary>
    private async Task<IReadOnlyList<LeaseRecord>> FindOrSkipAsync(LockResource resource)
    {
        try
        {
            return await FindAsync(resource, RedisLeaseNames.OfParsed(resource)).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (RedisErrors.IsOfAnotherType(exception))
        {
            return [];
        }
    }

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
