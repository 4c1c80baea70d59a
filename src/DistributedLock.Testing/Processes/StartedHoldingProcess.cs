using System.Diagnostics;

namespace DistributedLock.Testing;

/// <summary>The starting end of the conversation whose other end is <see cref="HoldingProgram"/>.</summary>
internal sealed class StartedHoldingProcess : HoldingProcess
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly List<long?> _fencingTokens = [];

    private StartedHoldingProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync(); // or the process would wait for a reader when it has much to say
    }

    public override IReadOnlyList<long?> FencingTokens => _fencingTokens;

    public static new async Task<StartedHoldingProcess> StartAsync(
        ProcessStartInfo start, IReadOnlyList<LockRequest> requests, CancellationToken cancellationToken)
    {
        (start.UseShellExecute, start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (false, true, true, true);
        var holder = new StartedHoldingProcess(
            Process.Start(start) ?? throw new InvalidOperationException($"The program '{start.FileName}' did not start a process."));
        try
        {
            foreach (var request in requests)
            {
                holder._fencingTokens.Add(await holder.TakeAsync(request, cancellationToken).ConfigureAwait(false));
            }

            return holder;
        }
        catch
        {
            await holder.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        return _process.WaitForExitAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await KillAsync().ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            return; // disposed already
        }

        _process.Dispose();
    }

    private async Task<long?> TakeAsync(LockRequest request, CancellationToken cancellationToken)
    {
        string? answer;
        try
        {
            await _process.StandardInput.WriteLineAsync(HoldingLine.Format(request).AsMemory(), cancellationToken).ConfigureAwait(false);
            await _process.StandardInput.FlushAsync(cancellationToken).ConfigureAwait(false);
            answer = await _process.StandardOutput.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            answer = null; // a broken pipe: the process has ended
        }

        var expected = $"the process to take {Expect.Describe(request)}";
        if (answer is null)
        {
            await KillAsync().ConfigureAwait(false);
            throw Expect.Failure(expected, $"its end with exit code {_process.ExitCode}: {(await _errors.ConfigureAwait(false)).Trim()}");
        }

        return HoldingLine.TryParseHeld(answer, out var token) ? token : throw Expect.Failure(expected, $"'{answer}'");
    }
}
