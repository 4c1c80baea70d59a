namespace Samples;

/// <summary>An option of a sample that is a whole number.</summary>
internal sealed record SampleNumber(string Name, int Least, int Most, int Default);
