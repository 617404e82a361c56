using System.Collections.Immutable;

namespace Chainrule.Language.Python;

/// <summary>
/// Reads a Python file, which is never run, as a program of the language: the forward pass in NumPy or PyTorch, and a
/// backward pass by hand as claims about its gradients.
/// </summary>
internal sealed class PythonReader
{
    // A fact of one reading may lead to one of the next: a name to a dimension, that to a shape, that to a cost.
    private const int MaxReadings = 8;

    private const int MaxWarnings = 4;

    private readonly SourceText source;
    private readonly Diagnostics diagnostics;
    private readonly PythonFacts facts = new();
    private readonly ImmutableArray<PyStatement> statements;

    private PythonReader(SourceText source, Diagnostics diagnostics, IReadOnlyDictionary<string, Shape> shapes)
    {
        (this.source, this.diagnostics) = (source, diagnostics);
        statements = PythonParser.Parse(source);
        facts.Stepped.UnionWith(PythonTrainingLoops.Stepped(statements));
        foreach ((string gradient, string changed) in PythonTrainingLoops.StepNames(statements))
            facts.StepNames.TryAdd(gradient, changed);
        foreach ((string name, Shape shape) in shapes)
            if (shape.Rank <= 8 && facts.Given.Add(name))
                facts.Shapes[name] = [.. Enumerable.Range(0, shape.Rank).Select(
                    axis => new DimensionSyntax($"{name}_{axis}", 0, default))];
    }

    /// <summary>The program; the errors and what was left out are those of <paramref name="diagnostics"/>.</summary>
    /// <param name="source">The text.</param>
    /// <param name="diagnostics">Takes errors and warnings.</param>
    /// <param name="shapes">Shapes of arrays that the file takes from elsewhere, by their names.</param>
    /// <param name="summary">What was understood.</param>
    public static ProgramSyntax Read(
        SourceText source, Diagnostics diagnostics, IReadOnlyDictionary<string, Shape> shapes, out string summary)
    {
        summary = "";
        if (source.Text.Length <= SourceText.MaximumLength)
            return new PythonReader(source, diagnostics, shapes).Read(out summary);
        diagnostics.Error(default, $"the text is {source.Text.Length:N0} characters long",
            $"a Python file has at most {SourceText.MaximumLength:N0} here");
        return new(source, [], default);
    }

    private ProgramSyntax Read(out string summary)
    {
        PythonEvaluator evaluator = ReadUntilSettled();
        if (evaluator.Writer.Arrays == 0 && CostChoice.Find(evaluator.Writer) is null && TrainNumbers())
            evaluator = ReadUntilSettled();
        string? cost = CostChoice.Find(evaluator.Writer)?.Statement.Name.Name;
        string? output = CostChoice.Output(
            evaluator.Writer, evaluator.Results, cost, Needed(evaluator.Writer, cost));
        facts.IsCostNamed = CostChoice.IsNamed(evaluator.Writer);
        facts.Settle(cost, Needed(evaluator.Writer, cost, output), evaluator.Writer);
        return Write(evaluator.IsExhausted ? evaluator : ReadUntilSettled(), output, out summary);
    }

    // x = -2 and dx = … in a file without arrays: numbers that have a gradient are what it is about.
    private bool TrainNumbers()
    {
        int before = facts.Version;
        HashSet<string> assigned = [.. PythonTrainingLoops.Assigned(statements)];
        foreach (string one in assigned)
            foreach (string name in GradientNames.Candidates(one, null).Where(assigned.Contains)) facts.Train(name);
        return facts.Version > before;
    }

    private PythonEvaluator ReadUntilSettled()
    {
        for (int reading = 1; ; reading++)
        {
            int version = facts.Version;
            var evaluator = new PythonEvaluator(source, facts);
            evaluator.Run(statements);
            RequireDimensions(evaluator.Writer);
            // What computes too much once does so every time.
            if (facts.Version == version || reading == MaxReadings || evaluator.IsExhausted) return evaluator;
        }
    }

    private static ImmutableHashSet<string> Needed(ChainWriter writer, params string?[] ends)
    {
        var definitions = writer.Definitions.ToDictionary(one => one.Statement.Name.Name);
        var needed = new HashSet<string>();
        var rest = new Stack<string>(ends.OfType<string>());
        while (rest.TryPop(out string? name))
        {
            if (!needed.Add(name) || !definitions.TryGetValue(name, out Definition? definition)) continue;
            foreach (string below in ChainFormula.Names(definition.Statement.Value)) rest.Push(below);
        }
        return [.. needed];
    }

