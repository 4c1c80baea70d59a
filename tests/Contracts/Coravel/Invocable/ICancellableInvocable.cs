namespace Coravel.Invocable;

/// <summary>A scheduled job that is given a token before it is invoked; it fires when the application stops.</summary>
public interface ICancellableInvocable
{
    CancellationToken CancellationToken { get; set; }
}
