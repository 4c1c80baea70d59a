namespace Hangfire.MiniWorker;

/// <summary>The storage of one <see cref="MiniServer"/>.</summary>
internal sealed class MiniStorage : JobStorage;
