using static Chainrule.Language.Python.ChainFormula;

namespace Chainrule.Language.Python;

/// <summary>
/// What a name, an attribute or an item is set to: a value of the forward pass, a claim about a gradient, or an update
/// of a parameter, which is not part of the mathematics.
/// </summary>
internal sealed class PythonAssignments(PythonEvaluator evaluator)
{
    private readonly ChainWriter writer = evaluator.Writer;
    private readonly PythonFacts facts = evaluator.Facts;
    private readonly ArrayIndices indices = new(evaluator);
    private readonly SharedMemory shared = new(evaluator);
    private readonly ClaimTargets targets = new(evaluator);
    private readonly ActivationSlopes slopes = new(evaluator);

    // What parameters have become by steps since the last forward pass.
    private readonly Dictionary<string, Expression> stepped = [];
    private int claimedBefore;
    private ElementChanges? elements;

    /// <summary>Changes of some elements of an array.</summary>
    public ElementChanges Elements => elements ??= new(evaluator, this, targets, slopes);

    public void Run(PyAssignment assignment, PythonScope scope)
    {
        if (assignment.Operator is null)
        {
            int before = writer.Claimed;
            PythonValue? value = evaluator.Evaluate(assignment.Value, scope);
            claimedBefore = before;
            if (value is LoadedValue) value = DataPreparation.Scaler(value);
            if (IsArray(value) && value is { Memory: null }) value = value with { Memory = new() };
            foreach (PyExpression target in assignment.Targets) AssignAll(target, value, assignment.Span, scope);
            return;
        }
        PyExpression changed = assignment.Targets[0];
        PythonValue operand = evaluator.Evaluate(assignment.Value, scope);
        if (changed is PySubscript item && IsOfArray(item, scope))
        {
            Elements.Change(item, assignment.Operator, operand, assignment.Span, scope);
            return;
        }
        PythonValue current = evaluator.Evaluate(changed, scope);
        // The value of a gradient stands for the true one from its line on, but what is changed is the formula.
        Expression? claimed = ClaimedFormula(current, out string? variable);
        bool isMasked = assignment.Operator == "*" && variable is not null && slopes.IsMasked(variable, operand);
        if (isMasked) claimed = null;
        PythonValue result = PythonArithmetic.Binary(
            evaluator, assignment.Operator,
            claimed is null ? current : new ArrayValue(claimed), operand, assignment.Span);
        if (claimed is not null && variable is not null && result is ArrayValue { Formula: var formula })
        {
            Store(changed, writer.Claim(variable, changed.Span, AsRun(formula), assignment.Span), scope);
        }
        else if (isMasked) Store(changed, result, scope);
        else Assign(changed, result, assignment.Span, scope, isNew: false);
        if (!IsScalar(current)) ChangeShared(changed, current, assignment.Span, scope);
    }

    // A number of Python or NumPy is made anew by +=; only arrays change in place.
    private bool IsScalar(PythonValue value) => value is ArrayValue array && (array.Number is not null
        || (!evaluator.UsesTorch && writer.Shapes.RankOf(array.Formula) == 0));

    /// <summary>What shares its memory with an array that has changed in place changes with it.</summary>
    public void ChangeShared(PyExpression target, PythonValue before, TextSpan statement, PythonScope scope)
    {
        PythonValue after = evaluator.Evaluate(target, scope);
        if (before.Memory is null) return;
        Store(target, after with { Memory = before.Memory }, scope);
        shared.Change(before, after, PythonTrainingLoops.NameOf(target), statement);
    }

    /// <summary>
    /// What a line changes without an assignment: <c>np.maximum(h, 0, out=h)</c>, <c>h.relu_()</c>; else null.
    /// </summary>
    public static PyExpression? ChangedInPlace(PyExpression line)
    {
        if (line is not PyCall call) return null;
        if (call.Arguments.FirstOrDefault(argument => argument.Name == "out") is { } target) return target.Value;
        return call.Function is PyAttribute { Owner: PyName owner, Name: [.., not '_', '_'] name }
            && name != "requires_grad_" ? owner : null;
    }

