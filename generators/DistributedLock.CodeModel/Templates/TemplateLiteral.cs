namespace DistributedLock.CodeModel.Templates;

/// <summary>Text that is the same in every key.</summary>
internal sealed record TemplateLiteral(string Text) : TemplatePart
{
    public override string Canonical => Text.Replace("{", "{{").Replace("}", "}}").Replace("<", "<<").Replace(">", ">>");
}
