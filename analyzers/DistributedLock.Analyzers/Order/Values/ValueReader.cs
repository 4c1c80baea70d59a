using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using DistributedLock.Analyzers.Order.CallGraph;

namespace DistributedLock.Analyzers.Order.Values;

/// <summary>Reads expressions of one body as values.</summary>
internal sealed class ValueReader(BodyFacts facts)
{
    private const int DeepestExpression = 40;

    public BoundValue Read(IOperation? operation) => Read(operation, 0);

    /// <summary>The expression that a local stands for, or the expression itself.</summary>
    public IOperation? Resolved(IOperation? operation)
    {
        for (var depth = 0; depth < DeepestExpression; depth++)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                case ILocalReferenceOperation local when facts.ValueOf(local.Local) is { } value:
                    operation = value;
                    break;
                default:
                    return operation;
            }
        }

        return null;
    }

    private BoundValue Read(IOperation? operation, int depth)
    {
        if (operation is null || depth > DeepestExpression)
        {
            return BoundValue.Unknown;
        }

        if (operation.ConstantValue is { HasValue: true, Value: { } constant })
        {
            return TextForm.Of(constant, operation.Type) is { } text ? BoundValue.OfText(text) : BoundValue.Unknown;
        }

        return operation switch
        {
            IConversionOperation conversion => KeepsText(conversion) ? Read(conversion.Operand, depth + 1) : BoundValue.Unknown,
            IParenthesizedOperation parenthesized => Read(parenthesized.Operand, depth + 1),
            IInterpolatedStringOperation text => BoundValue.Joined(text.Parts.SelectMany(part => Piece(part, depth + 1))),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } sum =>
                BoundValue.Joined(Text(sum.LeftOperand, depth + 1).Concat(Text(sum.RightOperand, depth + 1))),
            IObjectCreationOperation { Type.Name: "LockKey", Arguments.Length: 1 } key => Read(key.Arguments[0].Value, depth + 1),
            IInvocationOperation call => ReadCall(call, depth + 1),
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => BoundValue.This,
            IParameterReferenceOperation parameter => ReadParameter(parameter),
            ILocalReferenceOperation local => ReadLocal(local.Local, depth + 1),
            IFieldReferenceOperation field => ReadMember(field.Field, field, depth + 1),
            IPropertyReferenceOperation { Arguments.IsEmpty: true } property => ReadProperty(property, depth + 1),
            IDelegateCreationOperation creation => Read(creation.Target, depth + 1),
            IAnonymousFunctionOperation lambda => BoundValue.Of(new BoundDelegate(lambda.Symbol, null)),
            IMethodReferenceOperation method => BoundValue.Of(new BoundDelegate(
                Routine.SymbolOf(method.Method), method.Instance is null ? null : Read(method.Instance, depth + 1))),
            _ => BoundValue.Unknown,
        };
    }

    private IEnumerable<ValuePart> Piece(IInterpolatedStringContentOperation part, int depth) => part switch
    {
        IInterpolatedStringTextOperation text => Text(text.Text, depth),
        IInterpolationOperation { Alignment: null } value => Text(value.Expression, depth, (value.FormatString as ILiteralOperation)?.ConstantValue.Value as string),
        _ => [ValuePart.Unknown],
    };

    private IEnumerable<ValuePart> Text(IOperation operation, int depth, string? format = null)
    {
        // A concatenation and an interpolated string see an int as an object.
        while (operation is IConversionOperation { Type.SpecialType: SpecialType.System_Object } boxing)
        {
            operation = boxing.Operand;
        }

        var isSimple = TextForm.IsSimple(operation.Type);
        var value = Read(operation, depth);
        if (value.Delegate is not null || (format is null && isSimple))
        {
            return value.Delegate is null ? value.Parts : Enumerable.Repeat(ValuePart.Unknown, 1);
        }

        return new[] { value.Path is { } path ? ValuePart.Of(path, isSimple ? format : TextForm.OfCulture + format) : ValuePart.Unknown };
    }

    private BoundValue ReadCall(IInvocationOperation call, int depth)
    {
        var method = call.TargetMethod;
        return method.Name switch
        {
            "ToString" when call.Instance is { } instance && TextForm.IsSimple(instance.Type)
                && call.Arguments.All(static argument => argument.Parameter?.Type.Name == "IFormatProvider") => Read(instance, depth),
            "FromInt64" when method.ContainingType.Name == "LockKey" => Read(call.Arguments[0].Value, depth),
            _ => BoundValue.Unknown,
        };
    }

    private BoundValue ReadParameter(IParameterReferenceOperation reference)
    {
        var parameter = reference.Parameter;
        if (facts.IsAssigned(parameter))
        {
            return BoundValue.Unknown;
        }

        // The parameter of a primary constructor is a member of the instance to every other member.
        return parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && !IsInside(reference, constructor)
            ? BoundValue.Of(ValuePath.This.Then(parameter.OriginalDefinition))
            : BoundValue.Of(ValuePath.Of(Routine.ParameterOf(parameter)));
    }

    private static bool IsInside(IOperation operation, IMethodSymbol constructor)
    {
        for (var symbol = operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart); symbol is IMethodSymbol; symbol = symbol.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(symbol, constructor))
            {
                return true;
            }
        }

        return false;
    }

    private BoundValue ReadLocal(ILocalSymbol local, int depth)
    {
        if (facts.IsAssigned(local))
        {
            return BoundValue.Unknown;
        }

        var value = facts.ValueOf(local) is { } initializer ? Read(initializer, depth) : BoundValue.Unknown;
        return value.IsKnown || value.Delegate is not null ? value : BoundValue.Of(ValuePath.Of(local));
    }

    private BoundValue ReadProperty(IPropertyReferenceOperation reference, int depth)
    {
        var property = reference.Property;
        if (property is { Name: "Value", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T })
        {
            return Read(reference.Instance, depth);
        }

        // DateTime.UtcNow and its like are another value at every reading.
        return (property.IsStatic && property.DeclaringSyntaxReferences.IsEmpty) || IsAnotherEachTime(property) ? BoundValue.Unknown : ReadMember(property, reference, depth);
    }

    // An enumerator's Current, and a property of this compilation whose getter makes a value: by a call, or by counting.
    private static bool IsAnotherEachTime(IPropertySymbol property) => property.Name == "Current"
        || property.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax() is PropertyDeclarationSyntax declaration && declaration.DescendantNodes(
                static node => node is not (EqualsValueClauseSyntax or AccessorDeclarationSyntax { RawKind: (int)SyntaxKind.SetAccessorDeclaration }))
            .Any(static node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax));

    private BoundValue ReadMember(ISymbol member, IMemberReferenceOperation reference, int depth)
    {
        var definition = member.OriginalDefinition;
        if (facts.IsAssigned(definition))
        {
            return BoundValue.Unknown;
        }

        return member.IsStatic
            ? BoundValue.Of(ValuePath.Of(definition))
            : BoundValue.Of(Read(reference.Instance, depth).Path?.Then(definition));
    }

    /// <summary>A number that is cut to a smaller type is another number.</summary>
    private static bool KeepsText(IConversionOperation conversion) =>
        (conversion.OperatorMethod is null && (conversion.IsImplicit || !conversion.Conversion.IsNumeric) && !IsBetweenTexts(conversion))
        || conversion.Type?.Name == "LockKey";

    /// <summary>An enumeration and its number, a number and its fraction: one value, two texts.</summary>
    private static bool IsBetweenTexts(IConversionOperation conversion) => conversion is { Type: { } type, Operand.Type: { } operand }
        && type.IsValueType && operand.IsValueType && TextForm.IsInteger(type) != TextForm.IsInteger(operand)
        && type.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T;
}
