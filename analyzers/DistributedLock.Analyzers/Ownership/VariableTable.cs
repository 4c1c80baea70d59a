using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>Gives each variable that matters to one handle a bit: locals, parameters, and the compiler's own variables of the flow graph.</summary>
internal sealed class VariableTable(ControlFlowGraph graph)
{
    private const int MostVariables = 64;

    private readonly Dictionary<ISymbol, ulong> _symbols = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<CaptureId, ulong> _captures = [];
    private Dictionary<CaptureId, IOperation>? _captured;

    /// <summary>Whether there were more variables than bits: then nothing can be said.</summary>
    public bool IsFull { get; private set; }

    public ulong Captures { get; private set; }

    public ulong BitOf(ISymbol variable)
    {
        if (!_symbols.TryGetValue(variable, out var bit))
        {
            _symbols.Add(variable, bit = Next());
        }

        return bit;
    }

    public ulong BitOf(CaptureId capture)
    {
        if (!_captures.TryGetValue(capture, out var bit))
        {
            _captures.Add(capture, bit = Next());
            Captures |= bit;
        }

        return bit;
    }

    /// <summary>The bit of the variable that an operation reads or writes; 0 where it is none.</summary>
    public ulong BitOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => BitOf(local.Local),
        IParameterReferenceOperation parameter => BitOf(parameter.Parameter),
        IFlowCaptureReferenceOperation capture => BitOf(capture.Id),
        _ => 0,
    };

    /// <summary>What stands behind a variable of the compiler's that is written to: <c>x ??= y</c> captures <c>x</c> first.</summary>
    public IOperation? Captured(CaptureId capture)
    {
        if (_captured is null)
        {
            _captured = [];
            foreach (var operation in graph.Blocks.SelectMany(block => block.Operations).OfType<IFlowCaptureOperation>())
            {
                _captured[operation.Id] = operation.Value;
            }
        }

        return _captured.TryGetValue(capture, out var value) ? value : null;
    }

    private ulong Next()
    {
        var next = _symbols.Count + _captures.Count;
        IsFull |= next >= MostVariables;
        return IsFull ? 0 : 1UL << next;
    }
}
