namespace DistributedLock.CodeModel.Methods;

/// <summary>One of the types around a method, outermost first.</summary>
/// <param name="Header">Keywords and name with type parameters, such as <c>partial record struct Box&lt;T&gt;</c>.</param>
public sealed record ContainingType(string Header);
