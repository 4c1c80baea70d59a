using DistributedLock.CodeModel.Templates;

namespace DistributedLock.Times;

/// <summary>Templates as declarations have them, whichever brackets were written: by the compiler's own parser.</summary>
internal static class LockTemplate
{
    /// <param name="template">What was written.</param>
    /// <param name="mistake">Why no lock can be declared like that; otherwise <see langword="null"/>.</param>
    public static string Canonical(string template, out string? mistake)
    {
        var parsed = KeyTemplateParser.Parse(template);
        mistake = parsed.Errors.Count > 0 ? $"'{template}' is malformed: {parsed.Errors[0].Message}" : null;
        return mistake is null ? parsed.Canonical : template;
    }
}
