using System.Buffers.Binary;
using System.Globalization;
using DistributedLock.SqlServer.TestEndpoint.Statements;

namespace DistributedLock.SqlServer.TestEndpoint.Protocol;

/// <summary>Writes the tokens of an answer (MS-TDS 2.2.7).</summary>
internal sealed class TokenWriter : ByteWriter
{
    private const string ServerName = "test-endpoint";

    public void Done(DoneStatus status, long rows = 0) => Done(0xFD, status, rows);

    public void DoneProcedure(DoneStatus status) => Done(0xFE, status, 0);

    public void DoneInProcedure(DoneStatus status, long rows) => Done(0xFF, status, rows);

    public void ReturnStatus(int value)
    {
        Byte(0x79);
        Int32(value);
    }

    public void ReturnValue(int ordinal, StatementParameter parameter)
    {
        const byte OutputParameter = 0x01;
        Byte(0xAC);
        UInt16(ordinal);
        ShortText(parameter.Name);
        Byte(OutputParameter);
        Int32(0);
        UInt16(0);
        ValueWriter.WriteType(this, parameter.Type);
        ValueWriter.WriteValue(this, parameter.Type, parameter.Value);
    }

    public void Error(SqlServerErrorException error) =>
        Notice(0xAA, error.Number, error.State, error.Class, error.Message, error.Procedure, 1);

    public void Information(string message) => Notice(0xAB, 0, 1, 0, message, "", 1);

    public void Rows(ResultSet rows)
    {
        const int Nullable = 0x01;
        Byte(0x81);
        UInt16(rows.Columns.Count);
        foreach (var column in rows.Columns)
        {
            Int32(0);
            UInt16(Nullable);
            ValueWriter.WriteType(this, column.Type);
            ShortText(column.Name);
        }

        foreach (var row in rows.Rows)
        {
            Byte(0xD1);
            foreach (var (column, value) in rows.Columns.Zip(row))
            {
                ValueWriter.WriteValue(this, column.Type, value is DBNull ? null : value);
            }
        }
    }

    public void LoginAcknowledged(Version serverVersion)
    {
        const string Program = "Microsoft SQL Server";
        Byte(0xAD);
        UInt16(1 + 4 + 1 + (Program.Length * 2) + 4);
        Byte(1);
        Bytes([0x74, 0, 0, 0x04]);
        ShortText(Program);
        Bytes([(byte)serverVersion.Major, (byte)serverVersion.Minor, (byte)(serverVersion.Build >> 8), (byte)serverVersion.Build]);
    }

    /// <summary>Acknowledges session recovery, without any state that would have to be recovered.</summary>
    public void SessionRecoveryAcknowledged()
    {
        Bytes([0xAE, 0x01]);
        Int32(0);
        Byte(0xFF);
    }

    public void Changed(EnvironmentChange what, string now, string before)
    {
        Byte(0xE3);
        UInt16(1 + 1 + (now.Length * 2) + 1 + (before.Length * 2));
        Byte((byte)what);
        ShortText(now);
        ShortText(before);
    }

    public void Changed(EnvironmentChange what, ReadOnlySpan<byte> now, ReadOnlySpan<byte> before)
    {
        Byte(0xE3);
        UInt16(1 + 1 + now.Length + 1 + before.Length);
        Byte((byte)what);
        Byte((byte)now.Length);
        Bytes(now);
        Byte((byte)before.Length);
        Bytes(before);
    }

    public void PacketSizeChanged(int now, int before) =>
        Changed(EnvironmentChange.PacketSize, now.ToString(CultureInfo.InvariantCulture), before.ToString(CultureInfo.InvariantCulture));

    public void TransactionBegun(long descriptor) => Changed(EnvironmentChange.BeginTransaction, Descriptor(descriptor), []);

    public void TransactionEnded(EnvironmentChange how, long descriptor) => Changed(how, [], Descriptor(descriptor));

    private static byte[] Descriptor(long descriptor)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, descriptor);
        return bytes;
    }

    private void Notice(byte token, int number, byte state, byte severity, string message, string procedure, int line)
    {
        Byte(token);
        UInt16(4 + 1 + 1 + 2 + (message.Length * 2) + 1 + (ServerName.Length * 2) + 1 + (procedure.Length * 2) + 4);
        Int32(number);
        Byte(state);
        Byte(severity);
        LongText(message);
        ShortText(ServerName);
        ShortText(procedure);
        Int32(line);
    }

    private void Done(byte token, DoneStatus status, long rows)
    {
        Byte(token);
        UInt16((ushort)status);
        UInt16(0);
        Int64(rows);
    }
}
