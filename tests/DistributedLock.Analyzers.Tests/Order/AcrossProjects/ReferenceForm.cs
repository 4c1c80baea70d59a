namespace DistributedLock.Analyzers.Tests.Order.AcrossProjects;

/// <summary>As what a project sees another one.</summary>
public enum ReferenceForm
{
    /// <summary>A package, or a project on the command line without reference assemblies.</summary>
    Assembly,

    /// <summary>A project on the command line: no bodies, nothing private.</summary>
    ReferenceAssembly,

    /// <summary>A project in a compiler that holds both.</summary>
    Compilation,
}
