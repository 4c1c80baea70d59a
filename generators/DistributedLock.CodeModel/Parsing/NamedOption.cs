using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>An option that was set, and by which attribute.</summary>
internal readonly record struct NamedOption<T>(AttributeData Attribute, string Name, T Value);
