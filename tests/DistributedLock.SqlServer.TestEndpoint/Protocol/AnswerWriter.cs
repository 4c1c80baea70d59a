using DistributedLock.SqlServer.TestEndpoint.Statements;

namespace DistributedLock.SqlServer.TestEndpoint.Protocol;

/// <summary>Puts the tokens of an answer in the order that a server sends them.</summary>
internal static class AnswerWriter
{
    /// <param name="writer">Where to.</param>
    /// <param name="answer">What.</param>
    /// <param name="parameters">The parameters of a procedure call; null for a batch or a transaction request.</param>
    public static void Write(TokenWriter writer, StatementAnswer answer, StatementParameters? parameters)
    {
        foreach (var message in answer.Messages)
        {
            writer.Information(message);
        }

        foreach (var error in answer.Errors)
        {
            writer.Error(error);
        }

        foreach (var rows in answer.ResultSets)
        {
            writer.Rows(rows);
            EndPart(writer, rows.Rows.Count, parameters is not null);
        }

        if (answer.RowsAffected is { } count)
        {
            EndPart(writer, count, parameters is not null);
        }

        var status = answer.Errors.Count > 0 ? DoneStatus.Error : DoneStatus.Final;
        if (parameters is null)
        {
            writer.Done(status);
            return;
        }

        writer.ReturnStatus(answer.ReturnValue);
        foreach (var (parameter, ordinal) in parameters.Select((parameter, ordinal) => (parameter, ordinal)))
        {
            if (parameter.IsOutput)
            {
                writer.ReturnValue(ordinal, parameter);
            }
        }

        writer.DoneProcedure(status);
    }

    /// <summary>The end of a statement that did not get to its own.</summary>
    public static void WriteFailure(TokenWriter writer, SqlServerErrorException error, bool isProcedure)
    {
        writer.Error(error);
        if (isProcedure)
        {
            writer.DoneProcedure(DoneStatus.Error);
        }
        else
        {
            writer.Done(DoneStatus.Error);
        }
    }

    private static void EndPart(TokenWriter writer, long rows, bool isProcedure)
    {
        const DoneStatus Status = DoneStatus.Count | DoneStatus.More;
        if (isProcedure)
        {
            writer.DoneInProcedure(Status, rows);
        }
        else
        {
            writer.Done(Status, rows);
        }
    }
}
