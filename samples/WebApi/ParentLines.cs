namespace WebApi;

/// <summary>What the parent tells the worker, line by line: it is the worker's clock, so that the sample tells the same story each time.</summary>
internal sealed class ParentLines
{
    /// <returns><see langword="null"/> when the parent has said all, or is gone.</returns>
    /// <remarks>Console's reader blocks its caller even in its asynchronous methods.</remarks>
    public Task<string?> NextAsync() => Task.Run(Console.In.ReadLine);
}
