using DistributedLock.CodeModel.Methods;

namespace DistributedLock.Generators.Text;

/// <summary>Writes the enumeration of a core that is a stream: the lock is held until the consumer is through with it, or gives up.</summary>
/// <remarks>
/// The enumerator is driven by hand. Each step runs in the flow of the consumer that asks for it, so each step enters the hold again; and C# has no
/// <c>yield return</c> inside a <c>try</c> with a <c>catch</c>, so the clause about a loss goes around the step alone.
/// </remarks>
internal static class StreamBody
{
    public static void Write(CodeWriter code, LockedMethod method, WrapperBody body)
    {
        var names = body.Names;
        code.Open("try");
        code.Line($"var {names.Items} = {body.Call(method.Core, underLock: true)}.GetAsyncEnumerator({body.Token});");
        code.Open("try");
        code.Open("while (true)");
        code.Line($"{names.Hold}.EnterFlow();");
        WriteStep(code, body);
        code.Line();
        code.Line($"yield return {names.Items}.Current;");
        code.Close();
        code.Close();
        code.Open("finally");
        code.Line($"{names.Hold}.EnterFlow();");
        code.Line($"await {names.Items}.DisposeAsync();");
        code.Close();
        code.Close();
        body.WriteRelease();
    }

    private static void WriteStep(CodeWriter code, WrapperBody body)
    {
        if (body.HasLossClause)
        {
            code.Open("try");
        }

        code.Open($"if (!await {body.Names.Items}.MoveNextAsync())");
        code.Line("break;");
        code.Close();
        if (body.HasLossClause)
        {
            code.Close();
            body.WriteLossClause();
        }
    }
}