    /// <summary>Sets a target, or each of several, to a value; null is a value that only running tells.</summary>
    public void AssignAll(PyExpression target, PythonValue? value, TextSpan statement, PythonScope scope)
    {
        if (target is not PySequence several)
        {
            string name = PythonTrainingLoops.NameOf(target);
            // Data that is loaded in several steps is one input.
            bool isOpen = value is null && scope.Find(name) is ArrayValue { Formula: NameExpression before }
                && writer.IsUnusedInput(before.Name);
            if (!isOpen) Assign(target, value ?? writer.Free(name, target.Span, isLoaded: true), statement, scope);
            return;
        }
        if (value is OpenShape open)
        {
            NameAxes(open, several, scope);
            return;
        }
        List<PythonValue>? items = value is SequenceValue sequence ? sequence.Items
            // x, y = point.
            : PythonShapes.Parts(evaluator, value, several.Span) is { } parts && parts.Count == several.Items.Length
                ? parts : null;
        for (int i = 0; i < several.Items.Length; i++)
        {
            PythonValue? item = items is null ? value is UnknownValue ? value : null
                : i < items.Count ? items[i]
                    : new UnknownValue(target.Span, "there are more names than values", "name fewer");
            if (value is not null && item is null)
                item = new UnknownValue(target.Span, "this value cannot be taken apart",
                    "give each name its own value");
            AssignAll(several.Items[i], item is LoadedValue ? null : item, statement, scope);
        }
    }

    // m, n = X.shape tells how many axes X has, and what they are called.
    private void NameAxes(OpenShape open, PySequence names, PythonScope scope)
    {
        if (names.Items.Length is 0 or > 8) return;
        var axes = new DimensionSyntax[names.Items.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            string name = PythonTrainingLoops.NameOf(names.Items[i]);
            if (name.Length == 0 || name == "_") name = $"{open.Array}_{i}";
            axes[i] = new(name, 0, names.Items[i].Span);
            facts.Dimensions.Add(name);
            Store(names.Items[i], new ArrayValue(new NameExpression(name, names.Items[i].Span)), scope);
        }
        facts.Shapes.TryAdd(open.Array, [.. axes]);
    }

