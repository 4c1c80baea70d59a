using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Methods;

namespace DistributedLock.CodeModel.Decorators;

/// <summary>An interface with locked methods: all that its decorator is written from. Holds text and numbers only, so that an edit elsewhere leaves it equal.</summary>
/// <param name="FileName">The name of the generated file, unique in the compilation.</param>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="Types">The types around the interface, outermost first.</param>
/// <param name="Accessibility">The decorator's.</param>
/// <param name="Name">The decorator's name without type parameters.</param>
/// <param name="Contract">The interface as a type.</param>
/// <param name="TypeParameters">With angle brackets; empty for none.</param>
/// <param name="Constraints">One <c>where</c> clause each.</param>
/// <param name="Inner">The name of the field that holds the service behind the decorator.</param>
/// <param name="Locks">The name of the field that holds the lock provider.</param>
/// <param name="Members">In the interface's order, its own before inherited ones.</param>
/// <param name="Registration">How a container decorates its services; <see langword="null"/> where no container can name the interface.</param>
/// <param name="Warnings">The ids under which what the decorator names is reported wherever it is named.</param>
public sealed record DecoratedInterface(
    string FileName,
    string Namespace,
    EquatableArray<ContainingType> Types,
    string Accessibility,
    string Name,
    string Contract,
    string TypeParameters,
    EquatableArray<string> Constraints,
    string Inner,
    string Locks,
    EquatableArray<DecoratorMember> Members,
    DecoratorRegistration? Registration,
    EquatableArray<string> Warnings);
