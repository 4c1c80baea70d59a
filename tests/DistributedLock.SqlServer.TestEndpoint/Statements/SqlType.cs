using DistributedLock.SqlServer.TestEndpoint.Protocol;

namespace DistributedLock.SqlServer.TestEndpoint.Statements;

/// <summary>The type of a column or parameter.</summary>
public sealed record SqlType
{
    /// <summary>Stands for <c>max</c> as a length.</summary>
    internal const int MaximumLength = 0xFFFF;

    private const byte Finest = 7;

    internal SqlType(SqlTypeCode code, int length = 0, byte scale = 0, byte precision = 0) =>
        (Code, Length, Scale, Precision) = (code, length, scale, precision);

    /// <summary><c>bit</c>, a <see cref="bool"/>.</summary>
    public static SqlType Bit { get; } = new(SqlTypeCode.Bit, 1);

    /// <summary><c>tinyint</c>, a <see cref="byte"/>.</summary>
    public static SqlType TinyInt { get; } = new(SqlTypeCode.Integer, 1);

    /// <summary><c>smallint</c>, a <see cref="short"/>.</summary>
    public static SqlType SmallInt { get; } = new(SqlTypeCode.Integer, 2);

    /// <summary><c>int</c>, an <see cref="int"/>.</summary>
    public static SqlType Int { get; } = new(SqlTypeCode.Integer, 4);

    /// <summary><c>bigint</c>, a <see cref="long"/>.</summary>
    public static SqlType BigInt { get; } = new(SqlTypeCode.Integer, 8);

    /// <summary><c>float</c>, a <see cref="double"/>.</summary>
    public static SqlType Float { get; } = new(SqlTypeCode.Float, 8);

    /// <summary><c>uniqueidentifier</c>, a <see cref="Guid"/>.</summary>
    public static SqlType UniqueIdentifier { get; } = new(SqlTypeCode.UniqueIdentifier, 16);

    /// <summary><c>datetime2(7)</c>, a <see cref="System.DateTime"/>.</summary>
    public static SqlType DateTime2 { get; } = new(SqlTypeCode.DateTime2, scale: Finest);

    /// <summary><c>datetimeoffset(7)</c>, a <see cref="System.DateTimeOffset"/>.</summary>
    public static SqlType DateTimeOffset { get; } = new(SqlTypeCode.DateTimeOffset, scale: Finest);

    /// <summary><c>nvarchar(max)</c>, a <see cref="string"/>.</summary>
    public static SqlType NVarCharMax { get; } = new(SqlTypeCode.NVarChar, MaximumLength);

    /// <summary><c>varbinary(max)</c>, an array of <see cref="byte"/>.</summary>
    public static SqlType VarBinaryMax { get; } = new(SqlTypeCode.VarBinary, MaximumLength);

    internal SqlTypeCode Code { get; }

    /// <summary>Length in bytes where the type has one.</summary>
    internal int Length { get; }

    internal byte Scale { get; }

    internal byte Precision { get; }

    internal bool IsMaximumLength => Length == MaximumLength
        && Code is SqlTypeCode.VarBinary or SqlTypeCode.VarChar or SqlTypeCode.NVarChar;

    /// <summary><c>nvarchar(n)</c>, a <see cref="string"/>.</summary>
    /// <param name="characters">1 to 4000.</param>
    public static SqlType NVarChar(int characters) => new(SqlTypeCode.NVarChar, characters * 2);

    /// <summary><c>varbinary(n)</c>, an array of <see cref="byte"/>.</summary>
    /// <param name="bytes">1 to 8000.</param>
    public static SqlType VarBinary(int bytes) => new(SqlTypeCode.VarBinary, bytes);

    /// <summary>The type a value goes out as when nothing else is said.</summary>
    internal static SqlType Of(object? value) => value switch
    {
        bool => Bit,
        byte => TinyInt,
        short => SmallInt,
        null or int => Int,
        long => BigInt,
        double => Float,
        Guid => UniqueIdentifier,
        DateTime => DateTime2,
        System.DateTimeOffset => DateTimeOffset,
        string { Length: <= 4000 } => NVarChar(4000),
        string => NVarCharMax,
        byte[] { Length: <= 8000 } => VarBinary(8000),
        byte[] => VarBinaryMax,
        _ => throw new NotSupportedException($"The endpoint has no SQL type for {value.GetType()}."),
    };
}
