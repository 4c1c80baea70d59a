// As the generator writes it for a declared lock.
[assembly: DistributedLock.LockDefinitionInfo("declared-in-metadata-{id}", "Shop.Orders.Place(int)", HoldAtLeastSeconds = 20, MaxHoldSeconds = 3000)]
