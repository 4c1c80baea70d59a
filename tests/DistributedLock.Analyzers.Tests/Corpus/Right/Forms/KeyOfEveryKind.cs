public enum Region
{
    North,
    South,
}

public partial class Weather(IDistributedLockProvider locks)
{
    [DistributedLock("weather-<region>-{day:yyyyMMdd}-{station}")]
    public partial Task MeasureAsync(Region region, DateOnly day, Guid station, CancellationToken cancellationToken = default);

    private Task MeasureCoreAsync(Region region, DateOnly day, Guid station, CancellationToken cancellationToken) => Task.Delay(day.Day, cancellationToken);
}
