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
    public string? Find(PyExpression target, string name, TextSpan statement, PythonScope scope) =>
        Named(target, name, statement, scope) is { } found ? IsTarget(found) ? Prediction : found : null;

    // dy where y is what should come out: nobody asks for that gradient, it is the one at the prediction.
    private bool IsTarget(string value) => facts.Needed is not null && writer.Declarations.Any(one =>
        one.Declarators[0].Name.Name == value && one.Declarators[0].Role?.Name == "targets");

    private string? Prediction => CostChoice.Predictions(writer).Where(writer.CanBeClaimed).ToArray() is [var only]
        ? only : null;

    private string? Named(PyExpression target, string name, TextSpan statement, PythonScope scope)
    {
        if (facts.Ordinary.Contains(statement.Start)) return null;
        if (Accumulated(target, scope) is { } like && writer.CanBeClaimed(like)) return like;
        if (name is "grad" or "gradient" && writer.OnlyParameter is { } only && writer.CanBeClaimed(only)) return only;
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
        return null;
    }

    /// <summary>db = … about b = 0.0: a number that has a gradient is a parameter.</summary>
    public void TrainNumber(string name, PythonValue value, PythonScope scope)
    {
        if (value is not ArrayValue { Number: null }) return;
        foreach (string candidate in GradientNames.Candidates(name, facts.Cost))
            if (ArrayRoles.IsWeight(candidate) && !ArrayRoles.IsNumber(candidate)
                && scope.Find(candidate) is ArrayValue { Number: not null, Formula: not NameExpression })
                facts.Train(candidate);
    }

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
