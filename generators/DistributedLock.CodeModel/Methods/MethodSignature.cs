using DistributedLock.CodeModel.Collections;

namespace DistributedLock.CodeModel.Methods;

/// <summary>What the implementing part repeats of the definition.</summary>
/// <param name="Modifiers">All but <c>async</c> and <c>partial</c>.</param>
/// <param name="TypeParameters">With angle brackets; empty for none.</param>
/// <param name="Constraints">One <c>where</c> clause each, as far as C# wants them repeated.</param>
/// <param name="Warnings">The ids under which what the generated code names is reported wherever it is named.</param>
public sealed record MethodSignature(
    EquatableArray<string> Modifiers,
    string ReturnType,
    string Name,
    string TypeParameters,
    EquatableArray<ParameterModel> Parameters,
    EquatableArray<string> Constraints,
    EquatableArray<string> Warnings);
