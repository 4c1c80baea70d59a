namespace DistributedLock.CodeModel.Templates;

/// <summary>A parsed key template. The parts are meaningful only when there are no errors.</summary>
internal sealed record KeyTemplate(IReadOnlyList<TemplatePart> Parts, IReadOnlyList<TemplateError> Errors)
{
    public IEnumerable<TemplatePlaceholder> Placeholders => Parts.OfType<TemplatePlaceholder>();

    /// <summary>
    /// The template in one spelling: both bracket pairs mean the same, so <c>a-&lt;id&gt;</c> and <c>a-{id}</c> are one template to tools and metrics.
    /// </summary>
    public string Canonical => string.Concat(Parts.Select(part => part.Canonical));

    public TemplatePlaceholder? Collection => Placeholders.FirstOrDefault(placeholder => placeholder.IsCollection);
}
