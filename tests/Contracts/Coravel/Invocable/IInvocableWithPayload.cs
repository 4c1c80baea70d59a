namespace Coravel.Invocable;

/// <summary>A queued job that is given data before it is invoked.</summary>
public interface IInvocableWithPayload<T>
{
    T Payload { get; set; }
}
