using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Symbols;

namespace DistributedLock.Generators.Text;

/// <summary>What all wrappers have in common: the lock is taken, or something is done about not getting it.</summary>
internal sealed class WrapperBody(CodeWriter code, LockedMethod method)
{
    private readonly string _token = method.Token ?? RuntimeNames.NoToken;

    public LocalNames Names { get; } = new(method);

    /// <summary>The token that the core and its enumerator get.</summary>
    public string Token => method.Core.TakesToken ? $"{Names.Hold}.Token({_token})" : _token;

    public string Await { get; } = method.Return.Form == ReturnForm.Synchronous ? string.Empty : "await ";

    /// <summary>Only a wrapper that throws when contended leaves that to the runtime.</summary>
    private string Acquire => (method.Contention == ContentionForm.Throw ? "Acquire" : "TryAcquire") + (Await.Length > 0 ? "Async" : string.Empty);

    private string Given => method.GivenHandle is null ? string.Empty : $", {method.GivenHandle}";

    /// <summary>From the key to the handle, which is declared here unless it is already.</summary>
    public void WriteHandle(string declaration = "var ")
    {
        if (method.HasSeveralLocks)
        {
            WriteClaims(declaration);
        }
        else
        {
            WriteRequest(declaration);
        }
    }

    /// <summary>From the key to the hold.</summary>
    public void WriteAcquisition()
    {
        WriteHandle();
        if (method.Contention != ContentionForm.Throw)
        {
            code.Open($"if ({Names.Handle} is null)");
            WriteContention();
            code.Close();
            code.Line();
        }

        code.Line(method.Core.TakesToken
            ? $"var {Names.Hold} = {RuntimeNames.CancellableHold}.Start({Names.Handle}, {_token}{Given});"
            : $"var {Names.Hold} = new {RuntimeNames.Hold}({Names.Handle});");
    }

    /// <summary>A call of the core or the fallback, without <c>await</c>.</summary>
    public string Call(BodyCall call, bool underLock) => $"{call.Target}({string.Join(", ", call.Arguments.Select(argument => argument.Kind switch
    {
        BodyArgumentKind.Token => underLock ? Token : _token,
        BodyArgumentKind.Handle => $"{Names.Hold}.Handle",
        BodyArgumentKind.Handles => $"{Names.Hold}.Handles",
        _ => argument.Expression,
    }))})";

    /// <summary>The clause that turns a cancellation by loss into the exception that says so, where the core can notice the loss at all.</summary>
    public void WriteLossClause()
    {
        if (method.Core.TakesToken || method.Core.TakesHandle)
        {
            code.Open($"catch ({RuntimeNames.Canceled} {Names.Canceled}) when ({Names.Hold}.IsCanceledByLoss({_token}))");
            code.Line($"throw {Names.Hold}.Lost({Names.Canceled});");
            code.Close();
        }
    }

    public bool HasLossClause => method.Core.TakesToken || method.Core.TakesHandle;

    public void WriteRelease()
    {
        code.Open("finally");
        code.Line(Await.Length > 0
            ? $"await {Names.Hold}.ReleaseAsync({method.GivenHandle}).ConfigureAwait(false);"
            : $"{Names.Hold}.Release({method.GivenHandle});");
        code.Close();
        code.Line();
        code.Line($"{Names.Hold}.ThrowIfLost();");
    }

    private void WriteRequest(string declaration)
    {
        code.Line($"var {Names.Request} = {Request(method.Locks[0])};");
        code.Line($"{declaration}{Names.Handle} = {Await}{RuntimeNames.Call}.{Acquire}({method.Locks[0].Provider}, {Names.Request}{Given}, {_token});");
    }

    private void WriteClaims(string declaration)
    {
        code.Line($"var {Names.Claims} = new {RuntimeNames.Claims}();");
        for (var index = 0; index < method.Locks.Count; index++)
        {
            var declared = method.Locks[index];
            var add = $"{Names.Claims}.Add({declared.Provider}, {Request(declared)});";
            if (declared.Key.Collection is not { } collection)
            {
                code.Line(add);
                continue;
            }

            var elements = collection.Owner is { } owner
                ? $"{declared.ElementsMethodName}{declared.Key.TypeParameters}({owner.Name})"
                : collection.Expression;
            var placeholder = CSharpText.Literal(collection.Placeholder);
            code.Open($"foreach (var {Names.Element} in {RuntimeNames.Claims}.Elements({elements}, {declared.DefinitionName}, {placeholder}))");
            code.Line(add);
            code.Close();
            code.Line();
        }

        code.Line($"{declaration}{Names.Handle} = {Await}{Names.Claims}.{Acquire}({_token});");
    }

    private string Request(DeclaredLock declared)
    {
        var arguments = string.Join(", ", declared.Key.Parameters.Select(parameter => parameter.IsElement ? Names.Element : parameter.Name));
        var key = declared.Key.Constant is { } constant
            ? CSharpText.Literal(constant)
            : $"{declared.KeyMethodName}{declared.Key.TypeParameters}({arguments})";
        return $"{declared.DefinitionName}.CreateRequest({key})";
    }

    private void WriteContention()
    {
        if (method.Contention == ContentionForm.Fallback)
        {
            WriteFallback(method.Fallback!);
        }
        else
        {
            code.Line(method.Return.Result is { } result ? $"return {result}.Skipped;" : "return;");
        }
    }

    private void WriteFallback(BodyCall fallback)
    {
        var call = (fallback.IsAwaited ? "await " : string.Empty) + Call(fallback, underLock: false);
        if (method.Return.Form == ReturnForm.Stream)
        {
            code.Open($"await foreach (var {Names.Item} in {call})");
            code.Line($"yield return {Names.Item};");
            code.Close();
            code.Line();
            code.Line("yield break;");
        }
        else if (method.Return.Payload is null)
        {
            code.Line($"{call};");
            code.Line(method.Return.Result is { } result ? $"return {result}.Skipped;" : "return;");
        }
        else
        {
            code.Line(method.Return.Result is { } result ? $"return {result}.FromFallback({call});" : $"return {call};");
        }
    }
}