    /// <summary>Gives a target a value: a claim, a step, or a value of the forward pass.</summary>
    public void Assign(
        PyExpression target, PythonValue value, TextSpan statement, PythonScope scope, bool isNew = true)
    {
        string name = NameOf(target, scope);
        if (name.Length == 0) return;
        if (isNew && target is PySubscript item && IsOfArray(item, scope))
        {
            Elements.Change(item, null, value, statement, scope);
            return;
        }
        if (IsUpdate(target, value, scope)) return;
        ArrayMemory memory = value.Memory ?? new();
        if (value is UnknownValue && facts.Given.Contains(name)) value = writer.Free(name, target.Span);
        if (value is ArrayValue { LengthOf: { } axis } length && !facts.Numbers.Contains(name))
        {
            facts.Axes.TryAdd(axis, name);
            facts.Dimensions.Add(facts.Axes[axis]);
            value = length with { LengthOf = null };
        }
        if (value is ArrayValue { Number: { } start, Formula: not NameExpression } && facts.Stepped.Contains(name)
            && !ArrayRoles.IsNumber(name))
            value = new MadeArray([], "constant", target.Span) { IsTrained = true, Numbers = (start, 0) };
        targets.TrainNumber(name, value, scope);
        if (!IsEmptyGradient(value) && targets.Find(target, name, statement, scope, value) is { } variable
            && !slopes.LeadsBelow(variable, name, value) && !IsClaimedAsWritten(value)
            && CanBeGradient(variable, value))
        {
            if (value is ArrayValue { Formula: var formula } && ChainWriter.IsTooLong(formula))
                value = new UnknownValue(target.Span, "its formula is too long", "name its parts");
            if (value is UnknownValue unknown)
                value = unknown with { Ungraded = name };
            else if (value is MadeArray made) value = PythonArithmetic.Array(evaluator, made, target.Span)!;
            if (value is ArrayValue array)
            {
                bool isItself = array.Formula is DerivativeExpression same && same.Variable.Name == variable;
                value = isItself ? array
                    : writer.Claim(variable, target.Span,
                        AsRun(WithClaim(PassedThrough(array.Formula, variable, target), variable)), statement,
                        array.CountsOnce);
                Store(target, value with { Memory = memory }, scope);
                return;
            }
        }
        if (value is SequenceValue { Axis: null } gradients
            && targets.FindAll(name, gradients.Items.Count, scope) is { } all && gradients.Items.TrueForAll(IsNumber))
        {
            for (int i = 0; i < all.Count; i++)
                gradients.Items[i] = writer.Claim(
                    all[i], target.Span, AsRun(((ArrayValue)gradients.Items[i]).Formula), statement);
        }
        if ((GradientNames.IsSure(name) || targets.IsOfNumber(name, scope)) && value is ArrayValue
            {
                Number: null, Formula: not (NameExpression
            or DerivativeExpression) and var unmatched
            } && !evaluator.Unmatched.Exists(one => one.Formula == unmatched))
            evaluator.Unmatched.Add((name, target.Span, unmatched));
        if (stepped.Count > 0 && value is ArrayValue { Formula: var forward } && !Derivatives(forward).Any())
            foreach (string used in Names(forward)) stepped.Remove(used);
        switch (value)
        {
            case ArrayValue array:
                bool isPart = target is PySubscript { Owner: var owner } && ClaimTargets.Exists(owner, scope)
                    && evaluator.Evaluate(owner, scope) is SequenceValue;
                value = isPart && evaluator.Evaluate(((PySubscript)target).Index, scope)
                        is ArrayValue { Number: >= 0 } at
                    ? Named($"{name}_{at.Number}", array, target.Span, isItem: true)
                    : writer.Define(name, target.Span, array);
                if (facts.Needed is not null && value is ArrayValue { Number: null } same
                    && ReferenceEquals(same.Formula, array.Formula) && same.Formula is not NameExpression)
                    evaluator.UnnamedLines.Add(new(name, same.Formula, target.Span, statement));
                break;
            case MadeArray made:
                made.Named.Name ??= new(name, target.Span);
                break;
            case LayerValue layer:
                TorchLayers.NameWeights(layer, name);
                break;
            case ObjectValue part when target is PyAttribute && evaluator.UsesTorch:
                TorchLayers.NameWeights(part, name);
                break;
            case SequenceValue list:
                NameItems(name, list, target.Span);
                break;
            case DictionaryValue dictionary:
                foreach ((string key, PythonValue part) in dictionary.Items.ToArray())
                    dictionary.Items[key] = Named(key, part, target.Span);
                break;
        }
        if (value is UnknownValue left) evaluator.LeaveOut(left, name, target.Span.Start);
        else evaluator.Unknowns.Remove(name);
        Store(target, IsArray(value) ? value with { Memory = memory } : value, scope);
    }

    private void NameItems(string name, SequenceValue list, TextSpan span)
    {
        list.Named.Name ??= new(name, span);
        // Numbers that have a gradient are parameters.
        if (facts.Stepped.Contains(name))
        {
            for (int i = 0; i < list.Items.Count; i++)
                if (list.Items[i] is ArrayValue { Number: { } start })
                    list.Items[i] = new MadeArray([], "constant", span) { IsTrained = true, Numbers = (start, 0) };
        }
        for (int i = 0; i < list.Items.Count; i++)
            list.Items[i] = Named($"{name}_{i}", list.Items[i], span, isItem: true);
    }

