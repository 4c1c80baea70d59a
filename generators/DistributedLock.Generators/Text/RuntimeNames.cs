using DistributedLock.CodeModel;

namespace DistributedLock.Generators.Text;

/// <summary>What generated code calls.</summary>
internal static class RuntimeNames
{
    public const string Definition = "global::DistributedLock.LockDefinition";
    public const string DefinitionInfo = "global::DistributedLock.LockDefinitionInfo";
    public const string Key = "global::DistributedLock.LockKey";
    public const string Mode = "global::DistributedLock.LockMode";
    public const string Call = "global::DistributedLock.CompilerServices.LockCall";
    public const string Claims = "global::DistributedLock.CompilerServices.LockClaims";
    public const string Hold = "global::DistributedLock.CompilerServices.LockHold";
    public const string CancellableHold = "global::DistributedLock.CompilerServices.CancellableLockHold";
    public const string JobHold = "global::DistributedLock.CompilerServices.JobHold";
    public const string Handle = "global::DistributedLock.IDistributedLockHandle";
    public const string KeyWriter = "global::DistributedLock.CompilerServices.LockKeyWriter";
    public const string Decorators = "global::DistributedLock.CompilerServices.LockDecorators";
    public const string DecoratedService = "global::DistributedLock.CompilerServices.DecoratedService";
    public const string LockedServices = "global::DistributedLock.CompilerServices.LockedServices";
    public const string JobReschedule = "global::DistributedLock.CompilerServices.JobReschedule";
    public const string JobMethodLock = "global::DistributedLock.CompilerServices.JobMethodLock";
    public const string JobMethodLocks = "global::DistributedLock.CompilerServices.JobMethodLocks";
    public const string Provider = "global::DistributedLock.IDistributedLockProvider";
    public const string ServiceCollection = "global::Microsoft.Extensions.DependencyInjection.IServiceCollection";
    public const string NoToken = "global::System.Threading.CancellationToken.None";
    public const string ReadOnlyCollection = "global::System.Collections.Generic.IReadOnlyCollection";
    public const string Canceled = "global::System.OperationCanceledException";

    public static readonly string GeneratedCode =
        $"[global::System.CodeDom.Compiler.GeneratedCode(\"{GeneratorIdentity.Name}\", \"{GeneratorIdentity.Version}\")]";
}
