using System.Linq.Expressions;
using System.Reflection;
using Hangfire.MiniWorker;

namespace Hangfire.Common;

/// <summary>A method to call later, with its arguments.</summary>
public class Job
{
    public Job(Type type, MethodInfo method, params object[] args)
    {
        Type = type ?? throw new ArgumentNullException(nameof(type));
        Method = method ?? throw new ArgumentNullException(nameof(method));
        Args = args ?? throw new ArgumentNullException(nameof(args));
    }

    /// <summary>The type that the job was enqueued as: it may be an interface, or derived from the one that declares <see cref="Method"/>.</summary>
    public Type Type { get; }

    public MethodInfo Method { get; }

    /// <summary>What the method is called with; tokens and contexts are put in later, and null until then.</summary>
    public IReadOnlyList<object> Args { get; }

    public static Job FromExpression(Expression<Action> methodCall) => CallReader.Read(methodCall, null);

    public static Job FromExpression(Expression<Func<Task>> methodCall) => CallReader.Read(methodCall, null);

    public static Job FromExpression<TType>(Expression<Action<TType>> methodCall) => CallReader.Read(methodCall, typeof(TType));

    public static Job FromExpression<TType>(Expression<Func<TType, Task>> methodCall) => CallReader.Read(methodCall, typeof(TType));
}
