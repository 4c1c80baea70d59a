using System.Collections.Immutable;
using System.Globalization;
using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Jobs;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Jobs;

/// <summary>Reads a job class with the attribute, for the generator and for the analyzer.</summary>
public static class LockedJobParser
{
    private const string NoWait = "global::System.TimeSpan.Zero";

    public static LockedJobParse Parse(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        var problems = new ProblemList();
        var own = JobAttributes.Own(type);
        if (own.IsEmpty)
        {
            if (JobRules.ReasonAgainstReimplementation(type) is not { } past)
            {
                return LockedJobParse.Nothing;
            }

            problems.Error(ProblemIds.Unsupported, ProblemTarget.Identifier(type), type.Name, past);
            return new LockedJobParse(null, null, problems.ToImmutable(), null);
        }

        var shapes = JobShapes.Of(type, compilation);
        if (shapes.Count == 0 && type.TypeKind == TypeKind.Class && HangfireJobs.AreKnown(compilation))
        {
            return IsRepetition(type) ? LockedJobParse.Nothing : new JobClassParser(type, JobAttributes.All(type), compilation, cancellationToken).Parse();
        }

        if (JobRules.ReasonAgainst(type, shapes, compilation) is { } reason)
        {
            problems.Error(ProblemIds.Unsupported, ProblemTarget.Identifier(type), type.Name, reason);
            return new LockedJobParse(null, null, problems.ToImmutable(), null);
        }

        var context = new MethodContext(type, shapes[0], JobAttributes.All(type), compilation, cancellationToken);
        var job = ReadJob(context, shapes[0]);
        var rejected = job is null ? Reject(context, shapes[0]) : null;

        // What is wrong with a base class's attribute is reported there; here it counts when it makes this class an error.
        var found = context.Problems.ToImmutable();
        return IsRepetition(type)
            ? new LockedJobParse(null, null, found, context.Core)
            : new LockedJobParse(job, rejected, found.RemoveAll(problem => !problem.IsError && problem.Target.Attribute is { } attribute && !own.Contains(attribute)), context.Core)
            {
                Entry = shapes[0].Method,
                Context = shapes[0].Context,
            };
    }

    /// <returns><see langword="null"/> when the declaration has an error.</returns>
    private static LockedJob? ReadJob(MethodContext context, JobShape shape)
    {
        JobRules.CheckPartial(context);
        if (JobRules.ExplicitImplementation(context.Type, shape) is { } taken)
        {
            context.Problems.Error(
                ProblemIds.ImplementedExplicitly, ProblemTarget.Identifier(taken), context.Type.Name,
                $"'{CSharpText.Short(shape.Interface)}.{shape.Method.Name}' is implemented explicitly already, and that is what the generator is to write: make it the public method '{shape.Method.Name}'");
            return null;
        }

        var options = OptionsReader.Read(context);
        var contention = JobOptionsReader.Read(context, options);
        if (contention.Reschedule is { } reschedule)
        {
            options = options with { Locks = options.Locks.Select(reschedule.AddTo).ToImmutableArray() };
        }

        var locks = ReadLocks(context, options);
        var bodies = new JobBodyReader(context, locks.Length > 1 || locks.Any(static declared => declared?.Key.Collection is not null));
        var body = bodies.ReadBody();
        var fallback = options.Fallback is { } named ? bodies.ReadFallback(named) : null;
        if (context.Problems.HasErrors || body is null)
        {
            return null;
        }

        var method = new LockedMethod(
            MemberNaming.JobFileName(context.Type),
            CSharpText.Namespace(context.Type.ContainingNamespace),
            SignatureReader.ReadTypes(context, isSynchronous: false),
            $"{CSharpText.Readable(context.Type)}.{context.Method.Name}",
            $"{CSharpText.Readable(context.Type)}.{context.Method.Name}({string.Join(", ", context.Method.Parameters.Select(static parameter => CSharpText.Readable(parameter.Type)))})",
            Signature(context, shape),
            new ReturnModel(ReturnForm.Asynchronous, Payload: null, Result: null),
            locks.Select(static declared => declared!).ToEquatableArray(),
            contention.Contention == JobContention.Throw ? ContentionForm.Throw : ContentionForm.Skip,
            body,
            fallback,
            shape.Token,
            GivenHandle: null);
        return new LockedJob(
            shape.Framework, shape.Features, CSharpText.Type(shape.Interface), method, contention.Contention, shape.TokenProperty,
            JobProviderNeeds.Of(context).ToEquatableArray());
    }

