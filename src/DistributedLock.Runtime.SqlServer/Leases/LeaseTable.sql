-- DistributedLock: lease table, version 1. For SQL Server 2016 or newer (compatibility level 130) and Azure SQL Database.
-- May be run again at any time; run it while nobody takes locks when the version changes. Replace [dbo] by the schema you use, in all places.
-- Users need one right only:  GRANT EXECUTE ON SCHEMA::[dbo] TO [user];  or on each procedure below.

IF OBJECT_ID(N'[dbo].[DistributedLockFencing]', N'SO') IS NULL
    CREATE SEQUENCE [dbo].[DistributedLockFencing] AS bigint START WITH 1 INCREMENT BY 1 NO CYCLE CACHE 1000;
GO
-- One row is one lease. Names are compared in binary, whatever the database's collation is. Times are UTC, and this server's only.
IF OBJECT_ID(N'[dbo].[DistributedLockLease]', N'U') IS NULL
    CREATE TABLE [dbo].[DistributedLockLease]
    (
        Name        nvarchar(400) COLLATE Latin1_General_BIN2 NOT NULL,
        IsSemaphore bit NOT NULL,
        Owner       char(32) COLLATE Latin1_General_BIN2 NOT NULL,
        IsShared    bit NOT NULL,
        Permits     int NOT NULL,
        Token       bigint NOT NULL,
        AcquiredAt  datetime2(3) NOT NULL,
        ExpiresAt   datetime2(3) NOT NULL,
        LockKey     nvarchar(max) COLLATE Latin1_General_BIN2 NOT NULL,
        Metadata    nvarchar(max) COLLATE Latin1_General_BIN2 NOT NULL,
        CONSTRAINT [PK_DistributedLockLease] PRIMARY KEY CLUSTERED (Name, IsSemaphore, Owner),
        INDEX [IX_DistributedLockLease_Owner] UNIQUE NONCLUSTERED (Owner),
        INDEX [IX_DistributedLockLease_ExpiresAt] NONCLUSTERED (ExpiresAt)
    );
GO
-- One row is one writer that waits: new readers stand back from it while it lasts.
IF OBJECT_ID(N'[dbo].[DistributedLockWriter]', N'U') IS NULL
    CREATE TABLE [dbo].[DistributedLockWriter]
    (
        Name      nvarchar(400) COLLATE Latin1_General_BIN2 NOT NULL,
        Waiter    char(32) COLLATE Latin1_General_BIN2 NOT NULL,
        ExpiresAt datetime2(3) NOT NULL,
        CONSTRAINT [PK_DistributedLockWriter] PRIMARY KEY CLUSTERED (Name, Waiter),
        INDEX [IX_DistributedLockWriter_ExpiresAt] NONCLUSTERED (ExpiresAt)
    );
GO
CREATE OR ALTER PROCEDURE [dbo].[DistributedLock_Version]
AS
    RETURN 1;
GO
-- One try. Returns 1 with the token when the lease was taken; 0, with the rest of the lease in the way, when not. Holders are told apart by owner alone.
CREATE OR ALTER PROCEDURE [dbo].[DistributedLock_Acquire]
    @Name nvarchar(400), @IsSemaphore bit, @LockKey nvarchar(max), @Owner char(32), @IsShared bit, @Permits int,
    @LeaseMs bigint, @Metadata nvarchar(max), @Waiter char(32), @WaiterMs int,
    @Token bigint OUTPUT, @RetryAfterMs bigint OUTPUT
AS
BEGIN
    SET NOCOUNT ON;
    SET XACT_ABORT ON;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;

    -- All tries for one name go one after the other: under a lock that ends with the transaction. Its name is a hash, because names of locks are short.
    DECLARE @Gate nvarchar(255) = N'dl-table:' + CONVERT(nvarchar(64), HASHBYTES('SHA2_256', @Name), 2) + CONVERT(nvarchar(1), @IsSemaphore);
    DECLARE @Result int, @Now datetime2(3), @Taken int, @FirstEnd datetime2(3);

    BEGIN TRANSACTION;
    EXEC @Result = sys.sp_getapplock @Resource = @Gate, @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = 4000;
    IF @Result < 0
    BEGIN
        ROLLBACK TRANSACTION;
        THROW 51000, N'DistributedLock: other tries for the same name took too long.', 1;
    END;

    -- After the wait, not before it.
    SET @Now = SYSUTCDATETIME();
    DELETE FROM [dbo].[DistributedLockLease] WHERE Name = @Name AND IsSemaphore = @IsSemaphore AND ExpiresAt <= @Now;

    -- What is in the way: of a permit, when as many leases exist; of a reader, writers; of a writer, every lease.
    SELECT @Taken = COUNT(*), @FirstEnd = MIN(ExpiresAt)
    FROM [dbo].[DistributedLockLease]
    WHERE Name = @Name AND IsSemaphore = @IsSemaphore AND (@IsSemaphore = 1 OR @IsShared = 0 OR IsShared = 0);

    IF @IsShared = 1 AND @Taken = 0
        SELECT @Taken = COUNT(*), @FirstEnd = MIN(ExpiresAt)
        FROM [dbo].[DistributedLockWriter]
        WHERE Name = @Name AND ExpiresAt > @Now;

    IF @Taken >= @Permits
    BEGIN
        IF @Waiter IS NOT NULL AND @IsShared = 0 AND @IsSemaphore = 0
        BEGIN
            UPDATE [dbo].[DistributedLockWriter] SET ExpiresAt = DATEADD(millisecond, @WaiterMs, @Now) WHERE Name = @Name AND Waiter = @Waiter;
            IF @@ROWCOUNT = 0
                INSERT INTO [dbo].[DistributedLockWriter] (Name, Waiter, ExpiresAt) VALUES (@Name, @Waiter, DATEADD(millisecond, @WaiterMs, @Now));
        END;

        COMMIT TRANSACTION;
        SET @RetryAfterMs = DATEDIFF_BIG(millisecond, @Now, @FirstEnd);
        RETURN 0;
    END;

    DELETE FROM [dbo].[DistributedLockWriter] WHERE Name = @Name AND Waiter = @Waiter;
    SET @Token = NEXT VALUE FOR [dbo].[DistributedLockFencing];
    INSERT INTO [dbo].[DistributedLockLease] (Name, IsSemaphore, Owner, IsShared, Permits, Token, AcquiredAt, ExpiresAt, LockKey, Metadata)
    VALUES (@Name, @IsSemaphore, @Owner, @IsShared, @Permits, @Token, @Now,
        DATEADD(millisecond, @LeaseMs % 1000, DATEADD(second, @LeaseMs / 1000, @Now)), @LockKey, @Metadata);
    COMMIT TRANSACTION;
    RETURN 1;
