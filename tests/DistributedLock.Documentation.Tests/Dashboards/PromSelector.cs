namespace DistributedLock.Documentation.Tests.Dashboards;

/// <summary>A metric in a query, with what it is narrowed by.</summary>
internal sealed record PromSelector(string Metric, IReadOnlyList<PromMatcher> Matchers);
