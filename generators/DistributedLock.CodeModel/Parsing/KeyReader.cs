using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using DistributedLock.CodeModel.Templates;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Reads one attribute's key template against the method's parameters.</summary>
/// <param name="context">The method.</param>
/// <param name="attribute">The attribute.</param>
/// <param name="isEndpoint">Whether the method is an action of a controller, which answers a null itself.</param>
internal sealed class KeyReader(MethodContext context, AttributeData attribute, bool isEndpoint = false)
{
    private readonly PlaceholderReader _placeholders = new(context, attribute);
    private readonly List<KeyParameter> _parameters = [];
    private bool _needsInstance;
    private KeyCollection? _collection;

    /// <returns><see langword="null"/> when the key cannot be written.</returns>
    public KeyModel? Read()
    {
        if (Parse() is not { } parsed)
        {
            return null;
        }

        var parts = parsed.Parts.Select((part, index) => part switch
        {
            TemplateLiteral literal => new KeyLiteral(literal.Text),
            TemplatePlaceholder placeholder => ReadValue(placeholder, index + 1 < parsed.Parts.Count ? parsed.Parts[index + 1] : null),
            _ => (KeyPart?)null,
        }).ToList();
        return parts.Contains(null) ? null : Model(parsed, parts.Select(part => part!).ToEquatableArray());
    }

    /// <returns><see langword="null"/> when the template is malformed.</returns>
    public KeyTemplate? Parse()
    {
        if (!LockAttributeReader.HasKey(attribute))
        {
            context.Problems.AlreadyReported();
            return null;
        }

        var template = LockAttributeReader.Key(attribute);
        var parsed = KeyTemplateParser.Parse(template);
        foreach (var error in parsed.Errors)
        {
            context.Problems.Error(
                ProblemIds.TemplateMalformed, ProblemTarget.Template(attribute, error.Start, error.Length), template ?? string.Empty, error.Message);
        }

        return parsed.Errors.Count > 0 ? null : parsed;
    }

    /// <summary>Says what is wrong with one placeholder that names a parameter.</summary>
    public void CheckValue(TemplatePlaceholder placeholder) => ReadValue(placeholder, next: null);

