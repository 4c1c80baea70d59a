using System.Globalization;
using System.Text.Json.Nodes;
using DistributedLock.Tool.Output;
using Spectre.Console;

namespace DistributedLock.Tool.Doctor;

/// <summary>Tells each check as it is made, because one that fails may take its time; JSON at the end.</summary>
internal sealed class DoctorReport(Terminal terminal, Format format)
{
    private const string Columns = "NUMBER\tRESULT\tCHECK\tDETAIL\tADVICE";

    private bool _hasBegun;

    public void Show(Check check)
    {
        var (detail, advice) = (OneLine(check.Finding.Detail), check.Finding.Advice is null ? null : OneLine(check.Finding.Advice));
        if (format == Format.Columns)
        {
            if (!_hasBegun)
            {
                terminal.Output.WriteLine(Columns);
            }

            var number = check.Number.ToString(CultureInfo.InvariantCulture);
            terminal.Output.WriteLine(string.Join('\t', number, NameOf(check.Finding.Outcome), check.Name, detail, advice ?? Printable.Unknown));
            terminal.Output.Flush();
        }
        else if (format == Format.Rich)
        {
            var color = check.Finding.Outcome switch { CheckOutcome.Ok => "green", CheckOutcome.Warning => "yellow", _ => "red" };
            terminal.Rich.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{check.Number,2}. [{color}]{NameOf(check.Finding.Outcome),-7}[/] {check.Name,-12} {detail}");
            if (advice is not null)
            {
                terminal.Rich.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{"",24} -> {advice}");
            }
        }

        _hasBegun = true;
    }

    public void End(string backend, Checkup checkup)
    {
        if (format == Format.Json)
        {
            terminal.Output.WriteLine(JsonText.Of(new JsonObject
            {
                ["backend"] = backend,
                ["result"] = NameOf(checkup.Worst),
                ["checks"] = JsonText.Array(checkup.Checks.Select(static check => (JsonNode?)new JsonObject
                {
                    ["number"] = check.Number,
                    ["result"] = NameOf(check.Finding.Outcome),
                    ["check"] = check.Name,
                    ["detail"] = check.Finding.Detail,
                    ["advice"] = check.Finding.Advice,
                })),
            }));
        }
        else if (format == Format.Rich)
        {
            terminal.Output.WriteLine($"{backend}: {NameOf(checkup.Worst)}");
        }
    }

    private static string OneLine(string text) => Printable.Text(text.ReplaceLineEndings(" "));

    private static string NameOf(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Ok => "ok",
        CheckOutcome.Warning => "warning",
        _ => "failed",
    };
}
