namespace Coravel.Invocable;

/// <summary>A job: made by the container in a scope of its own, then invoked.</summary>
public interface IInvocable
{
    Task Invoke();
}
