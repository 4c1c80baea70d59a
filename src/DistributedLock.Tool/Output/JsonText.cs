using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DistributedLock.Tool.Output;

/// <summary>JSON as the tool writes it: people read it, too, so only what JSON and terminals need is escaped.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new(Line) { WriteIndented = true };

    public static string Of(JsonNode node) => node.ToJsonString(Indented);

    public static string LineOf(JsonNode node) => node.ToJsonString(Line);

    public static JsonArray Array(IEnumerable<JsonNode?> items) => [.. items];

    public static JsonArray Array(IEnumerable<string> items) => [.. items.Select(static item => (JsonNode?)JsonValue.Create(item))];
}
