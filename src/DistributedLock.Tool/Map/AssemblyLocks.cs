using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace DistributedLock.Tool.Map;

/// <summary>What one assembly says about its locks: read from its metadata. Nothing of it is loaded or run, and what it references need not be there.</summary>
internal sealed class AssemblyLocks
{
    private const string Runtime = "DistributedLock.Runtime";

    private AssemblyLocks(MetadataReader reader)
    {
        Name = reader.GetString(reader.GetAssemblyDefinition().Name);
        KnowsLocks = reader.AssemblyReferences.Any(handle => reader.StringComparer.Equals(reader.GetAssemblyReference(handle).Name, Runtime));
        var declared = Declared(reader).ToList();
        var summary = new OrderSummaries(reader, Name);
        Order = summary.Order;
        DeclaredOrders = [.. LockOrders(reader)];
        Locks = [.. declared, .. summary.TakenByCode.Where(code => !declared.Exists(one => IsWrapperOf(one, code)))];
    }

    public string Name { get; }

    /// <summary>Whether it references the runtime: what does not can have no locks.</summary>
    public bool KnowsLocks { get; }

    public IReadOnlyList<LockDeclaration> Locks { get; }

    public IReadOnlyList<LockOrderEdge> Order { get; }

    public IReadOnlyList<IReadOnlyList<string>> DeclaredOrders { get; }

    /// <returns><see langword="null"/> for a file that is no assembly.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static AssemblyLocks? TryRead(string file)
    {
        using var stream = File.OpenRead(file);
        try
        {
            using var portable = new PEReader(stream);
            return portable.HasMetadata && portable.GetMetadataReader() is { IsAssembly: true } reader ? new AssemblyLocks(reader) : null;
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    private IEnumerable<LockDeclaration> Declared(MetadataReader reader)
    {
        var attributes = LockAttribute.In(reader).ToList();
        var used = new HashSet<LockAttribute>(ReferenceEqualityComparer.Instance);
        foreach (var (_, value) in new AttributeReader(reader).OfType(nameof(LockDefinitionInfoAttribute)))
        {
            if (value.FixedArguments is not [{ Value: string template }, { Value: string member }])
            {
                continue;
            }

            var name = MemberName.Parse(member);
            var source = attributes.Find(attribute => attribute.Template == template && attribute.Owner == name.Path && attribute.Parameters == name.Parameters)
                ?? attributes.Find(attribute => attribute.Template == template && attribute.Parameters is null && attribute.Owner == name.Owner);
            if (source is not null)
            {
                used.Add(source);
            }

            var permits = Named(value, nameof(LockDefinitionInfoAttribute.MaxConcurrency)) ?? 1;
            var isShared = Named(value, nameof(LockDefinitionInfoAttribute.Mode)) == (int)LockMode.Shared;
            yield return new LockDeclaration(Name, template, member, DeclarationSource.Declared)
            {
                Mode = permits > 1 ? "semaphore" : isShared ? "shared" : "exclusive",
                MaxConcurrency = permits,
                Options = source?.Options ?? new Dictionary<string, object>(),
            };
        }

        foreach (var attribute in attributes.Where(attribute => !used.Contains(attribute)))
        {
            yield return new LockDeclaration(Name, attribute.Template, attribute.Owner, DeclarationSource.Attribute)
            {
                Mode = attribute.Mode,
                MaxConcurrency = attribute.MaxConcurrency,
                Options = attribute.Options,
            };
        }
    }

    private static int? Named(CustomAttributeValue<string> value, string name) =>
        value.NamedArguments.Where(argument => argument.Name == name).Select(static argument => argument.Value as int?).FirstOrDefault();

    private static IEnumerable<IReadOnlyList<string>> LockOrders(MetadataReader reader) => new AttributeReader(reader).OfType(nameof(LockOrderAttribute))
        .Select(static attribute => attribute.Value.FixedArguments is [{ Value: IEnumerable<CustomAttributeTypedArgument<string>> templates }]
            ? templates.Select(static template => template.Value).OfType<string>().Select(LockAttribute.Canonical).ToList()
            : [])
        .Where(static templates => templates.Count > 1);

    // A summary tells of a locked method, too: by its wrapper, which is what takes the lock.
    private static bool IsWrapperOf(LockDeclaration declared, LockDeclaration code) =>
        MemberName.Parse(declared.Member).Path == MemberName.Parse(code.Member).Path;
}