    /// <summary>A value that becomes an item, with a name of its own.</summary>
    public PythonValue Named(string name, PythonValue value, TextSpan span, bool isItem = false)
    {
        if (value is MadeArray made) made.Named.Name ??= new(name, span);
        if (value is LayerValue layer) TorchLayers.NameWeights(layer, name);
        if (value is ObjectValue part && evaluator.UsesTorch) TorchLayers.NameWeights(part, name);
        return value is ArrayValue array ? writer.Define(name, span, array, isItem: isItem) : value;
    }

    /// <summary>Gives a target a value as it is.</summary>
    public void Store(PyExpression target, PythonValue value, PythonScope scope)
    {
        switch (target)
        {
            case PyName name:
                scope.Set(name.Name, value);
                break;
            case PyAttribute { Name: "data" } data:
                Store(data.Owner, value, scope);
                break;
            case PyAttribute attribute:
                PythonValue changed = evaluator.Evaluate(attribute.Owner, scope);
                if (changed is ObjectValue made) made.Attributes[attribute.Name] = value;
                if (changed is MadeArray { Named.Name.Name: { } marked } && attribute.Name == "requires_grad"
                    && value is TruthValue { Truth: true }) facts.Train(marked);
                break;
            case PySubscript item:
                PythonValue owner = evaluator.Evaluate(item.Owner, scope),
                    index = evaluator.Evaluate(item.Index, scope);
                if (owner is DictionaryValue dictionary && PythonExpressions.KeyOf(index) is { } key)
                    dictionary.Items[key] = value;
                else if (owner is SequenceValue { Axis: { } axis } parts
                    && indices.PartAlong(axis, item.Index, parts.Items.Count, scope) is { } part)
                    parts.Items[part] = value;
                else if (owner is SequenceValue list && PythonExpressions.IndexOf(index, list.Items.Count) is { } place)
                    list.Items[place] = value;
                break;
        }
    }

    /// <summary>
    /// As <see cref="PythonTrainingLoops.NameOf"/>, with keys that the file computes: <c>params['W' + str(l)]</c>.
    /// </summary>
    public string NameOf(PyExpression target, PythonScope scope) => target is PySubscript
    {
        Index: PyBinary or PyText or PyCall,
    } item && evaluator.Evaluate(item.Index, scope) is TextValue key
        ? key.Text : PythonTrainingLoops.NameOf(target);

    // Also of one that a loop fills part by part, where the index is not that of a part.
    private bool IsOfArray(PySubscript item, PythonScope scope) => ClaimTargets.Exists(item.Owner, scope)
        && evaluator.Evaluate(item.Owner, scope) is var owner && (IsArray(owner)
            || (owner is SequenceValue { Axis: { } axis } parts
                && indices.PartAlong(axis, item.Index, parts.Items.Count, scope) is null));

    private static bool IsArray(PythonValue? value) => value is ArrayValue or MadeArray or RowNumbers;

    private bool IsNumber(PythonValue value) =>
        value is ArrayValue array && writer.Shapes.RankOf(array.Formula) == 0;

    // Zeros that a gradient is summed up from.
    private static bool IsEmptyGradient(PythonValue value) =>
        value is ArrayValue { Number: 0 } or MadeArray { Making: "zeros" } or NoneValue;

    /// <summary>W -= rate * dW: a step of training, and a sign that W is trained.</summary>
    private bool IsUpdate(PyExpression target, PythonValue value, PythonScope scope)
    {
        if (!ClaimTargets.Exists(target, scope)) return false;
        PythonValue current = evaluator.Evaluate(target, scope);
        string? leaf = current is MadeArray { Named.Leaf: { } made } ? made
            : current is ArrayValue { Formula: NameExpression one }
                && writer.Declarations.Any(d => d.Declarators[0].Name.Name == one.Name) ? one.Name : null;
        if (leaf is null) return false;
        bool isStep = value is ArrayValue array && Names(array.Formula).Contains(leaf)
            && (Derivatives(array.Formula).Any() || (evaluator.IsTraining && !ArrayRoles.IsData(leaf)
                && writer.LeavesOf(Names(array.Formula).Where(one => one != leaf)) is { Count: > 1 } leaves
                && leaves.Contains(leaf)));
        bool isUnknownStep = value is UnknownValue && ArrayRoles.IsWeight(PythonTrainingLoops.NameOf(target));
        if (isStep) facts.Parameters.Add(leaf);
        if (isStep && value is ArrayValue { Formula: var after })
        {
            stepped[leaf] = after;
            evaluator.UnnamedLines.Add(new(leaf, after, target.Span, target.Span));
        }
        return isStep || isUnknownStep;
    }

