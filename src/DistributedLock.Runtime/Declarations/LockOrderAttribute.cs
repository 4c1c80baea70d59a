namespace DistributedLock;

/// <summary>
/// The order in which an application takes locks when it holds several at a time: whoever holds a lock of one of the templates may take those that stand
/// after it, never those before. The analyzers check it (DLK0203). Has no effect at run time.
/// </summary>
/// <remarks>
/// Templates are compared as they are written, with both bracket pairs meaning the same; the names of placeholders count. Repeat the attribute for orders
/// that have nothing to do with each other.
/// </remarks>
/// <param name="templates">The key templates, at least two, the outermost lock first.</param>
/// <example><code>[assembly: LockOrder("customer-{customerId}", "order-{orderId}")]</code></example>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class LockOrderAttribute(params string[] templates) : Attribute
{
    /// <summary>The key templates, the outermost lock first.</summary>
    public IReadOnlyList<string> Templates { get; } = templates ?? throw new ArgumentNullException(nameof(templates));
}
