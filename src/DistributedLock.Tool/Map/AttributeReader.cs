using System.Reflection.Metadata;

namespace DistributedLock.Tool.Map;

/// <summary>Finds our attributes in an assembly.</summary>
internal sealed class AttributeReader(MetadataReader reader)
{
    private const string Space = "DistributedLock";

    /// <summary>The attributes of one of our types, with their values. One that cannot be read is left out: somebody else wrote it.</summary>
    public IEnumerable<(EntityHandle Parent, CustomAttributeValue<string> Value)> OfType(string name)
    {
        foreach (var handle in reader.CustomAttributes)
        {
            var attribute = reader.GetCustomAttribute(handle);
            if (IsOf(attribute, name) && TryDecode(attribute) is { } value)
            {
                yield return (attribute.Parent, value);
            }
        }
    }

    private static CustomAttributeValue<string>? TryDecode(CustomAttribute attribute)
    {
        try
        {
            return attribute.DecodeValue(TypeNames.Instance);
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    private bool IsOf(CustomAttribute attribute, string name)
    {
        // A reference from everywhere but from the runtime itself.
        if (attribute.Constructor.Kind == HandleKind.MemberReference)
        {
            var parent = reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
            return parent.Kind == HandleKind.TypeReference && reader.GetTypeReference((TypeReferenceHandle)parent) is var type
                && reader.StringComparer.Equals(type.Name, name) && reader.StringComparer.Equals(type.Namespace, Space);
        }

        var declaring = reader.GetTypeDefinition(reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType());
        return reader.StringComparer.Equals(declaring.Name, name) && reader.StringComparer.Equals(declaring.Namespace, Space);
    }
}
