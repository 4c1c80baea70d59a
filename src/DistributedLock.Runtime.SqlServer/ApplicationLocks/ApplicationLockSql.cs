namespace DistributedLock.SqlServer;

/// <summary>
/// The statements of lock sessions. Each is one round trip, and none waits for a lock. Those that take one answer with a row: the fencing token, or NULL when
/// the lock was not free, and the slot, or the code of sp_getapplock.
/// </summary>
/// <remarks>
/// NEXT VALUE FOR must not stand in a CASE, and SQL promises no order in which the sides of an OR are looked at: hence the IFs.
/// See https://learn.microsoft.com/sql/t-sql/functions/next-value-for-transact-sql and .../applock-test-transact-sql
/// </remarks>
internal sealed class ApplicationLockSql(FencingSequence sequence)
{
    public const string Ping = "SELECT 1";

    /// <summary>The procedure that gives a lock back.</summary>
    public const string Release = "sys.sp_releaseapplock";

    /// <summary>The procedure that takes a lock.</summary>
    public const string Take = "sys.sp_getapplock";

    /// <summary>Gives a lock back, and looks whether somebody waits. @lock, @waiters.</summary>
    public const string ReleaseLock =
        """
        DECLARE @result int;
        EXEC @result = sys.sp_releaseapplock @Resource = @lock, @LockOwner = N'Session';
        IF APPLOCK_TEST(N'public', @waiters, N'Exclusive', N'Session') = 1
            SELECT CAST(0 AS bigint), @result;
        ELSE
            SELECT CAST(1 AS bigint), @result;
        """;

    /// <summary>Takes a lock with its token. @lock, @mode; @writers is NULL, or what must be free of waiting writers.</summary>
    public string TakeLock { get; } =
        $"""
        DECLARE @result int = -1, @mayShare int = 1;
        IF @writers IS NOT NULL
            SET @mayShare = APPLOCK_TEST(N'public', @writers, N'Exclusive', N'Session');
        IF @mayShare = 1
            EXEC @result = sys.sp_getapplock @Resource = @lock, @LockMode = @mode, @LockOwner = N'Session', @LockTimeout = 0;
        IF @result >= 0
            SELECT NEXT VALUE FOR {sequence.QualifiedName}, -1;
        ELSE
            SELECT CAST(NULL AS bigint), @result;
        """;

    /// <summary>Takes the first free slot with its token. @slots holds their numbers, each with a comma behind it; @prefix and @suffix make names of them.</summary>
    public string TakeSlot { get; } =
        $"""
        DECLARE @result int = -1, @comma int, @slot nvarchar(10), @lock nvarchar(255);
        WHILE @result = -1 AND LEN(@slots) > 0
        BEGIN
            SET @comma = CHARINDEX(N',', @slots);
            SET @slot = LEFT(@slots, @comma - 1);
            SET @slots = SUBSTRING(@slots, @comma + 1, LEN(@slots));
            SET @lock = @prefix + @slot + @suffix;
            EXEC @result = sys.sp_getapplock @Resource = @lock, @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = 0;
        END;
        IF @result >= 0
            SELECT NEXT VALUE FOR {sequence.QualifiedName}, CAST(@slot AS int);
        ELSE
            SELECT CAST(NULL AS bigint), @result;
        """;

    /// <summary>A token for one more holder of a shared lock. @writers is NULL, or what must be free of waiting writers.</summary>
    public string JoinLock { get; } =
        $"""
        DECLARE @mayShare int = 1;
        IF @writers IS NOT NULL
            SET @mayShare = APPLOCK_TEST(N'public', @writers, N'Exclusive', N'Session');
        IF @mayShare = 1
            SELECT NEXT VALUE FOR {sequence.QualifiedName}, -1;
        ELSE
            SELECT CAST(NULL AS bigint), -1;
        """;
}
