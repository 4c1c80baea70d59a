using DistributedLock.CodeModel.Problems;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Checks the locks of a controller action. Nothing is generated for them: DistributedLock.AspNetCore reads the same attributes when the application starts.</summary>
internal static class EndpointReader
{
    public static void Check(MethodContext context)
    {
        var options = OptionsReader.Read(context, isEndpoint: true);
        Contradict(context, options.Core, "an action is its own body, and a filter runs it under the lock: remove Core");
        Contradict(context, options.Fallback, "a request whose lock is held elsewhere is answered with status 409: remove Fallback");
        if (options.Contention is { Value: RuntimeValues.Skip })
        {
            Contradict(context, options.Contention, "a request whose lock is held elsewhere is answered with status 409, so its client learns of it: remove OnContention");
        }

        foreach (var attribute in context.Attributes)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            new EndpointKeyReader(context, attribute).Check();
        }
    }

    private static void Contradict<T>(MethodContext context, NamedOption<T>? option, string message)
    {
        if (option is { } set)
        {
            context.Problems.Error(ProblemIds.OptionsContradict, ProblemTarget.Of(set.Attribute, set.Name), message);
        }
    }
}
