namespace DistributedLock.CodeModel.Methods;

/// <summary>The collection placeholder of a key.</summary>
/// <param name="Expression">The collection, in terms of the wrapper's parameters.</param>
/// <param name="Placeholder">The name of the placeholder, for the exception about an empty one.</param>
/// <param name="ElementType">The type of its elements.</param>
/// <param name="Owner">
/// The parameter in whose members the collection is found; <see langword="null"/> where it is a parameter itself. Such a path is read in a method of its own:
/// after a <c>?.</c> in the wrapper, the compiler would take the parameter for nullable in the rest of it.
/// </param>
public sealed record KeyCollection(string Expression, string Placeholder, string ElementType, KeyParameter? Owner);
