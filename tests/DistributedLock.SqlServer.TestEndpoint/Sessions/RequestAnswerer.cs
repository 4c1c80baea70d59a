using System.Text;
using DistributedLock.SqlServer.TestEndpoint.ApplicationLocks;
using DistributedLock.SqlServer.TestEndpoint.Protocol;
using DistributedLock.SqlServer.TestEndpoint.Statements;

namespace DistributedLock.SqlServer.TestEndpoint.Sessions;

/// <summary>Turns one request of a session into the tokens of its answer.</summary>
internal sealed class RequestAnswerer(ServerState server, EndpointSession session)
{
    private const byte FirstFatalClass = 20;
    private readonly StatementRunner _statements = new(server);

    /// <summary>
    /// False when the connection ends with this answer. A request that is cancelled before it has an answer gets none of its own:
    /// the attention, which is the next request, is the answer.
    /// </summary>
    public async Task<bool> AnswerAsync(Request request, TokenWriter writer)
    {
        var message = request.Message;
        if (message.Type == PacketType.Attention)
        {
            session.WriteAnnouncements(writer);
            writer.Done(DoneStatus.Attention);
            return true;
        }

        if (message.IsIgnored)
        {
            writer.Done(DoneStatus.Error);
            return true;
        }

        if (message.ResetsConnection)
        {
            Reset(message.KeepsTransaction);
        }

        var isProcedure = message.Type == PacketType.Rpc;
        long start = 0;
        try
        {
            var (answer, parameters) = await RunAsync(message, request.CancellationToken).ConfigureAwait(false);
            session.WriteAnnouncements(writer);
            start = writer.Length;
            AnswerWriter.Write(writer, answer, isProcedure ? parameters : null);
            return true;
        }
        catch (OperationCanceledException) when (request.CancellationToken.IsCancellationRequested)
        {
            return true;
        }
        catch (SqlServerErrorException error)
        {
            session.WriteAnnouncements(writer);
            AnswerWriter.WriteFailure(writer, error, isProcedure);
            return error.Class < FirstFatalClass;
        }
        catch (Exception exception)
        {
            // A request that cannot be read, or an answer that cannot be written: the client is told, the session goes on.
            writer.Length = start;
            session.WriteAnnouncements(writer);
            AnswerWriter.WriteFailure(writer, SqlServerErrors.HandlerFailed(message.Type.ToString(), exception), isProcedure);
            return true;
        }
    }

    private void Reset(bool keepsTransaction)
    {
        session.Reset(keepsTransaction);
        server.Log.Add(session.Id, StatementKind.ConnectionReset);
        server.Locks.ReleaseOwner(new ApplicationLockOwner(session.Id, null));
    }

    private async Task<(StatementAnswer Answer, StatementParameters Parameters)> RunAsync(
        Message message,
        CancellationToken cancellationToken)
    {
        var reader = new ByteReader(message.Payload);
        reader.SkipHeaders();
        switch (message.Type)
        {
            case PacketType.SqlBatch:
                var none = new StatementParameters([]);
                var batch = new StatementCall(session, Encoding.Unicode.GetString(reader.Rest()), none);
                return (await _statements.RunBatchAsync(batch, cancellationToken).ConfigureAwait(false), none);
            case PacketType.Rpc:
                var (name, parameters) = ProcedureCallReader.Read(reader);
                var call = new StatementCall(session, name, parameters);
                return (await _statements.RunCallAsync(call, cancellationToken).ConfigureAwait(false), parameters);
            case PacketType.TransactionManager:
                RunTransactionRequest((TransactionRequest)reader.UInt16());
                return (StatementAnswer.Empty, new StatementParameters([]));
            default:
                throw new SqlServerErrorException(
                    50000, $"The test endpoint has no answer for packets of type {message.Type}.", FirstFatalClass);
        }
    }

    private void RunTransactionRequest(TransactionRequest request)
    {
        switch (request)
        {
            case TransactionRequest.Begin:
                server.Log.Add(session.Id, StatementKind.BeginTransaction);
                session.Transaction.Begin();
                break;
            case TransactionRequest.Commit:
                server.Log.Add(session.Id, StatementKind.CommitTransaction);
                session.Transaction.Commit();
                break;
            case TransactionRequest.RollBack:
                server.Log.Add(session.Id, StatementKind.RollbackTransaction);
                session.Transaction.RollBack();
                break;
            default:
                throw new SqlServerErrorException(50000, $"The test endpoint has no answer for transaction request {request}.");
        }
    }
}
