using System.Globalization;

namespace DistributedLock.Generators.Tests.Keys;

/// <summary>A value of a test vector, in its type's invariant text.</summary>
internal sealed record KeyVectorValue(string Name, string Type, string? Value)
{
    public string CSharpType => Type switch
    {
        "guid" => "Guid",
        "dateTime" => "DateTime",
        "dateTimeOffset" => "DateTimeOffset",
        "dateOnly" => "DateOnly",
        "timeSpan" => "TimeSpan",
        "dayOfWeek" => "DayOfWeek",
        _ => Type,
    };

    public object? Parsed => Value is null ? null : Type switch
    {
        "string" => Value,
        "int" => int.Parse(Value, CultureInfo.InvariantCulture),
        "long" => long.Parse(Value, CultureInfo.InvariantCulture),
        "double" => double.Parse(Value, CultureInfo.InvariantCulture),
        "decimal" => decimal.Parse(Value, CultureInfo.InvariantCulture),
        "bool" => bool.Parse(Value),
        "char" => Value[0],
        "guid" => Guid.Parse(Value),
        "dateTime" => DateTime.Parse(Value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        "dateTimeOffset" => DateTimeOffset.Parse(Value, CultureInfo.InvariantCulture),
        "dateOnly" => DateOnly.Parse(Value, CultureInfo.InvariantCulture),
        "timeSpan" => TimeSpan.Parse(Value, CultureInfo.InvariantCulture),
        "dayOfWeek" => Enum.Parse<DayOfWeek>(Value),
        _ => throw new InvalidOperationException($"'{Type}' is no type of the test vectors."),
    };
}
