namespace DistributedLock.Testing;

/// <summary>The random numbers of one request: they follow from the seed, the key and the number of the request, on every machine.</summary>
/// <remarks>
/// The generator is SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014), begun at an FNV-1a hash: .NET's own hash codes
/// of texts differ from process to process.
/// </remarks>
internal struct ChaosDraws
{
    private const ulong FnvBasis = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    private ulong _state;

    public ChaosDraws(int seed, string key, long number)
    {
        var hash = FnvBasis;
        Add(ref hash, unchecked((uint)seed));
        foreach (var character in key)
        {
            Add(ref hash, character);
        }

        Add(ref hash, (ulong)number);
        _state = hash;
    }

    /// <summary>The next number, from 0 to below 1.</summary>
    public double Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var mixed = _state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            mixed ^= mixed >> 31;
            return (mixed >> 11) * (1.0 / (1UL << 53));
        }
    }

    private static void Add(ref ulong hash, ulong value)
    {
        for (var shift = 0; shift < 64; shift += 8)
        {
            hash = unchecked((hash ^ ((value >> shift) & 0xFF)) * FnvPrime);
        }
    }
}
