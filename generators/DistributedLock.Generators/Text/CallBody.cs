using DistributedLock.CodeModel.Methods;

namespace DistributedLock.Generators.Text;

/// <summary>Writes the call of a core that ends once: with its return, or with its task.</summary>
internal static class CallBody
{
    public static void Write(CodeWriter code, LockedMethod method, WrapperBody body)
    {
        var names = body.Names;
        var call = (method.Core.IsAwaited ? "await " : string.Empty) + body.Call(method.Core, underLock: true);
        var value = method.Core.ReturnsResult ? method.Return.Result : method.Return.Payload;
        if (value is not null)
        {
            code.Line($"{value} {names.Result};");
        }

        code.Open("try");
        code.Line(value is null ? $"{call};" : $"{names.Result} = {call};");
        code.Close();
        body.WriteLossClause();
        body.WriteRelease();
        if ((method.Core.ReturnsResult ? names.Result : Returned(method.Return, names)) is { } returned)
        {
            code.Line($"return {returned};");
        }
    }

    private static string? Returned(ReturnModel returns, LocalNames names) => returns switch
    {
        { Payload: null, Result: null } => null,
        { Payload: null } => $"{returns.Result}.Completed",
        { Result: null } => names.Result,
        _ => $"{returns.Result}.Completed({names.Result})",
    };
}
