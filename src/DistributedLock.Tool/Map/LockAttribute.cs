using System.Reflection.Metadata;
using DistributedLock.CodeModel.Templates;

namespace DistributedLock.Tool.Map;

/// <summary>A <c>[DistributedLock]</c> where it stands in the source: on a method or on a job class.</summary>
/// <param name="Template">The key template, with the brackets that wrappers have.</param>
/// <param name="Owner">The type, or the method with its type.</param>
/// <param name="Parameters">How many parameters the method has; <see langword="null"/> on a type.</param>
/// <param name="Options">What it sets, by name; enumerations by their values' names.</param>
internal sealed record LockAttribute(string Template, string Owner, int? Parameters, IReadOnlyDictionary<string, object> Options)
{
    private const string Name = "DistributedLockAttribute";

    public string Mode => MaxConcurrency > 1 ? "semaphore" : Options.GetValueOrDefault(nameof(DistributedLockAttribute.Mode)) is nameof(LockMode.Shared) ? "shared" : "exclusive";

    public int MaxConcurrency => Options.GetValueOrDefault(nameof(DistributedLockAttribute.MaxConcurrency)) is int permits and > 0 ? permits : 1;

    public static IEnumerable<LockAttribute> In(MetadataReader reader)
    {
        foreach (var (parent, value) in new AttributeReader(reader).OfType(Name))
        {
            if (value.FixedArguments is [{ Value: string template }] && OwnerOf(reader, parent) is { } owner)
            {
                yield return new LockAttribute(Canonical(template), owner.Name, owner.Parameters, OptionsOf(value));
            }
        }
    }

    /// <returns>What the generator writes for <c>&lt;id&gt;</c>, which is <c>{id}</c>; a template that it would refuse, as it stands.</returns>
    public static string Canonical(string template) => KeyTemplateParser.Parse(template) is { Errors.Count: 0 } parsed ? parsed.Canonical : template;

    private static (string Name, int? Parameters)? OwnerOf(MetadataReader reader, EntityHandle parent)
    {
        switch (parent.Kind)
        {
            case HandleKind.TypeDefinition:
                return (TypeNames.NameOf(reader, reader.GetTypeDefinition((TypeDefinitionHandle)parent)), null);
            case HandleKind.MethodDefinition:
                var method = reader.GetMethodDefinition((MethodDefinitionHandle)parent);
                var type = reader.GetTypeDefinition(method.GetDeclaringType());
                return ($"{TypeNames.NameOf(reader, type)}.{reader.GetString(method.Name)}", ParametersOf(reader, method));
            default:
                return null;
        }
    }

    private static int ParametersOf(MetadataReader reader, MethodDefinition method)
    {
        var signature = reader.GetBlobReader(method.Signature);
        if (signature.ReadSignatureHeader().IsGeneric)
        {
            signature.ReadCompressedInteger();
        }

        return signature.ReadCompressedInteger();
    }

    private static Dictionary<string, object> OptionsOf(CustomAttributeValue<string> value)
    {
        var options = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var argument in value.NamedArguments)
        {
            if (argument is { Name: { } name, Value: { } set })
            {
                options[name] = (name, set) switch
                {
                    (nameof(DistributedLockAttribute.Mode), int number) => ((LockMode)number).ToString(),
                    (nameof(DistributedLockAttribute.OnContention), int number) => ((Contention)number).ToString(),
                    (nameof(DistributedLockAttribute.Scope), int number) => ((LockScope)number).ToString(),
                    _ => set,
                };
            }
        }

        return options;
    }
}
