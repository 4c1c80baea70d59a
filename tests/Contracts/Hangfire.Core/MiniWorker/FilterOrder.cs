using Hangfire.Common;

namespace Hangfire.MiniWorker;

/// <summary>The filters of a job: by order, then the wider scope first; of a filter that may not be there twice, the last one counts.</summary>
internal static class FilterOrder
{
    public static IReadOnlyList<object> Of(Job job, JobFilterCollection global)
    {
        var ordered = global
            .Concat(Declared(job.Type.GetCustomAttributes(typeof(JobFilterAttribute), true), JobFilterScope.Type))
            .Concat(Declared(job.Method.GetCustomAttributes(typeof(JobFilterAttribute), true), JobFilterScope.Method))
            .OrderBy(static filter => filter.Order)
            .ThenBy(static filter => filter.Scope)
            .Select(static filter => filter.Instance)
            .Reverse();
        var seen = new HashSet<Type>();
        return [.. ordered.Where(filter => seen.Add(filter.GetType()) || filter is not IJobFilter { AllowMultiple: false }).Reverse()];
    }

    private static IEnumerable<JobFilter> Declared(object[] attributes, JobFilterScope scope) =>
        attributes.Select(attribute => new JobFilter(attribute, scope, null));
}
