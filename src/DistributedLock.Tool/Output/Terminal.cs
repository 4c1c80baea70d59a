using System.Text;
using Spectre.Console;

namespace DistributedLock.Tool.Output;

/// <summary>Where a command reads and writes, and what it finds in its environment. Tests put their own in its place.</summary>
internal sealed class Terminal(TextReader input, TextWriter output, TextWriter error)
{
    private Secrets _secrets = Secrets.None;
    private IAnsiConsole? _rich;

    public TextWriter Output => output;

    public TextWriter Error => error;

    /// <summary>Whether a person may answer a question.</summary>
    public bool IsInputInteractive { get; init; }

    /// <summary>Whether a person reads what is written.</summary>
    public bool IsOutputInteractive { get; init; }

    /// <summary>Reads a variable of the environment.</summary>
    public Func<string, string?> Variable { get; init; } = static _ => null;

    /// <summary>For tables on an interactive output.</summary>
    public IAnsiConsole Rich => _rich ??= AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });

    public static Terminal OfProcess()
    {
        if (Console.IsOutputRedirected)
        {
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }

        return new Terminal(Console.In, Console.Out, Console.Error)
        {
            IsInputInteractive = !Console.IsInputRedirected,
            IsOutputInteractive = !Console.IsOutputRedirected,
            Variable = Environment.GetEnvironmentVariable,
        };
    }

    /// <summary>From now on no error and no finding shows these.</summary>
    public void Hide(Secrets secrets) => _secrets = secrets;

    /// <summary>A text of somebody else's, such as an exception's, fit to be shown.</summary>
    public string Clean(string text) => _secrets.Hide(text);

    /// <summary>Writes to the standard error.</summary>
    public void Complain(string message) => error.WriteLine(Clean(message));

    public void Complain(Exception exception, bool isVerbose)
    {
        var isExpected = exception is DistributedLockException or NotSupportedException;
        Complain(isExpected ? exception.Message : $"Unexpected: {exception.GetType().FullName}: {exception.Message}");
        for (var inner = isVerbose ? isExpected ? exception.InnerException : exception : null; inner is not null; inner = inner.InnerException)
        {
            Complain($"  {inner.GetType().FullName}: {inner.Message}");
            if (!isExpected)
            {
                Complain(inner.StackTrace ?? "");
            }
        }
    }

    /// <summary>Asks; only a yes is one.</summary>
    public async Task<bool> ConfirmAsync(string question, CancellationToken cancellationToken)
    {
        await error.WriteAsync($"{question} [y/N] ".AsMemory(), cancellationToken);
        await error.FlushAsync(cancellationToken);

        // On the thread pool: a console's read cannot be cancelled, and must not keep Ctrl+C from being one.
        var answer = await Task.Run(input.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        return answer?.Trim().ToUpperInvariant() is "Y" or "YES";
    }
}
