namespace DistributedLock.CodeModel.Methods;

/// <summary>How a locked method hands back its result.</summary>
public enum ReturnForm
{
    /// <summary>At its return.</summary>
    Synchronous,

    /// <summary>Through a <c>Task</c> or <c>ValueTask</c>.</summary>
    Asynchronous,

    /// <summary>One after the other, through an <c>IAsyncEnumerable&lt;T&gt;</c>.</summary>
    Stream,
}
