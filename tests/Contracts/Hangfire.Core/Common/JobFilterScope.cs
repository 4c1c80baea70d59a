namespace Hangfire.Common;

/// <summary>Where a filter comes from; among filters of one order, the wider one goes first.</summary>
public enum JobFilterScope
{
    Global = 10,
    Type = 20,
    Method = 30,
}
