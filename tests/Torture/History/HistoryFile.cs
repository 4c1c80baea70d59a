using System.Text.Json;
using System.Text.Json.Serialization;

namespace DistributedLock.Torture;

/// <summary>A history as a file: JSON, a line for the header and one for each entry.</summary>
internal static class HistoryFile
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Line(HistoryHeader header) => JsonSerializer.Serialize(header, Format);

    public static string Line(HistoryEntry entry) => JsonSerializer.Serialize(entry, Format);

    /// <summary>Reads one entry.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static HistoryEntry Entry(string line) => Parse<HistoryEntry>(line, 1);

    /// <summary>Reads a file as it goes.</summary>
    /// <exception cref="FormatException">A line is none of a history; the message names it.</exception>
    public static (HistoryHeader Header, IEnumerable<HistoryEntry> Entries) Read(string path)
    {
        var lines = File.ReadLines(path);
        return (Parse<HistoryHeader>(lines.FirstOrDefault() ?? "", 1), lines.Skip(1).Select(static (line, index) => Parse<HistoryEntry>(line, index + 2)));
    }

    private static T Parse<T>(string line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Format) ?? throw new FormatException($"Line {number} is null: expected an object.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"Line {number} is no {typeof(T).Name}: {exception.Message}", exception);
        }
    }
}
