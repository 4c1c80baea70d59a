namespace DistributedLock;

/// <summary>How long an ASP.NET Core endpoint keeps its lock. Ignored everywhere else.</summary>
public enum LockScope
{
    /// <summary>Not set: <see cref="Call"/>.</summary>
    Default = 0,

    /// <summary>Until the endpoint has returned its result.</summary>
    Call,

    /// <summary>Until the response body is written, for streams and <c>IAsyncEnumerable&lt;T&gt;</c>.</summary>
    Response,
}
