namespace DistributedLock.CodeModel.Decorators;

/// <summary>How a property is written to.</summary>
public enum SetterForm
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>At any time.</summary>
    Set,

    /// <summary>While its object is created, when the service behind a decorator is there already.</summary>
    Init,
}
