using System.Linq.Expressions;
using System.Text.Json;
using Hangfire.Common;
using Hangfire.Server;

namespace Hangfire.MiniWorker;

/// <summary>Turns a call expression into a job. Arguments go through a text and back, as they do in a storage.</summary>
internal static class CallReader
{
    public static Job Read(LambdaExpression expression, Type type)
    {
        var call = (MethodCallExpression)expression.Body;
        if (!call.Method.IsPublic)
        {
            throw new NotSupportedException("Only public methods can be invoked in the background.");
        }

        var parameters = call.Method.GetParameters();
        var arguments = call.Arguments.Select((argument, i) => Argument(argument, parameters[i].ParameterType)).ToArray();
        return new Job(type ?? TypeOf(call), call.Method, arguments);
    }

    /// <summary>What a worker puts in when it calls the method.</summary>
    public static bool IsSubstituted(Type type) =>
        type == typeof(CancellationToken) || type == typeof(IJobCancellationToken) || type == typeof(PerformContext);

    private static Type TypeOf(MethodCallExpression call) => call.Object is null ? call.Method.DeclaringType : Evaluate(call.Object).GetType();

    private static object Argument(Expression argument, Type type) =>
        IsSubstituted(type) ? null : JsonSerializer.Deserialize(JsonSerializer.Serialize(Evaluate(argument), type), type);

    private static object Evaluate(Expression expression) =>
        Expression.Lambda<Func<object>>(Expression.Convert(expression, typeof(object))).Compile()();
}
