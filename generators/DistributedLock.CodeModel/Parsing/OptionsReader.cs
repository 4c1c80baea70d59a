using System.Collections.Immutable;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Parsing.Jobs;
using DistributedLock.CodeModel.Problems;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Reads the options of a method's attributes, and says which of them contradict each other.</summary>
internal static class OptionsReader
{
    private const double DefaultLeaseSeconds = 30;

    /// <param name="context">The method.</param>
    /// <param name="isEndpoint">Whether it is an action of a controller.</param>
    public static MethodOptions Read(MethodContext context, bool isEndpoint = false)
    {
        var contention = Agreed(context, OptionNames.OnContention, LockAttributeReader.Integer);
        var reschedule = context.Job is null && context.CanReschedule
            ? JobOptionsReader.ReadReschedule(context, contention?.Value == RuntimeValues.Reschedule)
            : null;
        var locks = context.Attributes.Select(attribute => ReadLock(context, attribute, isEndpoint)).Select(options => reschedule?.AddTo(options) ?? options).ToImmutableArray();
        return new MethodOptions(
            locks,
            Agreed(context, OptionNames.Core, LockAttributeReader.Text),
            Agreed(context, OptionNames.Fallback, LockAttributeReader.Text),
            contention);
    }

    private static LockOptions ReadLock(MethodContext context, AttributeData attribute, bool isEndpoint)
    {
        var problems = context.Problems;
        var durations = new DurationReader(problems, attribute);
        var timeout = durations.Wait(OptionNames.TimeoutSeconds, 1, "FromSeconds");
        var minutes = durations.Wait(OptionNames.TimeoutMinutes, 60, "FromMinutes");
        if (timeout is not null && minutes is not null)
        {
            Contradiction(problems, attribute, OptionNames.TimeoutMinutes, "TimeoutSeconds and TimeoutMinutes are both set: keep one of them");
        }

        var lease = durations.Span(OptionNames.LeaseSeconds, allowZero: false);
        var holdAtLeast = durations.Span(OptionNames.HoldAtLeastSeconds, allowZero: true);
        var maxHold = durations.Span(OptionNames.MaxHoldSeconds, allowZero: false);
        CheckHolds(problems, attribute);
        if (context.Job is null)
        {
            CheckRescheduling(context, attribute);
        }

        CheckScope(problems, attribute, isEndpoint);

        var mode = LockAttributeReader.Integer(attribute, OptionNames.Mode) ?? RuntimeValues.ModeExclusive;
        if (mode is not (RuntimeValues.ModeExclusive or RuntimeValues.ModeShared))
        {
            Contradiction(problems, attribute, OptionNames.Mode, "Mode is no value of LockMode: write LockMode.Exclusive or LockMode.Shared");
        }

        return new LockOptions(
            timeout ?? minutes, lease, holdAtLeast, maxHold, mode == RuntimeValues.ModeShared, ReadPermits(problems, attribute, mode),
            LockAttributeReader.Text(attribute, OptionNames.Profile))
        {
            LeaseSeconds = LockAttributeReader.Number(attribute, OptionNames.LeaseSeconds),
            HoldAtLeastSeconds = LockAttributeReader.Number(attribute, OptionNames.HoldAtLeastSeconds),
            MaxHoldSeconds = LockAttributeReader.Number(attribute, OptionNames.MaxHoldSeconds),
        };
    }

    private static int ReadPermits(ProblemList problems, AttributeData attribute, int mode)
    {
        var permits = LockAttributeReader.Integer(attribute, OptionNames.MaxConcurrency) ?? 1;
        if (permits < 1)
        {
            Contradiction(problems, attribute, OptionNames.MaxConcurrency, $"MaxConcurrency is {permits}: write 1 or more");
        }
        else if (permits > 1 && mode == RuntimeValues.ModeShared)
        {
            Contradiction(
                problems, attribute, OptionNames.MaxConcurrency, "a semaphore's permits have no mode: remove MaxConcurrency, or Mode = LockMode.Shared");
        }

        return permits;
    }

