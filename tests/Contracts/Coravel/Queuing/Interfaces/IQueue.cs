using Coravel.Invocable;

namespace Coravel.Queuing.Interfaces;

/// <summary>Runs jobs soon, once each.</summary>
public interface IQueue
{
    Guid QueueInvocable<T>() where T : IInvocable;

    Guid QueueInvocableWithPayload<T, TParams>(TParams payload) where T : IInvocable, IInvocableWithPayload<TParams>;

    (Guid, CancellationTokenSource) QueueCancellableInvocable<T>() where T : IInvocable, ICancellableTask;
}
