using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>What a placeholder reads.</summary>
/// <param name="Expression">As the key method writes it.</param>
/// <param name="Type">The type of the last member of the path.</param>
/// <param name="MayBeNull">Whether something on the path is declared nullable.</param>
/// <param name="Parameter">The parameter the path starts from; <see langword="null"/> for a member of the instance.</param>
/// <param name="NeedsInstance">Whether the path starts from the instance.</param>
internal sealed record PlaceholderValue(string Expression, ITypeSymbol Type, bool MayBeNull, IParameterSymbol? Parameter, bool NeedsInstance);
