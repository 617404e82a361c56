using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>
/// Names for what the functions of a forward pass are taken of, as in <c>h = tanh(X @ W)</c>: programs have lines about
/// the gradient there without a name for the value.
/// </summary>
internal static class ArgumentNames
{
    private const string After = "_in";

    /// <summary>The program with such names, and all values by the line that computes them.</summary>
    public static (ProgramSyntax Program, List<string[]> Families) AddTo(ProgramSyntax program)
    {
        ProgramSyntax named = Keep(program, null);
        HashSet<string> own = Taken(program);
        List<string[]> families = [.. named.Statements.OfType<AssignmentStatement>()
            .GroupBy(one => (one.Name.Span, own.Contains(one.Name.Name)))
            .Select(line => line.Select(one => one.Name.Name).ToArray())];
        return (named, families);
    }

    /// <summary>The program with those of the names that are wanted; all of them if that is null.</summary>
    public static ProgramSyntax Keep(ProgramSyntax program, IReadOnlySet<string>? wanted)
    {
        HashSet<string> taken = Taken(program);
        return program with
        {
            Statements = [.. program.Statements.SelectMany(statement =>
                statement is AssignmentStatement one && Argument(one, taken) is var (name, call)
                && wanted?.Contains(name.Name) != false ? WithName(one, name, call) : [statement])],
        };
    }

    /// <summary>What a name stands for; null where it is none of these.</summary>
    public static Expression? Find(ProgramSyntax program, string name)
    {
        HashSet<string> taken = Taken(program);
        return program.Statements.OfType<AssignmentStatement>().Select(one => Argument(one, taken))
            .FirstOrDefault(one => one?.Name.Name == name)?.Call.Arguments[0].Value;
    }

    // Whatever the program calls anything.
    private static HashSet<string> Taken(ProgramSyntax program) =>
    [
        .. program.Statements.SelectMany(statement => statement switch
        {
            AssignmentStatement one => [one.Name.Name],
            FunctionStatement one => [one.Name.Name],
            DimensionStatement one => [one.Name.Name],
            DeclarationStatement one => one.Declarators.SelectMany(declared => declared.Dimensions
                .Select(axis => axis.Name).OfType<string>().Append(declared.Name.Name)),
            _ => (IEnumerable<string>)[],
        }),
    ];

    private static (Identifier Name, CallExpression Call)? Argument(
        AssignmentStatement statement, HashSet<string> taken)
    {
        if (statement is not { Mask: null, Value: CallExpression call }
            || call.Arguments is not [{ Name: null, Value: not NameExpression }, ..]) return null;
        string name = statement.Name.Name + After;
        while (taken.Contains(name)) name += "_";
        return (statement.Name with { Name = name }, call);
    }

    private static Statement[] WithName(AssignmentStatement statement, Identifier name, CallExpression call)
    {
        var argument = new Argument(null, new NameExpression(name.Name, name.Span), name.Span);
        return
        [
            new AssignmentStatement(name, call.Arguments[0].Value, statement.Span),
            statement with { Value = new CallExpression(
                call.Function, call.Arguments.SetItem(0, argument), call.Span) },
        ];
    }
}
