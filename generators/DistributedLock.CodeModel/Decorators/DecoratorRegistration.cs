using DistributedLock.CodeModel.Collections;

namespace DistributedLock.CodeModel.Decorators;

/// <summary>The extension method by which a container's registrations are decorated.</summary>
/// <param name="ClassName">The class that holds it.</param>
/// <param name="MethodName">The method for closed services.</param>
/// <param name="OpenMethodName">The method for open generic services.</param>
/// <param name="TypeParameters">Those of the interface and the types around it, with angle brackets; empty for none.</param>
/// <param name="Constraints">One <c>where</c> clause each.</param>
/// <param name="Decorator">The decorator as a type.</param>
/// <param name="OpenContract">The interface without type arguments, where it is generic; else <see langword="null"/>.</param>
/// <param name="OpenDecorator">The decorator without type arguments, where it is generic; else <see langword="null"/>.</param>
public sealed record DecoratorRegistration(
    string ClassName,
    string MethodName,
    string OpenMethodName,
    string TypeParameters,
    EquatableArray<string> Constraints,
    string Decorator,
    string? OpenContract,
    string? OpenDecorator);
