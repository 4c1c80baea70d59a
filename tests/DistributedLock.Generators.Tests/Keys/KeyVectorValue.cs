using System.Globalization;

namespace DistributedLock.Generators.Tests.Keys;

/// <summary>A value of a test vector, in its type's invariant text.</summary>
/// <param name="Name">The placeholder.</param>
/// <param name="Type">The value's own type.</param>
/// <param name="Value">The value.</param>
/// <param name="As">The type it is declared as, where that is another one.</param>
internal sealed record KeyVectorValue(string Name, string Type, string? Value, string? As = null)
{
    public string CSharpType => (As ?? Type) switch
    {
        "guid" => "Guid",
        "dateTime" => "DateTime",
        "dateTimeOffset" => "DateTimeOffset",
        "dateOnly" => "DateOnly",
        "timeSpan" => "TimeSpan",
        "timeOnly" => "TimeOnly",
        "half" => "Half",
        "dayOfWeek" => "DayOfWeek",
        var other => other,
    };

    public Type DeclaredType => As is null ? Parsed?.GetType() ?? typeof(string)
        : As == nameof(IFormattable) ? typeof(IFormattable)
        : throw new InvalidOperationException($"'{As}' is no declared type of the test vectors.");

    public object? Parsed => Value is null ? null : Type switch
    {
        "string" => Value,
        "int" => int.Parse(Value, CultureInfo.InvariantCulture),
        "long" => long.Parse(Value, CultureInfo.InvariantCulture),
        "float" => float.Parse(Value, CultureInfo.InvariantCulture),
        "ulong" => ulong.Parse(Value, CultureInfo.InvariantCulture),
        "half" => Half.Parse(Value, CultureInfo.InvariantCulture),
        "timeOnly" => TimeOnly.Parse(Value, CultureInfo.InvariantCulture),
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