    /// <summary>
    /// A formula with parameters as steps have left them: between a step and the next forward pass a parameter is no
    /// longer what the gradients are about.
    /// </summary>
    public Expression AsRun(Expression formula) => stepped.Count == 0 ? formula
        : ClaimFormulas.Replace(formula, part =>
            part is NameExpression name ? stepped.GetValueOrDefault(name.Name) : null);

    // dz = relu_backward(dh): the function has claimed what it returns.
    private bool IsClaimedAsWritten(PythonValue value) => value is ArrayValue { Formula: DerivativeExpression gradient }
        && writer.IsClaimedSince(gradient.Variable.Name, claimedBefore);

    // dA = dA * D and then dA = dA / keep, about A that is changed twice: what stands between them is no line about the
    // A between, since the order may be another one.
    private Expression PassedThrough(Expression formula, string variable, PyExpression target)
    {
        string name = evaluator.Source.Slice(target.Span);
        if (Derivatives(formula).Where(one => IsOfSameName(one.Variable.Name)).ToArray() is not [var between]
            || writer.ClaimOf(between.Variable.Name) is not { } claim || between.Variable.Name == variable
            || !Derivatives(claim.Value).Any(one => IsOfSameName(one.Variable.Name))
            || writer.Definition(between.Variable.Name)?.Value is not BinaryExpression
            {
                Operator: BinaryOperator.Multiply or BinaryOperator.Divide,
            } factors || !Names(factors).Contains(variable)
            || writer.Claims.Any(other => Derivatives(other.Value).Any(
                one => one.Variable.Name == between.Variable.Name))) return formula;
        writer.Withdraw(claim);
        evaluator.UnnamedLines.Add(new(name, claim.Value, claim.Derivative.Span, claim.Span));
        return ClaimFormulas.Replace(formula, part => part is DerivativeExpression one
            && one.Variable.Name == between.Variable.Name ? claim.Value : null);

        bool IsOfSameName(string value) => writer.ClaimOf(value) is { } one
            && evaluator.Source.Slice(one.Derivative.Span) == name;
    }

    // A formula in terms of what was claimed of the same gradient before.
    private Expression WithClaim(Expression formula, string variable) => writer.ClaimOf(variable) is { } before
        ? ClaimFormulas.Replace(formula, part => part is DerivativeExpression derivative
            && derivative.Variable.Name == variable ? before.Value : null)
        : formula;

    // Random numbers are no claim; d_mse, a vector, is the gradient of mse and not at it.
    private bool CanBeGradient(string variable, PythonValue value) => value switch
    {
        MadeArray made => made.IsConstant || made.Named.Name is not null,
        ArrayValue array => !CostChoice.IsCostWord(variable)
            || writer.Shapes.RankOf(new NameExpression(variable, default)) != 0
            || writer.Shapes.RankOf(array.Formula) is null or 0,
        _ => true,
    };

    /// <summary>What is claimed of the gradient that a value is; null where it is none.</summary>
    public Expression? ClaimedFormula(PythonValue value, out string? variable)
    {
        variable = value is ArrayValue { Formula: DerivativeExpression derivative } ? derivative.Variable.Name : null;
        return variable is null ? null : writer.ClaimOf(variable)?.Value;
    }
}
