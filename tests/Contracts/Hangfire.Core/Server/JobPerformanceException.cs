namespace Hangfire.Server;

/// <summary>What a job or a filter threw, inside.</summary>
public class JobPerformanceException : Exception
{
    public JobPerformanceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
