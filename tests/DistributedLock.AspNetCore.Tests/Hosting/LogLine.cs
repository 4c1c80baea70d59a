using Microsoft.Extensions.Logging;

namespace DistributedLock.AspNetCore.Tests.Hosting;

/// <summary>One message that the application has logged.</summary>
internal sealed record LogLine(string Category, LogLevel Level, EventId Id, string Text, Exception? Exception);
