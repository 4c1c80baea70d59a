using DistributedLock.SqlServer.TestEndpoint.Protocol;
using DistributedLock.SqlServer.TestEndpoint.Statements;

namespace DistributedLock.SqlServer.TestEndpoint.Sessions;

/// <summary>The first two exchanges of a connection: pre-login and login.</summary>
internal sealed class LoginDialogue(ServerState server, PacketStream packets)
{
    private const int SmallestPacket = 512;

    /// <summary>The session of a client that was let in; null when the client was refused or went away.</summary>
    /// <param name="open">Opens the session, before the client learns of it.</param>
    /// <param name="cancellationToken">Ends the dialogue.</param>
    public async Task<EndpointSession?> RunAsync(Func<Login, string, EndpointSession> open, CancellationToken cancellationToken)
    {
        while (await packets.ReadAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            await server.Gate.PassAsync(cancellationToken).ConfigureAwait(false);
            if (message.Type == PacketType.PreLogin)
            {
                await packets.WriteAsync(PreLogin.Answer(server.Options.ServerVersion), cancellationToken).ConfigureAwait(false);
            }
            else if (message.Type == PacketType.Login)
            {
                return await AnswerAsync(Login.Read(message.Payload), open, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                return null;
            }
        }

        return null;
    }

    private async Task<EndpointSession?> AnswerAsync(
        Login login,
        Func<Login, string, EndpointSession> open,
        CancellationToken cancellationToken)
    {
        var database = login.Database.Length == 0 ? "master" : login.Database;
        var writer = new TokenWriter();
        var errors = RefusalOf(login, database);
        if (errors.Count > 0)
        {
            foreach (var error in errors)
            {
                writer.Error(error);
            }

            writer.Done(DoneStatus.Error);
            await packets.WriteAsync(writer.Written, cancellationToken).ConfigureAwait(false);
            return null;
        }

        var packetSize = Math.Clamp(login.PacketSize, SmallestPacket, server.Options.MaximumPacketSize);
        writer.Changed(EnvironmentChange.Database, database, "master");
        writer.Changed(EnvironmentChange.Collation, ValueWriter.Collation, []);
        writer.Changed(EnvironmentChange.Language, "us_english", "");
        writer.LoginAcknowledged(server.Options.ServerVersion);
        writer.PacketSizeChanged(packetSize, PacketStream.DefaultPacketSize);
        if (login.AsksForSessionRecovery && server.Options.AcknowledgesSessionRecovery)
        {
            writer.SessionRecoveryAcknowledged();
        }

        writer.Done(DoneStatus.Final);
        var session = open(login, database);
        packets.SessionId = (ushort)session.Id;
        server.Log.Add(session.Id, StatementKind.Login, login.UserId);
        await packets.WriteAsync(writer.Written, cancellationToken).ConfigureAwait(false);

        // The agreed size holds from the next message on.
        packets.PacketSize = packetSize;
        return session;
    }

    private List<SqlServerErrorException> RefusalOf(Login login, string database)
    {
        var options = server.Options;
        if (server.Conditions.LoginRefusal is { } refusal)
        {
            return [refusal];
        }

        if (!string.Equals(login.UserId, options.UserId, StringComparison.OrdinalIgnoreCase) || login.Password != options.Password)
        {
            return [SqlServerErrors.LoginFailed(login.UserId)];
        }

        return server.Knows(database) ? [] : [SqlServerErrors.CannotOpenDatabase(database), SqlServerErrors.LoginFailed(login.UserId)];
    }
}