    // A number is a dimension only where an array in use has it.
    private void RequireDimensions(ChainWriter writer)
    {
        if (facts.Needed is not { } needed) return;
        HashSet<string> used = [.. Used(writer, writer.Claims)];
        HashSet<string> declared = [.. writer.Declarations.Where(one => used.Contains(one.Declarators[0].Name.Name))
            .SelectMany(one => one.Declarators[0].Dimensions).Select(axis => axis.Name).OfType<string>()];
        facts.Pin(facts.Dimensions.Where(one => used.Contains(one) && !declared.Contains(one)).ToArray());
    }

    private IEnumerable<string> Used(ChainWriter writer, IEnumerable<ClaimStatement> claims) => writer.Definitions
        .Where(one => facts.Needed!.Contains(one.Statement.Name.Name))
        .SelectMany(one => ChainFormula.Names(one.Statement.Value))
        .Concat(claims.SelectMany(
            claim => ChainFormula.Names(claim.Value).Append(claim.Derivative.Variable.Name)));

    private ProgramSyntax Write(PythonEvaluator evaluator, string? output, out string summary)
    {
        ChainWriter writer = evaluator.Writer;
        ImmutableHashSet<string> needed = facts.Needed ?? [];
        AssignmentStatement[] assignments =
            [.. writer.Definitions.Select(one => one.Statement).Where(one => needed.Contains(one.Name.Name))];
        AssignmentStatement? cost = Array.Find(assignments, one => one.Name.Name == facts.Cost);
        var selection = new ClaimSelection(
            source, writer, cost, facts.IsCostNamed, cost is null ? [] : Needed(writer, cost.Name.Name));
        ClaimStatement[] claims = [.. selection.Graded];
        HashSet<string> used = [.. Used(writer, claims)];
        DeclarationStatement[] declarations = [.. writer.Declarations
            .Where(one => used.Contains(one.Declarators[0].Name.Name)).OrderBy(one => one.IsParameter)];
        Statement[] all =
        [
            .. declarations, .. Functions(writer, assignments, claims), .. assignments,
            .. cost is null ? [] : (Statement[])[new MinimizeStatement(cost.Name, cost.Name.Span)],
            .. output is null || !needed.Contains(output) ? [] : (Statement[])[new OutputStatement(
                [new NameExpression(output, assignments.First(one => one.Name.Name == output).Name.Span)], default)],
            .. claims,
        ];
        Tell(evaluator, cost, used);
        if (!diagnostics.HasErrors)
        {
            foreach ((string name, TextSpan span) in evaluator.TakenAsKnown)
                diagnostics.Warning(span,
                    $"the file does not define `{name}`: the usual function of this name is taken",
                    "paste its definition if another one is meant");
            foreach ((string gradient, (string value, TextSpan span)) in evaluator.TakenByShortName)
                diagnostics.Warning(span, $"`{gradient}` is taken for the gradient at `{value}`",
                    $"call it `d{value}` to say so, or otherwise if it is none");
            selection.Tell(diagnostics);
        }
        summary = Summary(declarations, cost)
            + (evaluator.TakesSamplesInOrder ? "; samples that are shuffled are taken in the order they have" : "");
        return new(source, [.. all], default) { Unnamed = [.. evaluator.UnnamedLines] };
    }

    private static IEnumerable<FunctionStatement> Functions(
        ChainWriter writer, AssignmentStatement[] assignments, ClaimStatement[] claims)
    {
        HashSet<string> called = [.. assignments.Select(one => one.Value).Concat(claims.Select(claim => claim.Value))
            .SelectMany(ChainFormula.Functions)];
        foreach (FunctionStatement function in writer.Functions.Reverse())
            if (called.Contains(function.Name.Name)) called.UnionWith(ChainFormula.Functions(function.Body));
        return writer.Functions.Where(function => called.Contains(function.Name.Name));
    }

    // An error where the cost depends on what is not known; a warning about all else that is left out.
    private void Tell(PythonEvaluator evaluator, AssignmentStatement? cost, HashSet<string> used)
    {
        string[] shapeless = [.. evaluator.Writer.Shapeless.Keys.Where(used.Contains)];
        if (shapeless.Length > 0)
        {
            string all = string.Join(", ", shapeless.Select(name => $"`{name}`"));
            diagnostics.Error(evaluator.Writer.Shapeless[shapeless[0]],
                shapeless.Length == 1 ? $"the shape of {all} is not known" : $"the shapes of {all} are not known",
                $"write `{shapeless[0]} = np.random.rand(m, n)` with its dimensions, or `{shapeless[0]} = 0.1` if " +
                "it is a number, or give an array of that name");
        }
        else if (evaluator.IsExhausted)
        {
            diagnostics.Error(default, "the file computes too much to be read", "shorten its loops");
        }
        else if (cost is null || evaluator.Unknowns.Any(one => CostChoice.IsCostName(one.Key)
            && one.Value.Place > cost.Span.Start && IsCostBetter(one.Key, evaluator.Writer, cost)))
        {
            UnknownValue? why = evaluator.Unknowns.LastOrDefault(one => CostChoice.IsCostName(one.Key)).Value.Why
                ?? evaluator.LeftOut.FirstOrDefault();
            if (why is not null) diagnostics.Error(why.Span, why.Problem, why.Remedy);
            else diagnostics.Error(new(source.Text.Length, 0), "the file computes no cost",
                "end it with a scalar such as `loss = np.mean((yhat - y) ** 2)`");
        }
        if (diagnostics.HasErrors) return;
        TellLeftOut(evaluator);
        TellUnmatched(evaluator, cost);
    }

