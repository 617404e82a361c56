using Chainrule.Dimensions;

namespace Chainrule.Language.Python;

/// <summary>Which value a line claims the gradient of, by the name that it sets and where it stands.</summary>
internal sealed class ClaimTargets(PythonEvaluator evaluator)
{
    private readonly ChainWriter writer = evaluator.Writer;
    private readonly PythonFacts facts = evaluator.Facts;

    /// <summary>Whether a target has a value: asking for one that has none would make an input of it.</summary>
    public static bool Exists(PyExpression target, PythonScope scope) => target switch
    {
        PyName name => scope.Find(name.Name) is not null,
        PyAttribute attribute => Exists(attribute.Owner, scope),
        PySubscript item => Exists(item.Owner, scope),
        _ => false,
    };

    /// <summary>The value that the name of a gradient is about; null for an ordinary name.</summary>
    /// <param name="target">What is set.</param>
    /// <param name="name">Its name.</param>
    /// <param name="statement">Where the line stands.</param>
    /// <param name="scope">The names where it stands.</param>
    /// <param name="value">What it is set to.</param>
    public string? Find(
        PyExpression target, string name, TextSpan statement, PythonScope scope, PythonValue? value = null) =>
        Named(target, name, statement, scope, value) is not { } found ? null
            : IsTarget(found) ? PredictionOf(found) : found;

    // dy where y is what should come out: nobody asks for that gradient, it is the one at the prediction.
    private bool IsTarget(string value) => facts.Needed is not null && writer.Declarations.Any(one =>
        one.Declarators[0].Name.Name == value && one.Declarators[0].Role?.Name == "targets");

    private string? PredictionOf(string target) => CostChoice.Predictions(writer).Where(writer.CanBeClaimed)
        .ToArray() is [var only] && HasShapeOf(only, writer.Shapes.ShapeOf(new NameExpression(target, default)))
        ? only : null;

    private string? Named(
        PyExpression target, string name, TextSpan statement, PythonScope scope, PythonValue? value)
    {
        if (facts.Ordinary.Contains(statement.Start) || IsLocal(name)) return null;
        if (Accumulated(target, scope) is { } like && writer.CanBeClaimed(like)) return like;
        if (GradientNames.IsOfCostAlone(name, facts.Cost) && OfShape(value) is { } only) return only;
        bool isItem = target is PySubscript { Owner: var owner }
            && GradientNames.IsCollection(PythonTrainingLoops.NameOf(owner));
        string[] candidates = isItem ? [name, .. GradientNames.Candidates(name, facts.Cost)]
            : target is PySubscript { Index: PyNumber } ? [] : [.. GradientNames.Candidates(name, facts.Cost)];
        if (facts.StepNames.GetValueOrDefault(name) is { } stepped) candidates = [.. candidates, stepped];
        if (OfList(target, scope) is { } listed) return listed;
        foreach (string candidate in candidates)
            if (ValueOf(candidate, target, scope) is { } exact) return exact;
        foreach (string candidate in candidates)
        {
            if (Here(candidate, target, scope) is not null) return null;
            string[] alike = [.. writer.PythonNames.Where(one => GradientNames.AreAlike(one, candidate))];
            if (alike.Length == 1 && ValueOf(alike[0], target, scope) is { } found) return found;
        }
        string[] longer = [.. writer.PythonNames.Where(one => GradientNames.Shortens(name, one)
            && writer.ValuesOf(one).Any(writer.CanBeClaimed))];
        if (facts.Needed is null || longer.Length != 1) return null;
        evaluator.TakenByShortName[name] = (longer[0], target.Span);
        return ValueOf(longer[0], target, scope);
    }

    // What grad is by: the only parameter, or the only input or parameter of its shape.
    private string? OfShape(PythonValue? value)
    {
        if (value is not ArrayValue { Formula: var formula } || writer.Shapes.ShapeOf(formula) is not { } shape)
            return writer.OnlyParameter is { } alone && writer.CanBeClaimed(alone) ? alone : null;
        string[] fitting = [.. writer.Declarations.Select(one => one.Declarators[0].Name.Name).Where(one =>
            writer.CanBeClaimed(one) && !IsTarget(one) && HasShapeOf(one, shape))];
        return fitting.Length == 1 ? fitting[0]
            : writer.OnlyParameter is { } only && fitting.Contains(only) ? only : null;
    }

    private bool HasShapeOf(string value, SymbolicShape? shape)
    {
        SymbolicShape? own = writer.Shapes.ShapeOf(new NameExpression(value, default));
        return shape is null || own is null || (own.Rank == shape.Rank
            && own.Dimensions.Zip(shape.Dimensions).All(pair => AreSame(pair.First, pair.Second)));

        static bool AreSame(Dimension a, Dimension b) =>
            a.IsSame(b) || (a.Evaluate() is { } size && size == b.Evaluate());
    }

    // da_dz = a * (1 - a) is the derivative of a value that is no cost, which letter ever it has.
    private bool IsLocal(string name) => facts.Cost is not null && name is ['d' or '∂', ..]
        && writer.PythonNames.Any(of => GradientNames.IsLocal(name, of, writer.PythonNames.Contains)
            && writer.ValuesOf(of) is [.., var value] && value != facts.Cost
            && (!CostChoice.IsCostName(of) || writer.Shapes.RankOf(new NameExpression(value, default)) > 1));

