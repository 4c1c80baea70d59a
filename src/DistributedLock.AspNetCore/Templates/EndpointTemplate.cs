using DistributedLock.CodeModel.Templates;
using DistributedLock.CompilerServices;

namespace DistributedLock.AspNetCore.Templates;

/// <summary>A key template, bound to what a request of one endpoint has. Immutable.</summary>
internal sealed class EndpointTemplate(KeyTemplate template, IReadOnlyDictionary<TemplatePlaceholder, BoundPlaceholder> placeholders)
{
    public string Text { get; } = template.Canonical;

    /// <summary>The values of the route that the template names.</summary>
    public IEnumerable<string> RouteValues => placeholders.Values.Select(static bound => (bound.Source as RequestSource)?.RouteValue).OfType<string>();

    /// <summary>The keys of one request: one, or for a collection one for each of its elements.</summary>
    /// <exception cref="MissingValueException">The request has no value for a placeholder, or only empty ones.</exception>
    public IReadOnlyList<LockKey> Keys(LockDefinition definition, RequestValues values)
    {
        var read = new object?[template.Parts.Count];
        var collection = -1;
        for (var index = 0; index < read.Length; index++)
        {
            if (template.Parts[index] is not TemplatePlaceholder { IsCollection: var isCollection } placeholder)
            {
                continue;
            }

            var bound = placeholders[placeholder];
            if (isCollection)
            {
                collection = index;
                continue;
            }

            read[index] = bound.Source.Read(values) ?? throw new MissingValueException(bound.Name);
        }

        if (collection < 0)
        {
            return [Key(definition, read)];
        }

        var elements = placeholders[(TemplatePlaceholder)template.Parts[collection]];
        var keys = new List<LockKey>();
        foreach (var element in elements.Source.ReadAll(values))
        {
            read[collection] = element ?? throw new MissingValueException(elements.Name);
            keys.Add(Key(definition, read));
        }

        return keys.Count > 0 ? keys : throw new MissingValueException(elements.Name);
    }

    private LockKey Key(LockDefinition definition, object?[] values)
    {
        var writer = new LockKeyWriter(definition, stackalloc char[128]);
        var isEmpty = true;
        for (var index = 0; index < values.Length; index++)
        {
            if (template.Parts[index] is TemplateLiteral literal)
            {
                writer.Literal(literal.Text);
                isEmpty = false;
                continue;
            }

            var placeholder = (TemplatePlaceholder)template.Parts[index];
            isEmpty &= values[index] is "";
            if (index + 1 < values.Length && template.Parts[index + 1] is TemplateLiteral { Text: var next })
            {
                writer.Value(values[index], placeholder.Name, next[0], placeholder.Format);
            }
            else
            {
                writer.Value(values[index], placeholder.Name, placeholder.Format);
            }
        }

        return isEmpty ? throw new MissingValueException(template.Placeholders.First().Name) : writer.ToKey();
    }
}
