using System.Globalization;
using System.Text;
using DistributedLock.Leases;

namespace DistributedLock.SqlServer;

/// <summary>The text that tells the server what to renew.</summary>
internal static class LeaseRenewals
{
    /// <summary><c>[{"o":"owner","ms":30000},...]</c>. Owners are hexadecimal digits: nothing to escape.</summary>
    public static string ToJson(IReadOnlyList<LeaseRenewal> renewals, int start, int count)
    {
        var text = new StringBuilder("[");
        for (var i = start; i < start + count; i++)
        {
            text.Append(i == start ? "{\"o\":\"" : ",{\"o\":\"").Append(renewals[i].Claim.Owner).Append("\",\"ms\":")
                .Append(((long)Math.Ceiling(renewals[i].Lease.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture)).Append('}');
        }

        return text.Append(']').ToString();
    }
}
