using System.Runtime.InteropServices;
using DistributedLock.Tool.CommandLine;
using DistributedLock.Tool.Output;

// The first Ctrl+C asks the command to end; a second one ends the process as ever.
using var ending = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
return await Distlock.RunAsync(args, Terminal.OfProcess(), ending.Token);

void End(PosixSignalContext signal)
{
    if (!ending.IsCancellationRequested)
    {
        signal.Cancel = true;
        ending.Cancel();
    }
}
