using DistributedLock.CodeModel.Parsing.Jobs;
using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using DistributedLock.CodeModel.Templates;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Resolves the paths of one template's placeholders.</summary>
internal sealed class PlaceholderReader(MethodContext context, AttributeData attribute)
{
    private readonly MemberLookup _members = new(context);

    /// <returns><see langword="null"/> when the placeholder names nothing reachable.</returns>
    public PlaceholderValue? Read(TemplatePlaceholder placeholder)
    {
        var (start, next) = placeholder.IsThis ? (ReadInstanceMember(placeholder, 1), 2)
            : context.Job is { } job ? ReadOfJob(placeholder, job)
            : (ReadParameter(placeholder), 1);
        var end = start is null ? null : Follow(placeholder, start, next);
        if (end is not null && next == 0)
        {
            // The framework's context says what it may lack, and nobody here can declare it otherwise: writing the key fails on a null.
            end = end with { MayBeNull = false };
        }

        return end is null || placeholder.Index is null ? end : LookUp(placeholder, end, placeholder.Index);
    }

    public MemberLookup Members => _members;

    private PlaceholderValue? ReadParameter(TemplatePlaceholder placeholder)
    {
        var name = placeholder.Path[0];
        var parameter = context.Method.Parameters.FirstOrDefault(candidate => candidate.Name == name);
        if (parameter is null)
        {
            var names = context.Method.Parameters.Where(candidate => !candidate.Type.IsCancellationToken() && !candidate.Type.IsHandle()).Select(candidate => candidate.Name);
            var isMember = _members.Find(context.Type, name) is not null;
            var reason = $"'{name}' is no parameter of '{context.Method.Name}'";
            if (isMember && !context.IsTakenByFilter)
            {
                Unknown(placeholder, reason, $"write {{this.{name}}} for the member", "this." + placeholder.Name);
            }
            else
            {
                UnknownName(placeholder, 0, reason, names);
            }

            return null;
        }

        if (parameter.RefKind == RefKind.Out)
        {
            Unknown(placeholder, $"'{name}' is an out parameter, which has no value before the body runs", "name another parameter");
            return null;
        }

        return new PlaceholderValue(CSharpText.Name(name), parameter.Type, IsNullable(parameter.Type), parameter, NeedsInstance: false);
    }