    private static void CheckHolds(ProblemList problems, AttributeData attribute)
    {
        if (LockAttributeReader.Number(attribute, OptionNames.HoldAtLeastSeconds) is not { } atLeast)
        {
            return;
        }

        var lease = LockAttributeReader.Number(attribute, OptionNames.LeaseSeconds);
        var isLeaseKnown = lease is not null || LockAttributeReader.Text(attribute, OptionNames.Profile) is null;
        if (isLeaseKnown && atLeast >= (lease ?? DefaultLeaseSeconds))
        {
            Contradiction(
                problems, attribute, OptionNames.HoldAtLeastSeconds,
                FormattableString.Invariant($"HoldAtLeastSeconds ({atLeast}) is not below the lease ({lease ?? DefaultLeaseSeconds} s): raise LeaseSeconds, or hold shorter"));
        }

        if (LockAttributeReader.Number(attribute, OptionNames.MaxHoldSeconds) is { } most && most > 0 && most <= atLeast)
        {
            Contradiction(
                problems, attribute, OptionNames.MaxHoldSeconds,
                FormattableString.Invariant($"MaxHoldSeconds ({most}) is not above HoldAtLeastSeconds ({atLeast}): raise it, or hold shorter"));
        }
    }

    private static void CheckRescheduling(MethodContext context, AttributeData attribute)
    {
        var problems = context.Problems;
        var contention = LockAttributeReader.Integer(attribute, OptionNames.OnContention);
        if (contention == RuntimeValues.Reschedule && !context.CanReschedule)
        {
            Contradiction(
                problems, attribute, OptionNames.OnContention,
                "a method cannot be rescheduled, only a job can: write Contention.Throw or Contention.Skip, or put the attribute on the job class");
        }
        else if (contention is < 0 or > RuntimeValues.Reschedule)
        {
            Contradiction(problems, attribute, OptionNames.OnContention, "OnContention is no value of Contention: write Contention.Throw or Contention.Skip");
        }

        if (LockAttributeReader.Number(attribute, OptionNames.RescheduleSeconds) is not null && !context.CanReschedule)
        {
            Contradiction(problems, attribute, OptionNames.RescheduleSeconds, "a method cannot be rescheduled, only a job can: remove RescheduleSeconds");
        }
    }

    private static void CheckScope(ProblemList problems, AttributeData attribute, bool isEndpoint)
    {
        if (LockAttributeReader.Integer(attribute, OptionNames.Scope) is not null && !isEndpoint)
        {
            problems.Warning(
                ProblemIds.OptionsContradict, ProblemTarget.Of(attribute, OptionNames.Scope),
                "Scope means something on ASP.NET Core endpoints only: remove it");
        }
    }

    /// <summary>The value of an option that belongs to the method, whichever attribute sets it.</summary>
    public static NamedOption<T>? Agreed<T>(MethodContext context, string option, Func<AttributeData, string, T?> read)
        where T : class => AgreedValue<T>(context, option, attribute => read(attribute, option) is { } value ? new NamedOption<T>(attribute, option, value) : null);

    public static NamedOption<T>? Agreed<T>(MethodContext context, string option, Func<AttributeData, string, T?> read)
        where T : struct => AgreedValue<T>(context, option, attribute => read(attribute, option) is { } value ? new NamedOption<T>(attribute, option, value) : null);

    private static NamedOption<T>? AgreedValue<T>(MethodContext context, string option, Func<AttributeData, NamedOption<T>?> read)
    {
        NamedOption<T>? first = null;
        var kind = ReferenceEquals(context.Subject, context.Method) ? "method" : "job";
        foreach (var attribute in context.Attributes)
        {
            if (read(attribute) is not { } current)
            {
                continue;
            }

            first ??= current;
            if (!EqualityComparer<T>.Default.Equals(first.Value.Value, current.Value))
            {
                Contradiction(context.Problems, attribute, option, $"{option} differs from the one of another attribute of this {kind}: one {kind} has one {option}");
            }
        }

        return first;
    }

    private static void Contradiction(ProblemList problems, AttributeData attribute, string option, string message) =>
        problems.Error(ProblemIds.OptionsContradict, ProblemTarget.Of(attribute, option), message);
}
