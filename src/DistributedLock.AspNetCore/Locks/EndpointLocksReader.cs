using DistributedLock.AspNetCore.Templates;

namespace DistributedLock.AspNetCore.Locks;

/// <summary>Makes the locks of one endpoint from their declarations.</summary>
internal static class EndpointLocksReader
{
    public static EndpointLocks Read(string endpoint, IEnumerable<LockDeclaration> declarations, EndpointHandler handler)
    {
        var locks = new List<EndpointLock>();
        var problems = new List<string>();
        foreach (var declaration in declarations)
        {
            var binder = new TemplateBinder(declaration.Template, handler.Parameters);
            var template = binder.Bind();
            problems.AddRange(binder.Problems.Concat(declaration.Problems).Select(problem => $"\"{declaration.Template}\": {problem}"));
            if (template is not null && Define(endpoint, template, declaration, problems) is { } definition)
            {
                locks.Add(new EndpointLock(template, definition, declaration.Options, HoldsResponse(declaration, handler, problems)));
            }
        }

        return new EndpointLocks(endpoint, locks, problems);
    }

    /// <summary>A stream's code runs while it is written, so its lock is held that long unless somebody says otherwise, and then the code would run unlocked.</summary>
    private static bool HoldsResponse(LockDeclaration declaration, EndpointHandler handler, List<string> problems)
    {
        if (handler.ReturnsStream && declaration.Options.Scope == LockScope.Call)
        {
            problems.Add($"\"{declaration.Template}\": the handler returns a stream, whose code runs after the call: remove Scope = LockScope.Call");
        }

        return declaration.Options.Scope == LockScope.Response || (handler.ReturnsStream && declaration.Options.Scope == LockScope.Default);
    }

    private static LockDefinition? Define(string endpoint, EndpointTemplate template, LockDeclaration declaration, List<string> problems)
    {
        var options = declaration.Options;
        var definition = new LockDefinition(template.Text, endpoint)
        {
            Timeout = options.Timeout,
            Mode = options.Mode,
            MaxConcurrency = options.MaxConcurrency,
            Lease = options.Lease,
            HoldAtLeast = options.HoldAtLeast,
            MaxHold = options.MaxHold,
            Profile = options.Profile,
        };
        try
        {
            // The request knows the range of every option.
            _ = definition.CreateRequest(template.Text);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            problems.Add($"\"{declaration.Template}\": {exception.Message.Split('\n')[0].TrimEnd('.', '\r')}");
            return null;
        }

        if (options is { Mode: LockMode.Shared, MaxConcurrency: > 1 })
        {
            problems.Add($"\"{declaration.Template}\": a semaphore's permits have no mode: remove MaxConcurrency, or Mode");
        }

        if (options.Scope is not (LockScope.Default or LockScope.Call or LockScope.Response))
        {
            problems.Add($"\"{declaration.Template}\": Scope is no value of LockScope: write LockScope.Call or LockScope.Response");
        }

        return definition;
    }
}
