namespace DistributedLock.AspNetCore.Templates;

/// <summary>Where the value of a placeholder comes from.</summary>
internal abstract class PlaceholderSource
{
    /// <returns><see langword="null"/> where the request has no value, or several where one is meant.</returns>
    public abstract object? Read(RequestValues values);

    /// <summary>The elements of a collection; none where the request has no value.</summary>
    public abstract IEnumerable<object?> ReadAll(RequestValues values);
}