    /// <summary>A part that throws can be written wherever a part can be written at all; a class that is not partial is left to its own error.</summary>
    private static RejectedJob? Reject(MethodContext context, JobShape shape) =>
        JobRules.ExplicitImplementation(context.Type, shape) is not null
        || !DeclarationRules.ContainingTypes(context.Type).All(type => DeclarationRules.IsPartial(type, context.CancellationToken))
            ? null
            : new RejectedJob(
                MemberNaming.JobFileName(context.Type),
                CSharpText.Namespace(context.Type.ContainingNamespace),
                SignatureReader.ReadTypes(context, isSynchronous: false),
                CSharpText.Type(shape.Interface),
                $"{CSharpText.Readable(context.Type)}.{context.Method.Name}",
                Signature(context, shape),
                new ProviderFinder(context).PrimaryConstructorParameters().ToEquatableArray(),
                context.Problems.ToImmutable().Where(static problem => problem.IsError).Select(static problem => problem.Id).Distinct().ToEquatableArray());

    private static MethodSignature Signature(MethodContext context, JobShape shape)
    {
        context.Warnings.Visit(shape.Interface);
        context.Warnings.Visit(shape.Method);
        return new MethodSignature(
            default,
            CSharpText.Type(shape.Method.ReturnType),
            $"{CSharpText.Type(shape.Interface)}.{CSharpText.Name(shape.Method.Name)}",
            string.Empty,
            shape.Method.Parameters
                .Select(static parameter => new ParameterModel(string.Empty, string.Empty, CSharpText.Type(parameter.Type), CSharpText.Name(parameter.Name), Default: string.Empty))
                .ToEquatableArray(),
            default,
            context.Warnings.Ids);
    }

    private static DeclaredLock?[] ReadLocks(MethodContext context, MethodOptions options)
    {
        var names = new MemberNaming(context);
        if (context.Type.GetMembers("Job").Length > 0)
        {
            // A locked method of that name has this name for its own definition.
            names.Next("JobLock");
        }

        var providers = new ProviderFinder(context);
        var locks = new DeclaredLock?[context.Attributes.Length];
        for (var index = 0; index < locks.Length; index++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var attribute = context.Attributes[index];
            var name = names.Next("JobLock" + (locks.Length > 1 ? (index + 1).ToString(CultureInfo.InvariantCulture) : string.Empty));
            var keyName = names.Next(name + "Key");
            var elementsName = names.Next(name + "Elements");
            var provider = providers.Find(attribute);
            var key = new KeyReader(context, attribute).Read();
            if (provider is not null && key is not null)
            {
                locks[index] = new DeclaredLock(name, keyName, elementsName, WithJobDefaults(options.Locks[index]), provider, key);
            }
        }

        return locks;
    }

    /// <summary>A job that waits keeps a worker from other jobs, so it does not wait unless it says so, or its profile does.</summary>
    public static LockOptions WithJobDefaults(LockOptions options) =>
        options.Timeout is not null ? options
        : options.Profile is null ? options with { Timeout = NoWait }
        : options with { DefaultTimeout = NoWait };

    /// <summary>Whether a type of the same name and another kind stands before it, as it does for a while when somebody copies code.</summary>
    private static bool IsRepetition(INamedTypeSymbol type)
    {
        var first = type.ContainingType is { } outer ? outer.GetTypeMembers(type.Name, type.Arity)[0] : type.ContainingNamespace.GetTypeMembers(type.Name, type.Arity)[0];
        return !SymbolEqualityComparer.Default.Equals(first, type);
    }
}
