using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order;

/// <summary>What is reported once: a rule at a place, for a lock.</summary>
internal sealed record FindingKey(string RuleId, Location Location, string Lock);
