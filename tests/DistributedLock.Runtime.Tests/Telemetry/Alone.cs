using Xunit;

namespace DistributedLock.Runtime.Tests.Telemetry;

/// <summary>Listeners hear the whole process: these tests run when no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
