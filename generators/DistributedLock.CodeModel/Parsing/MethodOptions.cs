using System.Collections.Immutable;
using DistributedLock.CodeModel.Methods;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>The options of all attributes of a method.</summary>
/// <param name="Locks">Those that belong to one lock, in the order of the attributes.</param>
/// <param name="Core">The name of the core.</param>
/// <param name="Fallback">The name of the fallback.</param>
/// <param name="Contention">What was asked for explicitly.</param>
internal sealed record MethodOptions(
    ImmutableArray<LockOptions> Locks, NamedOption<string>? Core, NamedOption<string>? Fallback, NamedOption<int>? Contention);