    private KeyModel Model(KeyTemplate template, EquatableArray<KeyPart> parts)
    {
        var method = context.Method;
        var isGeneric = method.Arity > 0 && _parameters.Count > 0;
        return new KeyModel(
            template.Canonical,
            parts,
            _parameters.ToEquatableArray(),
            !_needsInstance ? "static" : context.Syntax?.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) == true ? "readonly" : string.Empty,
            isGeneric ? SignatureReader.TypeParameters(method) : string.Empty,
            isGeneric ? method.TypeParameters.Select(parameter => ConstraintText.Of(parameter, context.Syntax)).OfType<string>().ToEquatableArray() : default,
            _collection);
    }

    private KeyValue? ReadValue(TemplatePlaceholder placeholder, TemplatePart? next)
    {
        if (_placeholders.Read(placeholder) is not { } value)
        {
            return null;
        }

        if (value.Type.TypeKind == TypeKind.Error)
        {
            context.Problems.AlreadyReported();
            return null;
        }

        var type = value.Type;
        var expression = value.Expression;
        if (placeholder.IsCollection)
        {
            if (TextCategory.ElementOf(type) is not { } element)
            {
                WithoutText(placeholder, $"'{CSharpText.Short(type)}' is no collection that can be counted before it is locked: use an array or an IReadOnlyCollection<T>");
                return null;
            }

            _collection = Collection(placeholder, value, element);
            (type, expression) = (element, ElementName());
            _parameters.Add(new KeyParameter(CSharpText.Type(element), expression, IsElement: true));
        }
        else if (value.Parameter is { } parameter)
        {
            Use(parameter);
        }

        _needsInstance |= value.NeedsInstance && !placeholder.IsCollection;
        if (WriterFor(placeholder, type) is not { } writer)
        {
            return null;
        }

        if (!isEndpoint && (value.MayBeNull || (placeholder.IsCollection && IsNullable(type))))
        {
            context.Problems.Warning(ProblemIds.PlaceholderMayBeNull, Target(placeholder), placeholder.Name);
        }

        return new KeyValue(writer, expression, placeholder.Name, placeholder.Format, (next as TemplateLiteral)?.Text[0]);
    }

    private static KeyCollection Collection(TemplatePlaceholder placeholder, PlaceholderValue value, ITypeSymbol element)
    {
        var owner = value.Parameter is { } parameter && placeholder.Path.Count > 1
            ? new KeyParameter(CSharpText.Type(parameter.Type), CSharpText.Name(parameter.Name), IsElement: false)
            : null;
        return new KeyCollection(value.Expression, placeholder.Name, CSharpText.Type(element), owner);
    }

    private KeyWriterMethod? WriterFor(TemplatePlaceholder placeholder, ITypeSymbol type)
    {
        if (type is ITypeParameterSymbol && context.MayBeRefStruct(type))
        {
            WithoutText(placeholder, $"'{CSharpText.Short(type)}' may be a ref struct, which cannot be formatted: name a value in it, or remove 'allows ref struct'");
            return null;
        }

        if (placeholder.Index is not null && type.SpecialType == SpecialType.System_Object)
        {
            return KeyWriterMethod.Value;
        }

        if (TextCategory.Of(type) is not { } writer)
        {
            WithoutText(placeholder, $"'{CSharpText.Short(type)}' {Instead(placeholder, type)}");
            return null;
        }

        if (placeholder.Format is null)
        {
            return writer;
        }

        if (!TextCategory.TakesFormat(type))
        {
            WithoutText(placeholder, $"'{CSharpText.Short(type)}' takes no format: remove ':{placeholder.Format}'");
            return null;
        }

        if (TextCategory.ProblemOf(type, placeholder.Format) is { } problem)
        {
            WithoutText(placeholder, problem);
            return null;
        }

        return KeyWriterMethod.Formatted;
    }

    private string Instead(TemplatePlaceholder placeholder, ITypeSymbol type)
    {
        if (!placeholder.IsCollection && TextCategory.ElementOf(type) is { } element && TextCategory.Of(element) is not null)
        {
            return $"is a collection: write {{{placeholder.Name}*}} for one lock for each element";
        }

        var members = placeholder.IsCollection ? [] : _placeholders.Members.WithText(TextCategory.Underlying(type), placeholder.Name);
        return "has no formatting of its own: " + (members.Count > 0
            ? $"name a value in it, such as {string.Join(" or ", members)}"
            : "name a value that is a text, number, date, GUID or enumeration, or override ToString in the type");
    }

    private void Use(IParameterSymbol parameter)
    {
        var name = CSharpText.Name(parameter.Name);
        if (_parameters.All(known => known.Name != name))
        {
            _parameters.Add(new KeyParameter(CSharpText.Type(parameter.Type), name, IsElement: false));
        }
    }

    private string ElementName()
    {
        var name = "element";
        while (context.Method.Parameters.Any(parameter => parameter.Name == name) || context.Method.TypeParameters.Any(parameter => parameter.Name == name))
        {
            name += "_";
        }

        return name;
    }

    private static bool IsNullable(ITypeSymbol type) =>
        type.NullableAnnotation == NullableAnnotation.Annotated || !ReferenceEquals(TextCategory.Underlying(type), type);

    private void WithoutText(TemplatePlaceholder placeholder, string reason) =>
        context.Problems.Error(ProblemIds.PlaceholderWithoutText, Target(placeholder), placeholder.Name, reason);

    private ProblemTarget Target(TemplatePlaceholder placeholder) => ProblemTarget.Template(attribute, placeholder.Start, placeholder.Length);
}
