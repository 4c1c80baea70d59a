using System.Globalization;
using System.Text.Json.Nodes;
using DistributedLock.Tool.Output;

namespace DistributedLock.Tool.Map;

/// <summary>The map for programs.</summary>
internal static class MapJson
{
    public static JsonObject Of(LockMap map) => new()
    {
        ["assemblies"] = JsonText.Array(map.Assemblies),
        ["locks"] = JsonText.Array(map.Locks.Select(static declared => (JsonNode?)new JsonObject
        {
            ["template"] = declared.Template,
            ["member"] = declared.Member,
            ["assembly"] = declared.Assembly,
            ["source"] = declared.Source.ToString().ToLowerInvariant(),
            ["mode"] = declared.Mode,
            ["maxConcurrency"] = declared.MaxConcurrency,
            ["provider"] = declared.Provider,
            ["options"] = new JsonObject(declared.Options.OrderBy(static option => option.Key, StringComparer.Ordinal)
                .Select(static option => KeyValuePair.Create(option.Key, ValueOf(option.Value)))),
        })),
        ["order"] = JsonText.Array(map.Order.Select(static edge => (JsonNode?)new JsonObject
        {
            ["held"] = edge.Held,
            ["heldShared"] = edge.IsHeldShared,
            ["taken"] = edge.Taken,
            ["takenShared"] = edge.IsTakenShared,
            ["assembly"] = edge.Assembly,
            ["way"] = JsonText.Array(edge.Way),
            ["certain"] = edge.IsCertain,
            ["gates"] = JsonText.Array(edge.Gates),
        })),
        ["declaredOrders"] = JsonText.Array(map.DeclaredOrders.Select(static order => (JsonNode?)JsonText.Array(order))),
        ["cycles"] = JsonText.Array(map.Cycles.Select(static cycle => (JsonNode?)new JsonObject
        {
            ["templates"] = JsonText.Array(cycle.Templates),
            ["gate"] = cycle.Gate,
        })),
    };

    // JSON has no infinity, which a time-out may be.
    private static JsonNode? ValueOf(object value) => value switch
    {
        double number when !double.IsFinite(number) => JsonValue.Create(number.ToString(CultureInfo.InvariantCulture)),
        double number => JsonValue.Create(number),
        int number => JsonValue.Create(number),
        bool flag => JsonValue.Create(flag),
        _ => JsonValue.Create(value.ToString()),
    };
}
