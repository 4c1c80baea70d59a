namespace Coravel.Queuing.Interfaces;

/// <summary>A queued job that is given a token before it is invoked. Another interface, and another name, than for scheduled ones.</summary>
public interface ICancellableTask
{
    CancellationToken Token { get; set; }
}
