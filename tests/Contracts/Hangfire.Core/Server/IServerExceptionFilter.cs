namespace Hangfire.Server;

/// <summary>Is told what a performance threw.</summary>
public interface IServerExceptionFilter
{
    void OnServerException(ServerExceptionContext context);
}
