using Microsoft.Extensions.Logging;

namespace DistributedLock.Runtime.Tests.Fakes;

/// <summary>One logger for all categories.</summary>
internal sealed class OneLogger(ILogger logger) : ILoggerFactory
{
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public ILogger CreateLogger(string categoryName) => logger;

    public void Dispose()
    {
    }
}
