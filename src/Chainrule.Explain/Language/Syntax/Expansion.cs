using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>
/// A program without loops, in which every name has one value: loops are written out, the elements of a sequence
/// h[t] become h₀, h₁, and the second value of a name z becomes z₂. Claims name values as derivations do.
/// </summary>
internal sealed class Expansion
{
    private const int MaxStatements = 20_000;

    private readonly ProgramSyntax syntax;
    private readonly Diagnostics diagnostics;
    private readonly ImmutableArray<Statement>.Builder result = ImmutableArray.CreateBuilder<Statement>();
    private readonly NameVersions names;
    private readonly WholeNumbers numbers;
    private readonly HashSet<string> dimensions;
    private readonly Stack<string> iterations = [];
    private int lines;
    private int outputs;

    private Expansion(ProgramSyntax syntax, Diagnostics diagnostics)
    {
        this.syntax = syntax;
        this.diagnostics = diagnostics;
        dimensions = [.. syntax.Statements.OfType<DeclarationStatement>().SelectMany(one => one.Declarators)
            .SelectMany(one => one.Dimensions).Select(one => one.Name).OfType<string>()];
        numbers = new(dimensions, diagnostics);
        names = new(syntax, numbers, diagnostics);
    }

    /// <summary>Expands a program; the errors are those of <paramref name="diagnostics"/>.</summary>
    public static ProgramSyntax Of(ProgramSyntax syntax, Diagnostics diagnostics)
    {
        var expansion = new Expansion(syntax, diagnostics);
        foreach (Statement statement in syntax.Statements) expansion.Add(statement);
        diagnostics.Iteration = null;
        return syntax with
        {
            Statements = expansion.result.ToImmutable(),
            Written = syntax,
            Summary = expansion.names.Summary,
            Numbers = expansion.numbers.Used,
        };
    }

    private void Add(Statement statement)
    {
        if (diagnostics.IsFull) return;
        diagnostics.Iteration = iterations.Count == 0 ? null : string.Join(", ", iterations.Reverse());
        if (statement is ForStatement loop)
        {
            Unroll(loop);
            return;
        }
        if (++lines > MaxStatements)
        {
            diagnostics.Error(
                statement.Span, $"the loops write out more than {MaxStatements:N0} lines", "repeat less");
            return;
        }
        if (Expanded(statement) is { } one) result.Add(one with { Iteration = diagnostics.Iteration });
    }

    private void Unroll(ForStatement loop)
    {
        if (numbers.Of(names.Resolve(loop.From)) is not { } from || numbers.Of(names.Resolve(loop.To)) is not { } to)
            return;
        string variable = loop.Variable.Name;
        if (names.Has(variable) || dimensions.Contains(variable) || numbers.Counts(variable))
        {
            diagnostics.Error(loop.Variable.Span, $"`{variable}` has a meaning already",
                $"count with another name, such as `{variable}1`");
            return;
        }
        if (to <= from)
        {
            diagnostics.Error(loop.From.Span.To(loop.To.Span), $"the loop from {from} to {to} repeats nothing",
                "the end is excluded: write it greater than the beginning");
            return;
        }
        for (int i = from; i < to && !diagnostics.IsFull && lines <= MaxStatements; i++)
        {
            numbers.Count(variable, i);
            iterations.Push($"{variable} = {i}");
            foreach (Statement statement in loop.Body) Add(statement);
            iterations.Pop();
        }
        numbers.Forget(variable);
    }

    private Statement? Expanded(Statement statement)
    {
        switch (statement)
        {
            case AssignmentStatement { Index.IsEmpty: false } element:
                return Element(element);
            case AssignmentStatement assignment:
                return Assignment(assignment);
            case FunctionStatement function:
                return function with { Body = names.Resolve(function.Body, function.Parameters) };
            case MinimizeStatement minimize:
                return minimize with { Cost = names.Minimize(minimize.Cost) };
            case OutputStatement output:
                return output with { Values = [.. output.Values.Select(Named)] };
            case ClaimStatement claim:
                return claim with
                {
                    Derivative = (DerivativeExpression)names.ResolveClaim(claim.Derivative),
                    Value = names.ResolveClaim(claim.Value),
                    WithKeptAxes = claim.WithKeptAxes is { } kept ? names.ResolveClaim(kept) : null,
                };
            case BlankStatement blank:
                return blank with { Derivative = (DerivativeExpression)names.ResolveClaim(blank.Derivative) };
            case DeclarationStatement declaration:
                foreach (Declarator declarator in declaration.Declarators) names.Declare(declarator.Name);
                return declaration;
            default:
                return statement;
        }
    }

    private Statement Assignment(AssignmentStatement assignment)
    {
        Identifier name = assignment.Name;
        Expression value = names.Resolve(assignment.Value);
        if (assignment.Compound is { } op)
        {
            Expression before = names.Resolve(new NameExpression(name.Name, name.Span));
            value = new BinaryExpression(op, before, value, assignment.Value.Span);
        }
        bool isWhole = numbers.Learn(name.Name, value) && iterations.Count == 0;
        if (isWhole && dimensions.Contains(name.Name) && numbers.Known(name.Name) is { } size and > 0
            && !names.Has(name.Name)) return new DimensionStatement(name, size, assignment.Span);
        return assignment with
        {
            Name = names.Assign(name),
            Value = value,
            Mask = assignment.Mask is { } mask ? names.Assign(mask) : null,
            Compound = null,
        };
    }

    private AssignmentStatement? Element(AssignmentStatement element)
    {
        Expression value = names.Resolve(element.Value);
        if (names.Place(element.Index) is not { } index) return null;
        if (element.Compound is not null || names.HasElement(element.Name.Name, index))
        {
            string shown = $"{element.Name.Name}[{string.Join(", ", index)}]";
            diagnostics.Error(element.Name.Span, names.HasElement(element.Name.Name, index)
                ? $"`{shown}` has its value already" : $"`{shown}` has no value yet that could be added to",
                $"add up in a plain name, as in `{element.Name.Name}1 += …`, or give the elements another name");
            return null;
        }
        return element with { Name = names.AssignElement(element.Name, index), Value = value, Index = [] };
    }

    // A formula becomes a value of its own: a word of the language, which no value of the file can have.
    private NameExpression Named(Expression value)
    {
        Expression resolved = names.Resolve(value);
        if (resolved is NameExpression name) return name;
        string called = ++outputs == 1 ? "output" : SubscriptName.Of("output", outputs);
        var identifier = new Identifier(called, value.Span);
        result.Add(new AssignmentStatement(identifier, resolved, value.Span));
        return new(called, value.Span);
    }
}
