using static Chainrule.Language.Python.ChainFormula;

namespace Chainrule.Language.Python;

/// <summary>
/// Lines that change some elements of an array: a mask, rows that labels pick, parts that are filled.
/// </summary>
internal sealed class ElementChanges(
    PythonEvaluator evaluator, PythonAssignments assignments, ClaimTargets targets, ActivationSlopes slopes)
{
    private readonly ChainWriter writer = evaluator.Writer;
    private readonly PythonFacts facts = evaluator.Facts;
    private readonly ArrayIndices indices = new(evaluator);

    // Whether rows that are picked several times get all that is added to them.
    private bool adds;

    /// <summary><c>dh[h &lt;= 0] = 0</c> and <c>p[rows, y] -= 1</c>.</summary>
    public void Change(
        PySubscript item, string? op, PythonValue operand, TextSpan statement, PythonScope scope)
    {
        PythonValue current = evaluator.Evaluate(item.Owner, scope);
        Change(item, op, operand, current, statement, scope);
        assignments.ChangeShared(item.Owner, current, statement, scope);
    }

    private void Change(PySubscript item, string? op, PythonValue operand, PythonValue current, TextSpan statement,
        PythonScope scope)
    {
        if (op is null && operand is ArrayValue { Number: 1 } && current is MadeArray zeros && writer.IsZero(zeros))
        {
            // 1 in place of some zeros: one-hot, whichever they are.
            assignments.Store(
                item.Owner, zeros with { Making = "onehot", Named = new() { Name = zeros.Named.Name } }, scope);
            return;
        }
        if (current is MadeArray empty && writer.IsZero(empty))
        {
            Fill(item, empty, op is null or "+" ? operand : null, statement, scope);
            return;
        }
        if (PythonArithmetic.Array(evaluator, current, item.Span) is not { } whole) return;
        Expression? claimed = assignments.ClaimedFormula(whole, out string? variable);
        Expression old = claimed ?? whole.Formula;
        bool isRange = item.Index is PySlice
            || (item.Index is PySequence several && several.Items.Any(one => one is PySlice));
        PythonValue index = isRange ? new NoneValue() : evaluator.Evaluate(item.Index, scope);
        double? number = (operand as ArrayValue)?.Number;
        Expression? changed = null;
        bool isMasked = variable is not null && op is null or "*" && slopes.IsMasked(variable, index);
        if (isMasked) (old, claimed) = (whole.Formula, null);
        if (op is null && index is ArrayValue { Formula: BinaryExpression mask } && number == 0
            && Opposite(mask.Operator) is { } opposite)
        {
            var kept = new BinaryExpression(opposite, mask.Left, mask.Right, mask.OperatorSpan);
            changed = Binary(BinaryOperator.Multiply, old, kept, item.Span);
        }
        else if (index is ArrayValue { Formula: BinaryExpression chosen } && operand is ArrayValue value
            && chosen.Operator >= BinaryOperator.Less && writer.Shapes.RankOf(value.Formula) == 0
            && (op is null ? value : PythonArithmetic.Binary(
                evaluator, op, new ArrayValue(old), value, item.Span)) is ArrayValue inside)
        {
            changed = Call("where", item.Span, chosen, inside.Formula, old);
        }
        else if (op is "-" or "+" && number is { } step && index is SequenceValue { Items: [var at, var places] }
            && (variable is not null
                || targets.Find(item.Owner, assignments.NameOf(item.Owner, scope), statement, scope) is not null)
            && PythonShapes.LabelsOf(evaluator, at, places, item.Span) is { } labels)
        {
            Expression rows = step == 1 ? labels
                : Binary(BinaryOperator.Multiply, Number(step, item.Span), labels, item.Span);
            changed = Binary(op == "-" ? BinaryOperator.Subtract : BinaryOperator.Add, old, rows, item.Span);
        }
        if (changed is null && PythonArithmetic.Array(evaluator, operand, item.Span) is { } other
            && index is not ArrayValue { Formula: BinaryExpression })
        {
            Expression like = variable is null ? old : new NameExpression(variable, item.Span);
            changed = indices.Changed(old, like, item, op, other.Formula, scope);
        }
        if (changed is null)
        {
            var unknown = new UnknownValue(
                statement, "a change of some elements is not understood", "compute the whole array anew");
            if (claimed is not null && writer.ClaimOf(variable!) is { } claim) writer.Withdraw(claim);
            assignments.Store(item.Owner, evaluator.LeaveOut(unknown), scope);
        }
        else if (claimed is not null && variable is not null)
        {
            assignments.Store(item.Owner, writer.Claim(
                variable, item.Owner.Span, assignments.AsRun(changed), statement, CountsOnce(item, op, scope)), scope);
        }
        else if (isMasked)
        {
            assignments.Store(item.Owner, new ArrayValue(changed), scope);
        }
        else
        {
            assignments.Assign(
                item.Owner, new ArrayValue(changed) { CountsOnce = CountsOnce(item, op, scope) }, statement, scope);
        }
    }

    // dE[idx] += …, unless it is written np.add.at(dE, idx, …); a single label picks no row twice.
    private string? CountsOnce(PySubscript item, string? op, PythonScope scope) =>
        op is "+" or "-" or null && !adds && item.Index is PyName { Name: var rows }
        && (evaluator.Evaluate(item.Index, scope) switch
        {
            MadeArray { Axes.Length: > 0 } made => made.Named.Leaf,
            ArrayValue { Formula: NameExpression name } => name.Name,
            _ => null,
        }) is { } labels && facts.Labels.Contains(labels)
        && writer.Shapes.RankOf(new NameExpression(labels, item.Span)) > 0 ? rows : null;

    /// <summary>
    /// <c>np.add.at(dE, idx, …)</c>: rows that are picked several times get all that is added to them.
    /// </summary>
    public void AddAt(PyExpression owner, PyExpression index, PyExpression value, TextSpan statement, PythonScope scope)
    {
        if (!ClaimTargets.Exists(owner, scope)) return;
        adds = true;
        Change(new(owner, index, owner.Span.To(index.Span)), "+", evaluator.Evaluate(value, scope), statement,
            scope);
        adds = false;
    }

    // out[t] = …: zeros become a list of parts, which are filled one by one.
    private void Fill(
        PySubscript item, MadeArray zeros, PythonValue? operand, TextSpan statement, PythonScope scope)
    {
        for (int axis = 0; axis < zeros.Axes.Length; axis++)
        {
            int length = zeros.Axes[axis].Size;
            if (operand is null || length is 0 or > PythonExpressions.MaxItems
                || indices.PartAlong(axis, item.Index, length, scope) is not { } place) continue;
            PythonValue nothing = zeros with { Axes = zeros.Axes.RemoveAt(axis), Named = new() };
            var parts = new SequenceValue([.. Enumerable.Repeat(nothing, length)], false) { Axis = axis };
            parts.Items[place] = assignments.Named($"{PythonTrainingLoops.NameOf(item)}_{place}", operand, item.Span,
                isItem: true);
            assignments.Store(item.Owner, parts, scope);
            return;
        }
        if (operand is not null && PythonArithmetic.Array(evaluator, operand, item.Span) is { } values
            && indices.Placed(zeros, item, values.Formula, scope) is { } placed)
        {
            var filled = new ArrayValue(placed) { CountsOnce = CountsOnce(item, "+", scope) };
            assignments.Assign(item.Owner, filled, statement, scope, isNew: false);
            return;
        }
        assignments.Store(item.Owner, evaluator.LeaveOut(new(statement, "a change of some elements is not understood",
            "compute the whole array anew"), PythonTrainingLoops.NameOf(item), statement.Start), scope);
    }

    private static BinaryOperator? Opposite(BinaryOperator op) => op switch
    {
        BinaryOperator.Less => BinaryOperator.GreaterOrEqual,
        BinaryOperator.LessOrEqual => BinaryOperator.Greater,
        BinaryOperator.Greater => BinaryOperator.LessOrEqual,
        BinaryOperator.GreaterOrEqual => BinaryOperator.Less,
        BinaryOperator.Equal => BinaryOperator.NotEqual,
        BinaryOperator.NotEqual => BinaryOperator.Equal,
        _ => null,
    };
}
