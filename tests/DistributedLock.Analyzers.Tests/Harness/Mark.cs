using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.Tests.Harness;

/// <summary>Where a test expects a diagnostic.</summary>
internal sealed record Mark(string Id, TextSpan Span);
