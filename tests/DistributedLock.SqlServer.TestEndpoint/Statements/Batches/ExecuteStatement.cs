namespace DistributedLock.SqlServer.TestEndpoint.Statements.Batches;

/// <summary><c>EXEC [@result =] procedure [[@name =] value [OUTPUT], ...]</c>.</summary>
internal sealed class ExecuteStatement(string procedure, IReadOnlyList<BatchArgument> arguments, string? resultVariable)
{
    public async Task<StatementAnswer> RunAsync(BatchScope scope, CancellationToken cancellationToken)
    {
        var parameters = new StatementParameters([.. arguments.Select(argument => ParameterOf(argument, scope))]);
        var call = scope.Call with { Text = procedure, Parameters = parameters };
        var answer = await scope.RunProcedure(call, cancellationToken).ConfigureAwait(false);

        foreach (var (argument, parameter) in arguments.Zip(parameters))
        {
            if (argument.OutputVariable is { } variable)
            {
                scope.Variable(variable).Value = parameter.Value;
            }
        }

        if (resultVariable is not null)
        {
            scope.Variable(resultVariable).Value = answer.ReturnValue;
        }

        return answer;
    }

    private static StatementParameter ParameterOf(BatchArgument argument, BatchScope scope)
    {
        var value = argument.Value(scope);
        var type = argument.OutputVariable is { } variable ? scope.Variable(variable).Type : TypeOf(value);
        return new StatementParameter(argument.Name, type, value, argument.OutputVariable is not null);
    }

    /// <summary>Values that only go in may be of types the endpoint cannot send back.</summary>
    private static SqlType TypeOf(object? value) =>
        value is IReadOnlyList<object?[]> or decimal or float or TimeSpan ? SqlType.NVarCharMax : SqlType.Of(value);
}
