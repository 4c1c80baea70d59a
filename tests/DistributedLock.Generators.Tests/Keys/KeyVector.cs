using System.Text.Json;

namespace DistributedLock.Generators.Tests.Keys;

/// <summary>One line of the test vectors that generator and runtime share. A key of <see langword="null"/> expects an <see cref="ArgumentException"/>.</summary>
internal sealed record KeyVector(string Name, string Template, IReadOnlyList<KeyVectorValue> Values, string? Key)
{
    public static IReadOnlyList<KeyVector> All { get; } = JsonSerializer.Deserialize<KeyVector[]>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "KeyVectors.json")), new JsonSerializerOptions(JsonSerializerDefaults.Web))!;
}
