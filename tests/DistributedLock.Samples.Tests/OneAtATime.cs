using Xunit;

// The samples start processes of their own; two at once on a small machine would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
