using System.Collections.Immutable;
using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order;

/// <summary>The diagnostics about locks that are taken while others are held.</summary>
internal static class OrderRules
{
    private const string TakenAgainTitle = "A lock is taken again while it is held";
    private const string TakenAgainMessage =
        "The lock \"{0}\" is taken again while it is held, and locks are not reentrant: {1}; take it only in the outer method, or pass the handle on";

    private const string MayBeTakenAgainMessage =
        "The lock \"{0}\" may be taken again while it is held, if its values, the provider and what runs are the same: {1}; take it only in the outer method, or pass the handle on";

    private const string UpgradeTitle = "A shared lock is upgraded while it is held";
    private const string UpgradeMessage =
        "The lock \"{0}\" is held shared and then taken exclusively: {1}; two holders that do this wait for each other, so take it exclusively from the start";

    private const string ContradictedTitle = "Locks are taken against the declared order";
    private const string ContradictedMessage =
        "\"{0}\" is taken while \"{1}\" is held, but the declared order puts \"{0}\" before \"{1}\": {2}; take \"{0}\" first, or take both in one call";

    private const string OppositeTitle = "Locks are taken in opposite orders";

    public static readonly DiagnosticDescriptor TakenAgain = UsageRule.Error(RuleIds.TakenAgain, TakenAgainTitle, TakenAgainMessage);

    // One id may come from one body, while typing, or from several, at the end of a build; and it is an error only where nothing is left to doubt. The
    // release files know one severity for an id.
#pragma warning disable RS2001
    public static readonly DiagnosticDescriptor TakenAgainByCalls =
        UsageRule.OfWholeProgram(RuleIds.TakenAgain, TakenAgainTitle, TakenAgainMessage, DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor MayBeTakenAgain = UsageRule.Warning(RuleIds.TakenAgain, TakenAgainTitle, MayBeTakenAgainMessage);

    public static readonly DiagnosticDescriptor MayBeTakenAgainByCalls =
        UsageRule.OfWholeProgram(RuleIds.TakenAgain, TakenAgainTitle, MayBeTakenAgainMessage, DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor Upgrade = UsageRule.Warning(RuleIds.Upgrade, UpgradeTitle, UpgradeMessage);

    public static readonly DiagnosticDescriptor UpgradeByCalls =
        UsageRule.OfWholeProgram(RuleIds.Upgrade, UpgradeTitle, UpgradeMessage, DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor Contradicted = UsageRule.Warning(RuleIds.OrderContradicted, ContradictedTitle, ContradictedMessage);

    public static readonly DiagnosticDescriptor ContradictedByCalls =
        UsageRule.OfWholeProgram(RuleIds.OrderContradicted, ContradictedTitle, ContradictedMessage, DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor OppositeOrders = UsageRule.OfWholeProgram(
        RuleIds.OppositeOrders,
        OppositeTitle,
        "Locks are taken in opposite orders, and calls that meet wait for each other: {0}; take them in one order everywhere, or together in one call",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor SameTemplateTwice = UsageRule.OfWholeProgram(
        RuleIds.OppositeOrders,
        OppositeTitle,
        "\"{0}\" is taken while \"{1}\" is held, and a call with the two values exchanged takes them in the opposite order: {2}; take both in one call (AcquireAllAsync, " +
        "or a collection placeholder), which has one order for all",
        DiagnosticSeverity.Info);
#pragma warning restore RS2001

    public static readonly ImmutableArray<DiagnosticDescriptor> All = ImmutableArray.Create(
        TakenAgain, TakenAgainByCalls, MayBeTakenAgain, MayBeTakenAgainByCalls, Upgrade, UpgradeByCalls, Contradicted, ContradictedByCalls, OppositeOrders, SameTemplateTwice);
}
