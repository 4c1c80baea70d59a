namespace DistributedLock.CodeModel.Templates;

/// <summary>Why a template is malformed, and where. A length of 0 means the whole template.</summary>
internal sealed record TemplateError(string Message, int Start, int Length);
