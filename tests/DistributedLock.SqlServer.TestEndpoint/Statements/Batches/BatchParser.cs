using System.Globalization;
using DistributedLock.SqlServer.TestEndpoint.Sessions;

namespace DistributedLock.SqlServer.TestEndpoint.Statements.Batches;

/// <summary>
/// Reads the simple statements that a client writes around application locks, one after the other: EXEC, SELECT of single values, SET of
/// options, transactions, USE and WAITFOR DELAY. All else needs a handler.
/// </summary>
internal sealed class BatchParser(string text)
{
    private static readonly string[] Starts = ["SET", "EXEC", "EXECUTE", "SELECT", "BEGIN", "COMMIT", "ROLLBACK", "USE", "WAITFOR"];

    private readonly BatchTokens _tokens = new(text);

    /// <summary>The statements, or null when the batch is more than the endpoint understands.</summary>
    public IReadOnlyList<BatchStatement>? Parse()
    {
        try
        {
            var statements = new List<BatchStatement>();
            while (!_tokens.IsAtEnd)
            {
                if (!_tokens.TryTake(";"))
                {
                    statements.Add(ParseStatement());
                }
            }

            return statements;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private BatchStatement ParseStatement()
    {
        var word = _tokens.Take();
        return word.ToUpperInvariant() switch
        {
            "SET" => ParseOption(),
            "EXEC" or "EXECUTE" => ParseExecute(),
            "SELECT" => ParseSelect(),
            "BEGIN" => ParseTransaction(transaction => transaction.Begin()),
            "COMMIT" => ParseTransaction(transaction => transaction.Commit()),
            "ROLLBACK" => ParseTransaction(transaction => transaction.RollBack()),
            "USE" => ParseUse(),
            "WAITFOR" => ParseWait(),
            _ => throw new FormatException($"Unknown statement {word}."),
        };
    }

    /// <summary>Options change nothing here: there is no engine whose work they would shape.</summary>
    private BatchStatement ParseOption()
    {
        if (_tokens.Next.StartsWith('@'))
        {
            throw new FormatException("Assignments need a handler.");
        }

        while (!_tokens.IsAtEnd && !_tokens.NextIs(";") && !_tokens.NextIs(Starts))
        {
            _tokens.Take();
        }

        return static (_, _) => Task.FromResult(StatementAnswer.Empty);
    }

    private BatchStatement ParseExecute()
    {
        string? result = null;
        if (_tokens.Next.StartsWith('@'))
        {
            result = _tokens.Take();
            _tokens.Expect("=");
        }

        var procedure = ParseName();
        var arguments = new List<BatchArgument>();
        if (!_tokens.IsAtEnd && !_tokens.NextIs(";") && !_tokens.NextIs(Starts))
        {
            do
            {
                arguments.Add(ParseArgument());
            }
            while (_tokens.TryTake(","));
        }

        return new ExecuteStatement(procedure, arguments, result).RunAsync;
    }

    private BatchArgument ParseArgument()
    {
        var name = "";
        var value = ParseExpression(out var variable);
        if (variable is not null && _tokens.TryTake("="))
        {
            name = variable;
            value = ParseExpression(out variable);
        }

        var isOutput = _tokens.TryTake("OUTPUT") || _tokens.TryTake("OUT");
        return isOutput && variable is null
            ? throw new FormatException("Only a variable can take a value back.")
            : new BatchArgument(name, value, isOutput ? variable : null);
    }

    private BatchStatement ParseSelect()
    {
        var columns = new List<(string Name, BatchExpression Value)>();
        do
        {
            var value = ParseExpression(out _);
            var name = _tokens.TryTake("AS") ? Unquoted(_tokens.Take()) : "";
            columns.Add((name, value));
        }
        while (_tokens.TryTake(","));

        // FROM, WHERE or an operator: no longer a list of single values.
        return !_tokens.IsAtEnd && !_tokens.NextIs(";") && !_tokens.NextIs(Starts)
            ? throw new FormatException($"Unknown word {_tokens.Next}.")
            : (scope, _) => Task.FromResult(StatementAnswer.Row([.. columns.Select(column => (column.Name, column.Value(scope)))]));
    }

    private BatchStatement ParseTransaction(Action<SessionTransaction> action)
    {
        if (!_tokens.TryTake("TRAN"))
        {
            _ = _tokens.TryTake("TRANSACTION") || _tokens.TryTake("WORK");
        }

        return (scope, _) =>
        {
            action(scope.Session.Transaction);
            return Task.FromResult(StatementAnswer.Empty);
        };
    }

    private BatchStatement ParseUse()
    {
        var database = Unquoted(_tokens.Take());
        return (scope, _) =>
        {
            scope.Session.ChangeDatabase(scope.Server.Knows(database) ? database : throw SqlServerErrors.UnknownDatabase(database));
            return Task.FromResult(StatementAnswer.Empty);
        };
    }

    private BatchStatement ParseWait()
    {
        _tokens.Expect("DELAY");
        var delay = TimeSpan.Parse(Unquoted(_tokens.Take()), CultureInfo.InvariantCulture);
        return async (_, cancellationToken) =>
        {
            await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
            return StatementAnswer.Empty;
        };
    }

    private string ParseName()
    {
        var name = _tokens.Take();
        while (_tokens.TryTake("."))
        {
            name += "." + _tokens.Take();
        }

        return name;
    }

    private BatchExpression ParseExpression(out string? variable)
    {
        var token = _tokens.Take();
        variable = token.StartsWith('@') && !token.StartsWith("@@", StringComparison.Ordinal) ? token : null;
        if (variable is not null)
        {
            return scope => scope.Variable(token).Value;
        }

        if (int.TryParse(token, out var number))
        {
            return _ => number;
        }

        if (token.EndsWith('\''))
        {
            return _ => Unquoted(token);
        }

        if (string.Equals(token, "NULL", StringComparison.OrdinalIgnoreCase))
        {
            return _ => null;
        }

        if (string.Equals(token, "CAST", StringComparison.OrdinalIgnoreCase))
        {
            return ParseCast();
        }

        return _tokens.TryTake("(") ? ParseFunction(token)
            : ScalarFunctions.FindVariable(token) ?? throw new FormatException($"Unknown value {token}.");
    }

    /// <summary>The values keep their types: what is cast here comes in the right one already.</summary>
    private BatchExpression ParseCast()
    {
        _tokens.Expect("(");
        var value = ParseExpression(out _);
        _tokens.Expect("AS");
        _tokens.Take();
        if (_tokens.TryTake("("))
        {
            _tokens.Take();
            _tokens.Expect(")");
        }

        _tokens.Expect(")");
        return value;
    }

    private BatchExpression ParseFunction(string name)
    {
        var arguments = new List<BatchExpression>();
        if (!_tokens.TryTake(")"))
        {
            do
            {
                arguments.Add(ParseExpression(out _));
            }
            while (_tokens.TryTake(","));
            _tokens.Expect(")");
        }

        return ScalarFunctions.FindFunction(name, arguments) ?? throw new FormatException($"Unknown function {name}.");
    }

    private static string Unquoted(string token) => token switch
    {
        ['N', '\'', ..] => token[2..^1].Replace("''", "'", StringComparison.Ordinal),
        ['\'', ..] => token[1..^1].Replace("''", "'", StringComparison.Ordinal),
        ['[', ..] => token[1..^1],
        _ => token,
    };
}
