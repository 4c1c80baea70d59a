namespace System.Runtime.CompilerServices;

// The compiler looks this type up by name for records; netstandard2.0 does not have it.
internal static class IsExternalInit;