    /// <summary>
    /// db = … about b = 0.0, dsigma = … about sigma = 1.2: a number that has a gradient is a parameter. A whole one may
    /// be a size or a count, unless it has the name of a weight.
    /// </summary>
    public void TrainNumber(string name, PythonValue value, PythonScope scope)
    {
        if (value is not ArrayValue { Number: null }) return;
        foreach (string candidate in GradientNames.Candidates(name, facts.Cost))
            if (NumberOf(candidate, scope) is { } number && !ArrayRoles.IsNumber(candidate)
                && (ArrayRoles.IsWeight(candidate) || number != Math.Floor(number))) facts.Train(candidate);
    }

    /// <summary>Whether a line is called after the gradient at a number.</summary>
    public bool IsOfNumber(string name, PythonScope scope) =>
        GradientNames.Candidates(name, facts.Cost).Any(candidate => NumberOf(candidate, scope) is not null);

    private static double? NumberOf(string name, PythonScope scope) =>
        scope.Find(name) is ArrayValue { Number: { } number, Formula: not NameExpression } ? number : null;

    // grads_W[i] = …: about the item at that place of the list W, or of the list that a loop takes W from.
    private string? OfList(PyExpression target, PythonScope scope)
    {
        if (target is not PySubscript item || !Exists(item.Owner, scope)
            || evaluator.Evaluate(item.Owner, scope) is not SequenceValue { Axis: null } gradients) return null;
        foreach (string candidate in GradientNames.Candidates(PythonTrainingLoops.NameOf(item.Owner), facts.Cost))
        {
            PythonValue? found = scope.Find(candidate);
            SequenceValue? list = found as SequenceValue ?? evaluator.Scopes.SelectMany(one => one.Values.Values)
                .OfType<SequenceValue>().FirstOrDefault(one => one != gradients
                    && NameOf(found) is { } name && one.Items.Exists(part => NameOf(part) == name));
            if (list is not null && list != gradients
                && PythonExpressions.IndexOf(evaluator.Evaluate(item.Index, scope), list.Items.Count) is { } place
                && NameOf(list.Items[place]) is { } value && writer.CanBeClaimed(value)) return value;
        }
        return null;
    }

    private static string? NameOf(PythonValue? value) => value switch
    {
        ArrayValue { Formula: NameExpression own } => own.Name,
        MadeArray { Named.Leaf: { } leaf } => leaf,
        _ => null,
    };

    /// <summary>
    /// The values that a list of gradients is about, one by one: <c>dw = [x * d, d]</c> about <c>w</c>.
    /// </summary>
    public IReadOnlyList<string>? FindAll(string name, int count, PythonScope scope)
    {
        foreach (string candidate in GradientNames.Candidates(name, facts.Cost))
        {
            if (scope.Find(candidate) is not SequenceValue { Axis: null } list || list.Items.Count != count) continue;
            string?[] values = [.. list.Items.Select(NameOf)];
            if (Array.TrueForAll(values, value => value is not null && writer.CanBeClaimed(value)))
                return values!;
        }
        return null;
    }

    // What an item of a list of gradients stands for: the array that its zeros were shaped after.
    private string? Accumulated(PyExpression target, PythonScope scope)
    {
        if (target is not PySubscript item || !Exists(item.Owner, scope)) return null;
        string list = PythonTrainingLoops.NameOf(item.Owner);
        if (!GradientNames.IsCollection(list) && !GradientNames.Candidates(list, facts.Cost).Any()) return null;
        return evaluator.Evaluate(item.Owner, scope) is SequenceValue or DictionaryValue
            && evaluator.Evaluate(item, scope) is MadeArray { Like: { } like } ? like : null;
    }

    // The value that a name has where the line stands, or the attribute of that name beside the target.
    private string? Here(string name, PyExpression target, PythonScope scope)
    {
        PythonValue? value = target is PyAttribute attribute
            && evaluator.Evaluate(attribute.Owner, scope) is ObjectValue owner
            ? owner.Attributes.GetValueOrDefault(name) : scope.Find(name);
        if (value is MadeArray { Making: "zeros", Named.Leaf: null }) facts.Kept.Add(name);
        return NameOf(value);
    }

    // self.dinputs of an object that has no inputs says nothing of the inputs of another one.
    private bool IsOfOther(string name, PyExpression target, PythonScope scope) => target is PyAttribute attribute
        && evaluator.Evaluate(attribute.Owner, scope) is ObjectValue owner && scope.Find(name) is null
        && evaluator.Objects.Exists(one => one != owner && one.Attributes.ContainsKey(name));

    // The value of that name here; where it has a claim, the last one before it that has none.
    private string? ValueOf(string pythonName, PyExpression target, PythonScope scope)
    {
        IReadOnlyList<string> all = writer.ValuesOf(pythonName);
        if (Here(pythonName, target, scope) is { } here)
        {
            all = all.Contains(here) ? [.. all.TakeWhile(one => one != here), here] : [here];
        }
        else if (IsOfOther(pythonName, target, scope)) return null;
        IEnumerable<string> values = all.Where(writer.CanBeClaimed).Reverse();
        string? last = values.FirstOrDefault();
        // A claim is taken back by another one, but where all values of a loop have theirs it is about none of them.
        string? value = values.FirstOrDefault(one => writer.ClaimOf(one) is null) ?? (values.Count() > 1 ? null : last);
        if (value is not null && facts.Needed is not null && !ArrayRoles.IsData(pythonName)
            && !ArrayRoles.IsData(value)
            && writer.Declarations.Any(d => d.Declarators[0].Name.Name == value)) facts.Parameters.Add(value);
        return value;
    }
}
