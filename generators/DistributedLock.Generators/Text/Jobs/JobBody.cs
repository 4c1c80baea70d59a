using DistributedLock.CodeModel.Jobs;
using DistributedLock.CodeModel.Methods;

namespace DistributedLock.Generators.Text.Jobs;

/// <summary>Writes the implementation of the framework's method, from the lock to the call of the user's method.</summary>
internal sealed class JobBody(CodeWriter code, LockedJob job)
{
    private readonly LockedMethod _method = job.Method;
    private readonly WrapperBody _wrapper = new(code, job.Method);
    private readonly JobText _framework = JobText.Of(job);

    private LocalNames Names => _wrapper.Names;

    /// <summary>The first line of an explicit implementation.</summary>
    public static string Header(MethodSignature signature, bool isAsync) =>
        $"{(isAsync ? "async " : string.Empty)}{signature.ReturnType} {signature.Name}({string.Join(", ", signature.Parameters.Select(static parameter => $"{parameter.Type} {parameter.Name}"))})";

    public void Write()
    {
        code.Open(Header(_method.Signature, isAsync: true));
        WriteAcquisition();
        if (job.Contention != JobContention.Throw)
        {
            code.Open($"if ({Names.Handle} is null)");
            WriteContention();
            code.Line("return;");
            code.Close();
            code.Line();
        }

        WriteHold();
        code.Open("try");
        if (job.TokenProperty is not null)
        {
            code.Line($"{job.TokenProperty} = {Names.Hold}.Token;");
        }

        code.Line($"{Call(_method.Core, $"{Names.Hold}.Token")};");
        code.Close();
        code.Open($"catch ({RuntimeNames.Canceled} {Names.Canceled}) when ({Names.Hold}.IsCanceledByLoss)");
        code.Line($"throw {_framework.Failure($"{Names.Hold}.Lost({Names.Canceled})")};");
        code.Close();
        code.Open("finally");
        if (job.TokenProperty is { } property)
        {
            // The property is the user's code: should it throw, the lock is released all the same.
            code.Open("try");
            code.Line($"{property} = {Names.Hold}.JobToken;");
            code.Close();
            code.Open("finally");
            WriteRelease();
            code.Close();
        }
        else
        {
            WriteRelease();
        }

        code.Close();
        code.Line();
        code.Open($"if ({Names.Hold}.Loss is {{ }} {Names.Loss})");
        code.Line($"throw {_framework.Failure(Names.Loss)};");
        code.Close();
        code.Close();
    }

    private void WriteRelease() => code.Line($"await {Names.Hold}.ReleaseAsync().ConfigureAwait(false);");

    private void WriteAcquisition()
    {
        if (!_framework.WrapsFailures)
        {
            _wrapper.WriteHandle();
            return;
        }

        code.Line($"{RuntimeNames.Handle}{(job.Contention == JobContention.Throw ? string.Empty : "?")} {Names.Handle};");
        code.Open("try");
        _wrapper.WriteHandle(declaration: string.Empty);
        code.Close();
        code.Open($"catch (global::System.Exception {Names.Failure}) when ({Names.Failure} is not {RuntimeNames.Canceled})");
        code.Line($"throw {_framework.Failure(Names.Failure)};");
        code.Close();
        code.Line();
    }

    private void WriteContention()
    {
        switch (job.Contention)
        {
            case JobContention.Fallback:
                code.Line($"{Call(_method.Fallback!, _method.Token ?? RuntimeNames.NoToken)};");
                break;
            case JobContention.Reschedule:
                _framework.WriteReschedule(code, Names);
                break;
            default:
                _framework.WriteSkip(code);
                break;
        }
    }

    private void WriteHold()
    {
        var interrupt = _framework.Interruption is { } call ? $", () => {call}" : string.Empty;
        code.Line($"var {Names.Hold} = {RuntimeNames.JobHold}.Start({Names.Handle}, {_method.Token ?? RuntimeNames.NoToken}{interrupt});");
    }

    private string Call(BodyCall call, string token) => $"{(call.IsAwaited ? "await " : string.Empty)}{call.Target}({string.Join(", ", call.Arguments.Select(argument => argument.Kind switch
    {
        BodyArgumentKind.Token => token,
        BodyArgumentKind.Handle => $"{Names.Hold}.Handle",
        BodyArgumentKind.Handles => $"{Names.Hold}.Handles",
        _ => argument.Expression,
    }))})";
}
