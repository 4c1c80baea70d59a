using System.Linq.Expressions;
using Hangfire.Common;
using Hangfire.States;

namespace Hangfire;

/// <summary>How jobs are usually created.</summary>
public static class BackgroundJobClientExtensions
{
    public static string Enqueue(this IBackgroundJobClient client, Expression<Action> methodCall) =>
        client.Create(Job.FromExpression(methodCall), new EnqueuedState());

    public static string Enqueue(this IBackgroundJobClient client, Expression<Func<Task>> methodCall) =>
        client.Create(Job.FromExpression(methodCall), new EnqueuedState());

    public static string Enqueue<T>(this IBackgroundJobClient client, Expression<Action<T>> methodCall) =>
        client.Create(Job.FromExpression(methodCall), new EnqueuedState());

    public static string Enqueue<T>(this IBackgroundJobClient client, Expression<Func<T, Task>> methodCall) =>
        client.Create(Job.FromExpression(methodCall), new EnqueuedState());

    public static string Schedule<T>(this IBackgroundJobClient client, Expression<Action<T>> methodCall, TimeSpan delay) =>
        client.Create(Job.FromExpression(methodCall), new ScheduledState(delay));

    public static string Schedule<T>(this IBackgroundJobClient client, Expression<Func<T, Task>> methodCall, TimeSpan delay) =>
        client.Create(Job.FromExpression(methodCall), new ScheduledState(delay));

    public static bool Delete(this IBackgroundJobClient client, string jobId) => client.ChangeState(jobId, new DeletedState(), null);
}