    // The file means a gradient, and says of nothing that has such a name: silence would look like a good grade.
    private void TellUnmatched(PythonEvaluator evaluator, AssignmentStatement? cost)
    {
        // A value of that name may feed another cost, which stands above this one.
        HashSet<string> known = [.. evaluator.Writer.PythonNames];
        // A line that is read twice may be a claim once.
        HashSet<TextSpan> told = [.. evaluator.Writer.Claims.Select(claim => claim.Derivative.Span)];
        // What a claim takes in is judged with it.
        HashSet<Expression> taken = new(evaluator.Writer.Claims.SelectMany(claim => ChainFormula.Parts(claim.Value)),
            ReferenceEqualityComparer.Instance);
        var unmatched = evaluator.Unmatched.Where(one => cost is not null && !facts.Needed!.Contains(one.Name)
            && !told.Contains(one.Span) && !taken.Contains(one.Formula)
            && (one.Span.Start > cost.Span.Start || GradientNames.Candidates(one.Name, null).Any(known.Contains)));
        ClaimSelection.Tell(diagnostics, source,
            unmatched.DistinctBy(one => one.Name).Select(one => (one.Name, one.Span)),
            "the cost depends on no value of such a name",
            "call a gradient d and the name of its value, as in `dW1` for `W1`");
    }

    // A line each for the first ones, with all gradients that are not graded for the same reason; then their lines.
    private void TellLeftOut(PythonEvaluator evaluator)
    {
        IGrouping<(TextSpan, string), UnknownValue>[] all =
            [.. evaluator.LeftOut.GroupBy(one => (one.Span, one.Problem)).OrderBy(one => one.Key.Span.Start)];
        IGrouping<(TextSpan, string), UnknownValue>[] told =
            [.. all.Where(group => group.Any(one => one.Ungraded is not null)), .. all];
        told = [.. told.Distinct().Take(all.Length == MaxWarnings + 1 ? all.Length : MaxWarnings)
            .OrderBy(one => one.First().Span.Start)];
        foreach (IGrouping<(TextSpan, string), UnknownValue> group in told)
        {
            string[] claims =
                [.. group.Select(one => one.Ungraded).OfType<string>().Distinct().Select(one => $"`{one}`")];
            string result = claims.Length == 0 ? "" : claims.Length == 1 ? $"; so {claims[0]} is not graded"
                : $"; so {string.Join(", ", claims)} are not graded";
            UnknownValue first = group.First();
            diagnostics.Warning(first.Span, $"left out: {first.Problem}{result}", first.Remedy);
        }
        string[] lines = [.. all.Except(told).Select(group => source.Line(group.First().Span.Start)).Distinct()
            .Select(line => $"{line}")];
        if (lines.Length > 0)
            diagnostics.Warning(all.Except(told).First().First().Span,
                $"left out, too: {(lines.Length == 1 ? "line" : "lines")} {string.Join(", ", lines)}",
                "nothing of it is needed for the cost");
    }

    // A cost that was found by its place only gives way to one with a name, even if that is not understood.
    private static bool IsCostBetter(string name, ChainWriter writer, AssignmentStatement cost)
    {
        Definition found = writer.Definitions.First(one => one.Statement == cost);
        return !CostChoice.IsCostName(found.PythonName) || found.PythonName == name
            || (CostChoice.IsCostWord(name) && !CostChoice.IsCostWord(found.PythonName));
    }

    private string Summary(DeclarationStatement[] declarations, AssignmentStatement? cost)
    {
        string List(bool parameters) => string.Join(", ", declarations.Where(one => one.IsParameter == parameters)
            .Select(one => one.Declarators[0]).Select(one => one.Dimensions.IsEmpty ? one.Name.Name
                : $"{one.Name.Name} ({string.Join('×', one.Dimensions)})"));
        (string inputs, string parameters) = (List(false), List(true));
        return (inputs.Length == 0 ? "" : $"inputs {inputs}; ")
            + (parameters.Length == 0 ? "" : $"parameters {parameters}; ")
            + (cost is null ? "no cost" : $"the cost is {cost.Name.Name}, line {source.Line(cost.Name.Span.Start)} " +
                "(to take another value, end the file with `loss = …`)");
    }
}
