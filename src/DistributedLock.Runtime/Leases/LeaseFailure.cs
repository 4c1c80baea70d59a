namespace DistributedLock.Leases;

/// <summary>What the caller is told of a failure of the backend.</summary>
internal static class LeaseFailure
{
    /// <summary>The caller's exception; <see langword="null"/> for what is to pass as it is, such as a cancellation.</summary>
    public static LockBackendException? Translate(LeaseLockProvider provider, Exception exception, LockRequest request, CancellationToken cancellationToken) =>
        exception switch
        {
            // A driver may have cancelled itself, for a time limit of its own: that is a failure.
            OperationCanceledException when cancellationToken.IsCancellationRequested => null,
            ObjectDisposedException or ArgumentException or NotSupportedException => null,
            LockBackendException failure => new LockBackendException(
                $"{LockMessages.Subject(request)} was not taken: {failure.Message}", failure.InnerException)
            {
                IsTransient = failure.IsTransient,
                Key = request.Key.Value,
                Template = request.Definition?.Template,
            },
            _ => new LockBackendException($"{LockMessages.Subject(request)} was not taken, because {provider.Name} failed: {exception.Message}", exception)
            {
                Key = request.Key.Value,
                Template = request.Definition?.Template,
            },
        };

    public static LockBackendException TooLate(LeaseLockProvider provider, LockRequest request, long sent)
    {
        var seconds = provider.TimeProvider.GetElapsedTime(sent).TotalSeconds;
        return new LockBackendException(
            FormattableString.Invariant($"{LockMessages.Subject(request)} was not taken: {provider.Name} needed {seconds:0.###} s for its answer, ") +
            FormattableString.Invariant($"and by then the lease of {request.Lease.TotalSeconds:0.###} s could no longer be counted on. ") +
            "It was given back. Take a longer lease.")
        {
            Key = request.Key.Value,
            Template = request.Definition?.Template,
        };
    }
}
