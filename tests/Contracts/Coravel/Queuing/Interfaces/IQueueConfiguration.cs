namespace Coravel.Queuing.Interfaces;

/// <summary>How the queue reports what goes wrong.</summary>
public interface IQueueConfiguration
{
    IQueueConfiguration OnError(Action<Exception> errorHandler);
}
