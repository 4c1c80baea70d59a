namespace Hangfire.Server;

/// <summary>What a performance threw.</summary>
public class ServerExceptionContext : PerformContext
{
    public ServerExceptionContext(PerformContext context, Exception exception)
        : base(context) => Exception = exception;

    public Exception Exception { get; }

    public bool ExceptionHandled { get; set; }
}
