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
            var isArgument = context.Method.Parameters.Any(parameter => parameter.Name == placeholder.Path[0]);
            if (isArgument && placeholder.Index is null)
            {
                keys.CheckValue(placeholder);
            }
            else if (isArgument)
            {
                Report(placeholder, new EndpointPlaceholder($"'{placeholder.Path[0]}' is a parameter of an action, and an index into it is not supported", "name a member of it after a dot", null));
            }
            else
            {
                CheckOther(placeholder);
            }
        }
    }

    private void CheckOther(TemplatePlaceholder placeholder)
    {
        var names = context.Method.Parameters.Where(static parameter => !parameter.Type.IsCancellationToken()).Select(static parameter => parameter.Name).ToList();
        if (EndpointPlaceholder.ProblemOf(placeholder, names, $"'{context.Method.Name}'") is { } problem)
        {
            Report(placeholder, problem);
        }
        else if (placeholder.Format is not null)
        {
            context.Problems.Error(
                ProblemIds.PlaceholderWithoutText, Target(placeholder), placeholder.Name, RequestParts.FormatProblem(placeholder));
        }
    }

    private void Report(TemplatePlaceholder placeholder, EndpointPlaceholder problem) => context.Problems.ErrorWithAnswers(
        ProblemIds.PlaceholderUnknown, Target(placeholder), problem.Answer is { } answer ? [answer] : [], placeholder.Name, problem.Reason, problem.Instead);

    private ProblemTarget Target(TemplatePlaceholder placeholder) => ProblemTarget.Template(attribute, placeholder.Start, placeholder.Length);
}
