using DistributedLock.CodeModel.Templates;

namespace DistributedLock.AspNetCore.Templates;

/// <summary>A placeholder, and where its value comes from.</summary>
/// <param name="Placeholder">As it stands in the template.</param>
/// <param name="Source">Where the value comes from.</param>
internal sealed record BoundPlaceholder(TemplatePlaceholder Placeholder, PlaceholderSource Source)
{
    public string Name => Placeholder.Name;

    public string? Format => Placeholder.Format;
}
