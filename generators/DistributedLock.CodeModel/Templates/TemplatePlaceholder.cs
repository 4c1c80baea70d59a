namespace DistributedLock.CodeModel.Templates;

/// <summary>A value in a key: <c>{order.Customer.Id}</c>, <c>{this.Region}</c>, <c>{settings[region]}</c>, <c>{date:yyyyMMdd}</c>, <c>{ids*}</c>.</summary>
/// <param name="Path">The names between the dots; <c>this</c> is among them.</param>
/// <param name="Index">What is looked up in the last name of the path; <see langword="null"/> for nothing.</param>
/// <param name="Format">What follows the first colon; <see langword="null"/> for none.</param>
/// <param name="IsCollection">Whether each element is a lock of its own.</param>
/// <param name="Start">Where the opening bracket stands in the template.</param>
/// <param name="Length">How long the placeholder is, brackets included.</param>
internal sealed record TemplatePlaceholder(IReadOnlyList<string> Path, string? Index, string? Format, bool IsCollection, int Start, int Length) : TemplatePart
{
    /// <summary>The path as it is written, without format: what messages name the placeholder by.</summary>
    public string Name => string.Join(".", Path) + (Index is null ? string.Empty : $"[{Index}]");

    public override string Canonical => $"{{{Name}{(IsCollection ? "*" : string.Empty)}{(Format is null ? string.Empty : ":" + Format)}}}";

    public bool IsThis => Path[0] == "this";
}
