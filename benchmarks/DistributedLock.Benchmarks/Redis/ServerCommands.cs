using System.Globalization;
using StackExchange.Redis;

namespace DistributedLock.Benchmarks.Redis;

/// <summary>What a server has counted of its commands, by name; those that a script calls count, too.</summary>
internal sealed class ServerCommands
{
    private readonly Dictionary<string, (long Calls, long Microseconds)> _commands;

    private ServerCommands(Dictionary<string, (long Calls, long Microseconds)> commands) => _commands = commands;

    public static async Task<ServerCommands> ReadAsync(IServer server)
    {
        var sections = await server.InfoAsync("commandstats");
        return new ServerCommands(sections.SelectMany(static section => section).ToDictionary(
            static line => line.Key["cmdstat_".Length..],
            static line => (Number(line.Value, "calls"), Number(line.Value, "usec"))));
    }

    /// <summary>What has been added since an earlier look.</summary>
    public ServerCommands Since(ServerCommands earlier) => new(_commands.ToDictionary(
        static command => command.Key,
        command => earlier._commands.TryGetValue(command.Key, out var before)
            ? (command.Value.Calls - before.Calls, command.Value.Microseconds - before.Microseconds)
            : command.Value));

    public long Calls(params IEnumerable<string> names) => names.Sum(name => _commands.TryGetValue(name, out var command) ? command.Calls : 0);

    public long Microseconds(string name) => _commands.TryGetValue(name, out var command) ? command.Microseconds : 0;

    private static long Number(string fields, string name) => long.Parse(
        fields.Split(',').First(field => field.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..], CultureInfo.InvariantCulture);
}
