using System.Reflection;
using Hangfire.Server;

namespace Hangfire.MiniWorker;

/// <summary>
/// One performance of a job, through its filters. The order is that of Hangfire 1.8: a filter whose <c>OnPerforming</c> returned and did not cancel is
/// always called again, also when a filter further in threw or cancelled, or the job did.
/// </summary>
internal sealed class Performance(JobRecord record, JobActivator activator, IReadOnlyList<object> filters)
{
    /// <exception cref="JobPerformanceException">The job or a filter threw.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled by the shutdown.</exception>
    public object Run(CancellationToken shutdown)
    {
        var context = new PerformContext(record.Storage, record.Job, new MiniCancellationToken(shutdown));
        try
        {
            return Through([.. filters.OfType<IServerFilter>()], context);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !shutdown.IsCancellationRequested)
        {
            var failure = new ServerExceptionContext(context, exception);
            foreach (var filter in filters.OfType<IServerExceptionFilter>().Reverse())
            {
                filter.OnServerException(failure);
            }

            if (!failure.ExceptionHandled)
            {
                throw;
            }

            return null;
        }
    }

    private object Through(IServerFilter[] serverFilters, PerformContext context)
    {
        object result = null;
        var performing = new PerformingContext(context);
        var next = () =>
        {
            result = Perform(context);
            return new PerformedContext(context, result, false, null);
        };
        foreach (var filter in serverFilters.Reverse())
        {
            var inner = next;
            next = () => Around(filter, performing, inner);
        }

        next();
        return result;
    }

    private static PerformedContext Around(IServerFilter filter, PerformingContext performing, Func<PerformedContext> inner)
    {
        Call(() => filter.OnPerforming(performing), performing);
        if (performing.Canceled)
        {
            return new PerformedContext(performing, null, true, null);
        }

        PerformedContext performed;
        try
        {
            performed = inner();
        }
        catch (Exception exception)
        {
            performed = new PerformedContext(performing, null, false, exception);
            Call(() => filter.OnPerformed(performed), performing);
            if (!performed.ExceptionHandled)
            {
                throw;
            }

            return performed;
        }

        Call(() => filter.OnPerformed(performed), performing);
        return performed;
    }

    private object Perform(PerformContext context)
    {
        using var scope = activator.BeginScope(new JobActivatorContext(context.BackgroundJob, context.CancellationToken));
        var job = context.BackgroundJob.Job;
        var instance = job.Method.IsStatic ? null : scope.Resolve(job.Type);
        var arguments = job.Method.GetParameters().Select((parameter, i) => Argument(parameter.ParameterType, job.Args[i], context)).ToArray();
        object result = null;
        record.Performances++;
        Call(() => result = Await(job.Method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null)), context);
        return result;
    }

    private static object Argument(Type type, object argument, PerformContext context) =>
        type == typeof(CancellationToken) ? context.CancellationToken.ShutdownToken
        : type == typeof(IJobCancellationToken) ? context.CancellationToken
        : type == typeof(PerformContext) ? context
        : argument;

    private static object Await(object result)
    {
        if (result is ValueTask valueTask)
        {
            result = valueTask.AsTask();
        }

        if (result is not Task task)
        {
            return result;
        }

        task.GetAwaiter().GetResult();
        return task.GetType().GetProperty("Result")?.GetValue(task);
    }

    private static void Call(Action action, PerformContext context)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !context.CancellationToken.ShutdownToken.IsCancellationRequested)
        {
            throw new JobPerformanceException("An exception occurred during performance of the job.", exception);
        }
    }
}