    /// <summary>A name on a job class is a parameter of the job's method, a member of the class, or one of the context that the framework gives the job.</summary>
    /// <returns>The value of the first names of the path, and the position of the next one.</returns>
    private (PlaceholderValue? Value, int Next) ReadOfJob(TemplatePlaceholder placeholder, JobShape job)
    {
        var name = placeholder.Path[0];
        if (context.Method.Parameters.Any(candidate => candidate.Name == name && !candidate.Type.IsCancellationToken()))
        {
            return (ReadParameter(placeholder), 1);
        }

        var isOwn = _members.Find(context.Type, name) is not null;
        var isOfContext = job.Context is not null && _members.Find(job.Context.Type, name) is not null;
        if (isOwn && isOfContext)
        {
            Unknown(
                placeholder, $"'{name}' is a member of '{context.Type.Name}' and of the job's context",
                $"write {{this.{name}}} for the one, or {{{job.Context!.Name}.{name}}} for the other", $"this.{placeholder.Name}", $"{job.Context.Name}.{placeholder.Name}");
            return default;
        }

        if (isOwn)
        {
            return (ReadInstanceMember(placeholder, 0), 1);
        }

        if (isOfContext)
        {
            return (new PlaceholderValue(CSharpText.Name(job.Context!.Name), job.Context.Type, MayBeNull: false, job.Context, NeedsInstance: false), 0);
        }

        var candidates = _members.Readable(context.Type).Concat(job.Context is null ? [] : _members.Readable(job.Context.Type)).Select(static candidate => candidate.Name)
            .Concat(context.Method.Parameters.Where(static candidate => !candidate.Type.IsCancellationToken()).Select(static candidate => candidate.Name));
        UnknownName(placeholder, 0, $"'{name}' is no field or property of '{context.Type.Name}'{(job.Context is null ? string.Empty : " and none of the job's context")}", candidates);
        return default;
    }

    private PlaceholderValue? ReadInstanceMember(TemplatePlaceholder placeholder, int position)
    {
        var name = placeholder.Path[position];
        var member = _members.Find(context.Type, name);
        if (member is null)
        {
            var names = _members.Readable(context.Type).Select(candidate => candidate.Name);
            UnknownName(placeholder, position, $"'{context.Type.Name}' has no field or property '{name}' in reach", names);
            return null;
        }

        if (context.IsTakenByFilter && !member.IsStatic)
        {
            Unknown(placeholder, $"'{name}' belongs to an instance, and the lock of a Hangfire job is taken before there is one", "name a parameter of the job's methods");
            return null;
        }

        if (context.Method.IsStatic && !member.IsStatic)
        {
            Unknown(placeholder, $"'{name}' belongs to an instance, and '{context.Method.Name}' is static", "name a static member or a parameter");
            return null;
        }

        context.Warnings.AddMember(member);
        var type = MemberLookup.TypeOf(member);
        var expression = member.IsStatic ? $"{CSharpText.Type(member.ContainingType)}.{CSharpText.Name(name)}"
            : context.Decorator?.Access(member) ?? $"this.{CSharpText.Name(name)}";
        return new PlaceholderValue(expression, type, IsNullable(type), null, NeedsInstance: !member.IsStatic);
    }

    private PlaceholderValue? Follow(TemplatePlaceholder placeholder, PlaceholderValue value, int start)
    {
        // A Nullable<T> that was looked into by .Value: reading it would throw, so the path stays conditional instead.
        var isLifted = false;
        var mayOwnerBeNull = false;
        for (var index = start; index < placeholder.Path.Count; index++)
        {
            var name = placeholder.Path[index];
            var underlying = TextCategory.Underlying(value.Type);
            var isNullable = !ReferenceEquals(underlying, value.Type);
            if (isNullable && name == "Value")
            {
                value = value with { Type = underlying };
                isLifted = true;
                continue;
            }

            if (isNullable && name == "HasValue")
            {
                value = value with { Expression = value.Expression + ".HasValue", Type = HasValue(value.Type), MayBeNull = mayOwnerBeNull };
                continue;
            }

            if (underlying.TypeKind == TypeKind.Error)
            {
                context.Problems.AlreadyReported();
                return null;
            }

            var member = _members.Find(underlying, name);
            if (member is null or { IsStatic: true })
            {
                var names = _members.Readable(underlying).Where(candidate => !candidate.IsStatic).Select(candidate => candidate.Name);
                UnknownName(placeholder, index, $"'{CSharpText.Short(underlying)}' has no field or property '{name}' in reach", names);
                return null;
            }

            context.Warnings.AddMember(member);
            var type = MemberLookup.TypeOf(member);
            mayOwnerBeNull = value.MayBeNull;

            // A path begins at 0 where it goes on from the job's context, which is there.
            var canBeNull = index > 0 && (isNullable || isLifted || !value.Type.IsValueType);
            value = value with
            {
                Expression = $"{value.Expression}{(canBeNull && CanBeConditional(type) ? "?." : ".")}{CSharpText.Name(name)}",
                Type = type,
                MayBeNull = value.MayBeNull || IsNullable(type),
            };
            isLifted = false;
        }

        return value;
    }

    /// <remarks>Any text may find nothing, whatever the indexer's type says, so nobody is warned of a null: writing the key fails on it.</remarks>
    private PlaceholderValue? LookUp(TemplatePlaceholder placeholder, PlaceholderValue value, string index)
    {
        if (value.Type.TypeKind == TypeKind.Error)
        {
            context.Problems.AlreadyReported();
            return null;
        }

        if (_members.IndexerByText(value.Type) is not { } indexer)
        {
            Unknown(placeholder, $"'{CSharpText.Short(value.Type)}' has no indexer in reach that takes a string", "name a member of it after a dot");
            return null;
        }

        context.Warnings.AddMember(indexer);
        var text = CSharpText.Literal(index);
        if (MemberLookup.IsDictionary(value.Type, indexer.Type))
        {
            // A dictionary's indexer throws for what is not there, and knows nothing of placeholders.
            var method = indexer.Type.IsValueType ? "LookUpValue" : "LookUp";
            return value with { Expression = $"global::DistributedLock.CompilerServices.LockKeyWriter.{method}({value.Expression}, {text})", Type = indexer.Type };
        }

        var condition = !value.Type.IsValueType && CanBeConditional(indexer.Type) ? "?" : string.Empty;
        return value with { Expression = $"{value.Expression}{condition}[{text}]", Type = indexer.Type };
    }

    private static ITypeSymbol HasValue(ITypeSymbol nullable) =>
        nullable.GetMembers(nameof(HasValue)).OfType<IPropertySymbol>().First().Type;

    /// <summary>C# cannot say "T or null" for a type parameter that may be either kind of type.</summary>
    private static bool CanBeConditional(ITypeSymbol type) => type is not ITypeParameterSymbol { IsReferenceType: false, IsValueType: false };

    private static bool IsNullable(ITypeSymbol type) => type.NullableAnnotation == NullableAnnotation.Annotated || !ReferenceEquals(TextCategory.Underlying(type), type);

    /// <summary>One name of the path is unknown.</summary>
    private void UnknownName(TemplatePlaceholder placeholder, int index, string reason, IEnumerable<string> candidates)
    {
        if (NearestName.Of(placeholder.Path[index], candidates) is not { } nearest)
        {
            Unknown(placeholder, reason, "name one that is there");
            return;
        }

        var path = placeholder.Path.Take(index).Append(nearest).ToList();
        var whole = string.Join(".", path.Concat(placeholder.Path.Skip(index + 1)));
        Unknown(placeholder, reason, $"did you mean {{{string.Join(".", path)}}}?", whole);
    }

    private void Unknown(TemplatePlaceholder placeholder, string reason, string instead, params string[] answers) => context.Problems.ErrorWithAnswers(
        ProblemIds.PlaceholderUnknown, ProblemTarget.Template(attribute, placeholder.Start, placeholder.Length), answers, placeholder.Name, reason, instead);
}