END;
GO
-- Sets the rest of leases that still exist, and answers with their owners. @Renewals: [{"o":"owner","ms":30000},...]. A lease that has ended stays so.
CREATE OR ALTER PROCEDURE [dbo].[DistributedLock_Renew] @Renewals nvarchar(max)
AS
BEGIN
    SET NOCOUNT ON;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    DECLARE @Now datetime2(3) = SYSUTCDATETIME();
    UPDATE lease
    SET ExpiresAt = DATEADD(millisecond, renewal.ms % 1000, DATEADD(second, renewal.ms / 1000, @Now))
    OUTPUT inserted.Owner
    FROM OPENJSON(@Renewals) WITH (o char(32) '$.o', ms bigint '$.ms') AS renewal
    JOIN [dbo].[DistributedLockLease] AS lease ON lease.Owner = renewal.o COLLATE Latin1_General_BIN2
    WHERE lease.ExpiresAt > @Now;
END;
GO
-- Ends a lease, or sets its rest. Returns 1 when it was the owner's until now. Then clears a few leases and waiters away that ended long ago.
CREATE OR ALTER PROCEDURE [dbo].[DistributedLock_Release] @Name nvarchar(400), @IsSemaphore bit, @Owner char(32), @KeepForMs bigint
AS
BEGIN
    SET NOCOUNT ON;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    DECLARE @Now datetime2(3) = SYSUTCDATETIME();
    DECLARE @Old datetime2(3) = DATEADD(minute, -1, @Now);
    DECLARE @Count int;

    IF @KeepForMs > 0
        UPDATE [dbo].[DistributedLockLease]
        SET ExpiresAt = DATEADD(millisecond, @KeepForMs % 1000, DATEADD(second, @KeepForMs / 1000, @Now))
        WHERE Name = @Name AND IsSemaphore = @IsSemaphore AND Owner = @Owner AND ExpiresAt > @Now;
    ELSE
        DELETE FROM [dbo].[DistributedLockLease]
        WHERE Name = @Name AND IsSemaphore = @IsSemaphore AND Owner = @Owner AND ExpiresAt > @Now;
    SET @Count = @@ROWCOUNT;

    -- What somebody else works on is left to the next release. (READPAST needs the other hint where READ_COMMITTED_SNAPSHOT is on.)
    DELETE TOP (10) FROM [dbo].[DistributedLockLease] WITH (READPAST, READCOMMITTEDLOCK) WHERE ExpiresAt < @Old;
    DELETE TOP (10) FROM [dbo].[DistributedLockWriter] WITH (READPAST, READCOMMITTEDLOCK) WHERE ExpiresAt < @Old;
    RETURN @Count;
END;
GO
-- Forgets a writer that gave up.
CREATE OR ALTER PROCEDURE [dbo].[DistributedLock_Withdraw] @Name nvarchar(400), @Waiter char(32)
AS
BEGIN
    SET NOCOUNT ON;
    DELETE FROM [dbo].[DistributedLockWriter] WHERE Name = @Name AND Waiter = @Waiter;
END;
GO
-- The leases that exist: of one name, or, with @Name NULL, of all keys that begin with @KeyPrefix.
CREATE OR ALTER PROCEDURE [dbo].[DistributedLock_List] @Name nvarchar(400), @IsSemaphore bit, @KeyPrefix nvarchar(max)
AS
BEGIN
    SET NOCOUNT ON;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    DECLARE @Now datetime2(3) = SYSUTCDATETIME();
    SELECT LockKey, IsSemaphore, IsShared, Owner, DATEDIFF_BIG(millisecond, @Now, ExpiresAt) AS RemainingMs, Token, AcquiredAt, Permits, Metadata
    FROM [dbo].[DistributedLockLease]
    WHERE ExpiresAt > @Now
        AND (@Name IS NULL OR (Name = @Name AND IsSemaphore = @IsSemaphore))
        AND LEFT(LockKey, DATALENGTH(@KeyPrefix) / 2) = @KeyPrefix
    OPTION (RECOMPILE);
END;
GO
