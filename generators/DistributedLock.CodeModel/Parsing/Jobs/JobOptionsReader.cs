using DistributedLock.CodeModel.Jobs;
using DistributedLock.CodeModel.Problems;

namespace DistributedLock.CodeModel.Parsing.Jobs;

/// <summary>Reads what happens when a job's wait ends without the lock, and says which options have no place on a job class.</summary>
internal static class JobOptionsReader
{
    public static JobOptions Read(MethodContext context, MethodOptions options)
    {
        if (options.Core is { } core)
        {
            Contradiction(context, core.Attribute, OptionNames.Core, $"the job's own method '{context.Method.Name}' is what runs under the lock: remove Core");
        }

        var contention = ReadContention(context, options);
        return new JobOptions(contention, ReadReschedule(context, contention == JobContention.Reschedule));
    }

    public static JobContention ReadContention(MethodContext context, MethodOptions options)
    {
        if (options.Fallback is { } fallback)
        {
            if (options.Contention is not null)
            {
                Contradiction(
                    context, fallback.Attribute, OptionNames.Fallback, "Fallback says already what happens when the lock is held elsewhere: remove OnContention, or Fallback");
            }

            return JobContention.Fallback;
        }

        switch (options.Contention?.Value ?? RuntimeValues.Skip)
        {
            case RuntimeValues.Skip:
                return JobContention.Skip;
            case RuntimeValues.Throw:
                return JobContention.Throw;
            case RuntimeValues.Reschedule when context.CanReschedule:
                return JobContention.Reschedule;
            case RuntimeValues.Reschedule:
                Contradiction(
                    context, options.Contention!.Value.Attribute, OptionNames.OnContention,
                    $"{context.FrameworkName} cannot run a job again later: write Contention.Skip and let the schedule do it, or Contention.Throw");
                return JobContention.Skip;
            default:
                Contradiction(
                    context, options.Contention!.Value.Attribute, OptionNames.OnContention,
                    "OnContention is no value of Contention: write Contention.Skip, Contention.Throw or Contention.Reschedule");
                return JobContention.Skip;
        }
    }

    /// <summary>After how long the job is run again; <see langword="null"/> where it is not.</summary>
    public static RescheduleTime? ReadReschedule(MethodContext context, bool isRescheduled)
    {
        var seconds = OptionsReader.Agreed(context, OptionNames.RescheduleSeconds, LockAttributeReader.Number);
        if (seconds is null)
        {
            if (isRescheduled && context.Attributes.Any(static candidate => LockAttributeReader.Text(candidate, OptionNames.Profile) is not null))
            {
                return RescheduleTime.Default;
            }

            if (isRescheduled)
            {
                var attribute = context.Attributes.First(static candidate => LockAttributeReader.Integer(candidate, OptionNames.OnContention) == RuntimeValues.Reschedule);
                Contradiction(context, attribute, OptionNames.OnContention, "Contention.Reschedule does not say when the job is run again: set RescheduleSeconds, or the Profile that does");
            }

            return null;
        }

        if (!isRescheduled)
        {
            Contradiction(context, seconds.Value.Attribute, OptionNames.RescheduleSeconds, context.CanReschedule
                ? "RescheduleSeconds has no effect without OnContention = Contention.Reschedule: set that, or remove RescheduleSeconds"
                : $"{context.FrameworkName} cannot run a job again later: remove RescheduleSeconds");
            return null;
        }

        return new RescheduleTime(new DurationReader(context.Problems, seconds.Value.Attribute).Span(OptionNames.RescheduleSeconds, allowZero: false)!, IsDefault: false);
    }

    private static void Contradiction(MethodContext context, Microsoft.CodeAnalysis.AttributeData attribute, string option, string message) =>
        context.Problems.Error(ProblemIds.OptionsContradict, ProblemTarget.Of(attribute, option), message);
}
