using System.Collections.Immutable;
using System.Globalization;
using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Jobs;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Jobs;

/// <summary>Reads a class with the attribute whose public methods are jobs of Hangfire. Every one of them must have what the keys name.</summary>
internal sealed class JobClassParser(INamedTypeSymbol type, ImmutableArray<AttributeData> attributes, Compilation compilation, CancellationToken cancellationToken)
{
    private readonly ProblemList _problems = new();
    private readonly HashSet<string> _methodNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal) { "All" };
    private readonly SortedSet<string> _warnings = new(StringComparer.Ordinal);
    private bool _throws;

    public LockedJobParse Parse()
    {
        if (ReasonAgainst() is { } reason)
        {
            _problems.Error(ProblemIds.Unsupported, ProblemTarget.Identifier(type), type.Name, reason);
            return new LockedJobParse(null, null, _problems.ToImmutable(), null);
        }

        var methods = HangfireJobs.MethodsOf(type).Select(ReadMethod).ToList();
        if (methods.Count == 0)
        {
            _problems.Error(
                ProblemIds.Unsupported, ProblemTarget.Identifier(type), type.Name,
                "it is no job class of a known job framework, as it has no public method that Hangfire could call: put the attribute on its methods");
        }

        return new LockedJobParse(null, null, Distinct(), null) { Class = Table(methods) };
    }

    /// <summary>A class with an error gets into the table, too: should somebody suppress the error, its jobs do not run without their locks.</summary>
    private LockedJobClass Table(IReadOnlyCollection<LockedJobMethod?> methods)
    {
        var errors = string.Join(", ", _problems.ToImmutable().Where(static problem => problem.IsError).Select(static problem => problem.Id).Distinct());
        return new LockedJobClass(
            MemberNaming.JobFileName(type), CSharpText.Namespace(type.ContainingNamespace), TableName(), CSharpText.Type(type), CSharpText.Readable(type), _throws,
            _problems.HasErrors ? default : methods.Select(static method => method!).ToEquatableArray(),
            _problems.HasErrors ? $"The locks of {CSharpText.Readable(type)} are not generated, because its declaration has an error ({errors}). The job did not run." : null,
            _warnings.ToEquatableArray());
    }

    private string? ReasonAgainst()
    {
        if (DeclarationRules.ContainingTypes(type).Any(static outer => outer.Arity > 0))
        {
            return "it is generic, and a table of its jobs' locks cannot be: put the attribute on a partial method of it";
        }

        return compilation.IsSymbolAccessibleWithin(type, compilation.Assembly) && !DeclarationRules.ContainingTypes(type).Any(static outer => outer.IsFileLocal)
            ? null
            : "its locks are taken by code outside of it, which cannot name it: make it internal or public";
    }

    private LockedJobMethod? ReadMethod(IMethodSymbol method)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var context = new MethodContext(type, method, attributes, compilation, cancellationToken);
        context.Warnings.Visit(type);
        context.Warnings.Visit(method);
        var options = OptionsReader.Read(context);
        CheckOptions(context, options);
        _throws = JobOptionsReader.ReadContention(context, options) == JobContention.Throw;
        var name = MethodName(method.Name);
        var claimName = Next("Claim" + name);
        var locks = attributes.Select((attribute, index) => ReadLock(context, attribute, options.Locks[index], name + "Lock", index)).ToList();
        _problems.AddRange(context.Problems);
        _warnings.UnionWith(context.Warnings.Ids);
        return locks.Contains(null) || context.Problems.HasErrors
            ? null
            : new LockedJobMethod(
                method.Name,
                claimName,
                $"{CSharpText.Readable(type)}.{method.Name}",
                $"{CSharpText.Readable(type)}.{method.Name}({string.Join(", ", method.Parameters.Select(static parameter => CSharpText.Readable(parameter.Type)))})",
                HangfireJobs.TypeTexts(method).ToEquatableArray(),
                Arguments(method, locks).ToEquatableArray(),
                locks.Select(static declared => declared!).ToEquatableArray());
    }

    private DeclaredLock? ReadLock(MethodContext context, AttributeData attribute, LockOptions options, string prefix, int index)
    {
        var number = attributes.Length > 1 ? (index + 1).ToString(CultureInfo.InvariantCulture) : string.Empty;
        var name = Next(prefix + number);
        var keyName = Next(name + "Key");
        var elementsName = Next(name + "Elements");
        return new KeyReader(context, attribute).Read() is { } key
            ? new DeclaredLock(name, keyName, elementsName, LockedJobParser.WithJobDefaults(options), string.Empty, key)
            : null;
    }

    /// <summary>The filter has a provider of its own, and calls nothing in the place of the job.</summary>
    private static void CheckOptions(MethodContext context, MethodOptions options)
    {
        if (options.Core is { } core)
        {
            context.Problems.Error(
                ProblemIds.OptionsContradict, ProblemTarget.Of(core.Attribute, OptionNames.Core), "the public methods of the class are what runs under the lock: remove Core");
        }

        if (options.Fallback is { } fallback)
        {
            context.Problems.Error(
                ProblemIds.OptionsContradict, ProblemTarget.Of(fallback.Attribute, OptionNames.Fallback),
                "Hangfire cannot call another method in the place of a job: remove Fallback, or put the attribute on a partial method");
        }

        foreach (var attribute in context.Attributes.Where(static attribute => LockAttributeReader.Text(attribute, OptionNames.Provider) is not null))
        {
            context.Problems.Error(
                ProblemIds.OptionsContradict, ProblemTarget.Of(attribute, OptionNames.Provider),
                $"the locks of a Hangfire job class are taken from the provider that {HangfireJobs.InstallingMethod} is given: remove Provider, or put the attribute on a partial method");
        }
    }

    private static IEnumerable<JobArgument> Arguments(IMethodSymbol method, IReadOnlyCollection<DeclaredLock?> locks)
    {
        var named = new HashSet<string>(locks.OfType<DeclaredLock>().SelectMany(static declared => Named(declared.Key)));
        return method.Parameters
            .Select(static (parameter, position) => new JobArgument(position, CSharpText.Type(parameter.Type), CSharpText.Name(parameter.Name)))
            .Where(argument => named.Contains(argument.Name));
    }

    private static IEnumerable<string> Named(KeyModel key)
    {
        var parameters = key.Parameters.Where(static parameter => !parameter.IsElement).Select(static parameter => parameter.Name);
        return key.Collection is { } collection ? parameters.Append(collection.Owner?.Name ?? collection.Expression) : parameters;
    }

    /// <summary>What is wrong with an option is wrong for every method, and said once.</summary>
    private ImmutableArray<LockProblem> Distinct() => _problems.ToImmutable()
        .GroupBy(static problem => (problem.Id, problem.Target.Attribute, problem.Target.Option, problem.Target.Start, string.Join("\n", problem.Arguments)))
        .Select(static same => same.First())
        .ToImmutableArray();

    private string TableName()
    {
        var name = MemberNaming.Joined(type, [.. DeclarationRules.ContainingTypes(type).Reverse().Select(static outer => outer.Name)]) + "JobLocks";
        while (type.ContainingNamespace.GetTypeMembers(name).Any(static other => other.Locations[0].SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) != true))
        {
            name += "_";
        }

        return name;
    }

    /// <summary>Overloads are numbered.</summary>
    private string MethodName(string name)
    {
        var free = name;
        for (var number = 2; !_methodNames.Add(free); number++)
        {
            free = name + number.ToString(CultureInfo.InvariantCulture);
        }

        return free;
    }

    private string Next(string name)
    {
        while (!_names.Add(name))
        {
            name += "_";
        }

        return name;
    }
}
