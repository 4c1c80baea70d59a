namespace DistributedLock;

/// <summary>Tells what the application is called that a provider takes locks for: <see cref="DistributedLockOptions.ApplicationName"/>, or its default.</summary>
internal interface IApplicationProvider
{
    string Application { get; }
}
