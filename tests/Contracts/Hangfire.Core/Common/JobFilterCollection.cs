using System.Collections;

namespace Hangfire.Common;

/// <summary>Filters that are asked about every job.</summary>
public class JobFilterCollection : IEnumerable<JobFilter>
{
    private readonly List<JobFilter> _filters = [];

    public int Count => _filters.Count;

    public void Add(object filter) => _filters.Add(new JobFilter(filter, JobFilterScope.Global, null));

    public void Add(object filter, int order) => _filters.Add(new JobFilter(filter, JobFilterScope.Global, order));

    public void Clear() => _filters.Clear();

    public bool Contains(object filter) => _filters.Exists(candidate => candidate.Instance == filter);

    public void Remove(object filter) => _filters.RemoveAll(candidate => candidate.Instance == filter);

    public IEnumerator<JobFilter> GetEnumerator() => _filters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
