using System.Collections.Concurrent;
using System.ComponentModel;
using System.Reflection;

namespace DistributedLock.CompilerServices;

/// <summary>The locked job methods of an assembly. Called by generated code only; thread-safe.</summary>
/// <remarks>A job that has to do with a locked class and is not in the table is an error, never a job without a lock.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JobMethodLocks
{
    private readonly ILookup<Type, JobMethodLock> _byType;
    private readonly ConcurrentDictionary<(Type Type, MethodInfo Method), JobMethodLock?> _found = new();

    /// <summary>Creates the table.</summary>
    /// <param name="classes">The locks of each job class.</param>
    public JobMethodLocks(params JobMethodLock[][] classes) => _byType = classes.SelectMany(static locks => locks).ToLookup(static candidate => candidate.Type);

    /// <summary>The locks of a job; <see langword="null"/> where its class has none.</summary>
    /// <param name="type">The type as which the job was enqueued: the class, a derived one, or an interface of it.</param>
    /// <param name="method">The method to call.</param>
    /// <exception cref="InvalidOperationException">It cannot be told which locks the job needs.</exception>
    public JobMethodLock? Find(Type type, MethodInfo method) => _found.GetOrAdd((type, method), job => Look(job.Type, job.Method));

    private JobMethodLock? Look(Type type, MethodInfo method)
    {
        if (type.IsInterface)
        {
            return LookBehind(type, method);
        }

        for (var current = type; current is not null; current = current.BaseType)
        {
            if (_byType.Contains(current))
            {
                return Of(current, method) ?? throw new InvalidOperationException(
                    $"The job '{type}.{method.Name}' does not run: its class has the lock of '{current}', which is declared for the public methods of that class only. " +
                    $"Put [DistributedLock] on '{type}' as well.");
            }
        }

        // A class that cannot be made stands for another one, as an interface does.
        return type.IsAbstract ? LookBehind(type, method) : null;
    }

    /// <summary>Which class an interface or an abstract class stands for is decided when the job is made, which is too late.</summary>
    private JobMethodLock? LookBehind(Type type, MethodInfo method)
    {
        var classes = _byType.Select(static locks => locks.Key).Where(type.IsAssignableFrom).ToList();
        return classes.Count switch
        {
            0 => null,
            1 => Of(classes[0], method) ?? throw new InvalidOperationException(
                $"The job '{type}.{method.Name}' does not run: '{classes[0]}' has a lock, but no public method '{method.Name}' with these parameters. " +
                "Implement it by a public method, or enqueue the job by the class."),
            _ => throw new InvalidOperationException(
                $"The job '{type}.{method.Name}' does not run: the locked classes {string.Join(", ", classes.Select(static candidate => $"'{candidate}'"))} can be meant by it, " +
                "and which lock is meant cannot be told. Enqueue the job by the class."),
        };
    }

    private JobMethodLock? Of(Type type, MethodInfo method)
    {
        var parameters = method.GetParameters().Select(static parameter => parameter.ParameterType).ToArray();
        return _byType[type].FirstOrDefault(candidate =>
            candidate.Rejection is not null || (candidate.Method == method.Name && candidate.Parameters.SequenceEqual(parameters)));
    }
}
