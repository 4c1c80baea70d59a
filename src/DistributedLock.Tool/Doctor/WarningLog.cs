using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace DistributedLock.Tool.Doctor;

/// <summary>What a provider warns of while it is checked. Thread-safe.</summary>
internal sealed class WarningLog : ILoggerFactory
{
    private readonly ConcurrentQueue<string> _warnings = new();

    /// <summary>What was said since the last call, each thing once.</summary>
    public IReadOnlyList<string> Take()
    {
        var taken = new List<string>();
        while (_warnings.TryDequeue(out var warning))
        {
            taken.Add(warning);
        }

        return [.. taken.Distinct(StringComparer.Ordinal)];
    }

    public ILogger CreateLogger(string categoryName) => new Logger(_warnings);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("It is the only one.");

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<string> warnings) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                warnings.Enqueue(exception is null ? formatter(state, exception) : $"{formatter(state, exception)} ({exception.Message})");
            }
        }
    }
}
