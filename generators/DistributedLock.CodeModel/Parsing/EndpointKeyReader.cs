using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using DistributedLock.CodeModel.Templates;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Checks one key template against the parameters of an action and the parts of a request.</summary>
internal sealed class EndpointKeyReader(MethodContext context, AttributeData attribute)
{
    public void Check()
    {
        var keys = new KeyReader(context, attribute, isEndpoint: true);
        foreach (var placeholder in keys.Parse()?.Placeholders ?? [])
        {
            // A parameter goes first, as it does when the application starts.
            var name = placeholder.Path[0];
            if (context.Method.Parameters.Any(parameter => parameter.Name == name))
            {
                CheckArgument(keys, placeholder);
            }
            else if (RequestParts.IsPart(name))
            {
                CheckPart(placeholder);
            }
            else
            {
                Unknown(placeholder);
            }
        }
    }

    private void CheckArgument(KeyReader keys, TemplatePlaceholder placeholder)
    {
        if (placeholder.Index is null)
        {
            keys.CheckValue(placeholder);
        }
        else
        {
            Report(placeholder, $"'{placeholder.Path[0]}' is a parameter of an action, and an index into it is not supported", "name a member of it after a dot");
        }
    }

    private void CheckPart(TemplatePlaceholder placeholder)
    {
        if (RequestParts.ReasonAgainst(placeholder) is { } reason)
        {
            Report(placeholder, reason, RequestParts.Instead(placeholder));
        }
        else if (placeholder.Format is not null)
        {
            context.Problems.Error(ProblemIds.PlaceholderWithoutText, Target(placeholder), placeholder.Name, $"the {placeholder.Path[0]} gives text, which takes no format: remove it");
        }
    }

    private void Unknown(TemplatePlaceholder placeholder)
    {
        if (placeholder.IsThis)
        {
            Report(placeholder, "an action's key cannot use members of its controller", "name a parameter, or {route.x}, {query.x}, {header[x]}, {claim[x]}");
            return;
        }

        var name = placeholder.Path[0];
        var names = context.Method.Parameters.Where(static parameter => !parameter.Type.IsCancellationToken()).Select(static parameter => parameter.Name);
        var reason = $"'{name}' is no parameter of '{context.Method.Name}'";
        if (NearestName.Of(name, names) is { } nearest)
        {
            var whole = string.Join(".", new[] { nearest }.Concat(placeholder.Path.Skip(1)));
            Report(placeholder, reason, $"did you mean {{{whole}}}?", whole);
        }
        else
        {
            Report(placeholder, reason, $"name one that is there, or write {{route.{name}}} for the value in the route");
        }
    }

    private void Report(TemplatePlaceholder placeholder, string reason, string instead, params string[] answers) =>
        context.Problems.ErrorWithAnswers(ProblemIds.PlaceholderUnknown, Target(placeholder), answers, placeholder.Name, reason, instead);

    private ProblemTarget Target(TemplatePlaceholder placeholder) => ProblemTarget.Template(attribute, placeholder.Start, placeholder.Length);
}
