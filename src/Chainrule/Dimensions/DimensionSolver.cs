using System.Numerics;

namespace Chainrule.Dimensions;

/// <summary>
/// Everything known about the sizes: unification merges dimensions that must be equal, and keeps equations that cannot
/// be decided yet until more sizes are known.
/// </summary>
internal sealed class DimensionSolver
{
    private readonly List<DimensionVariable> variables = [];
    private readonly Dictionary<string, DimensionVariable> names = [];
    private readonly List<DimensionVariable> inOrder = [];
    private readonly List<(Dimension Left, Dimension Right, Action Conflict)> pending = [];
    private int rigidCount;
    private BigInteger least = 5;

    /// <summary>The named dimensions, in order of first use.</summary>
    public IReadOnlyCollection<DimensionVariable> Named => inOrder;

    /// <summary>Called when two dimensions of unknown size turn out to be equal.</summary>
    public Action<DimensionVariable, DimensionVariable>? Joined { get; set; }

    public DimensionVariable? Find(string name) => names.GetValueOrDefault(name);

    public DimensionVariable Declare(string name)
    {
        if (names.TryGetValue(name, out DimensionVariable? known)) return known;
        DimensionVariable variable = Fresh(name);
        inOrder.Add(variable);
        return names[name] = variable;
    }

    /// <summary>A new dimension, unnamed unless a name is given.</summary>
    public DimensionVariable Fresh(string? name = null)
    {
        var variable = new DimensionVariable(variables.Count, name);
        variables.Add(variable);
        return variable;
    }

    public Dimension Number(BigInteger size, string reason)
    {
        DimensionVariable variable = Fresh();
        (variable.Size, variable.Reason) = (size, reason);
        return Dimension.Of(variable);
    }

    /// <summary>Freezes all dimensions known so far: a claim is judged by them and must not add to them.</summary>
    public void HoldFast() => rigidCount = variables.Count;

    /// <summary>
    /// Makes two dimensions equal; returns false if they cannot be. Whatever cannot be decided yet is kept, and
    /// <paramref name="conflict"/> is called if it turns out to be wrong.
    /// </summary>
    public bool Unify(Dimension left, Dimension right, Action? conflict = null)
    {
        (BigInteger? leftSize, BigInteger? rightSize) = (left.Evaluate(), right.Evaluate());
        if (leftSize is not null && rightSize is not null) return leftSize == rightSize;
        if (left.Canonical() is { } a && right.Canonical() is { } b)
        {
            if (a.IsSame(b)) return true;
            if (a.NeverEquals(b)) return false;
            if (a.Variable is { } leftVariable && b.Variable is { } rightVariable
                && CanChange(leftVariable, rightVariable))
            {
                Join(leftVariable, rightVariable);
                Joined?.Invoke(left.Variable ?? leftVariable, right.Variable ?? rightVariable);
                return true;
            }
            if (TryDefine(a.Variable, b, right, rightSize) || TryDefine(b.Variable, a, left, leftSize)) return true;
        }
        if (rigidCount > 0) return IsKnown(left, right) || !left.Variables.Concat(right.Variables).All(IsRigid);
        if (conflict is not null) pending.Add((left, right, conflict));
        return true;
    }

    // Whether the program itself says so, as N·D = 6N by a reshape, though it cannot be solved yet.
    private bool IsKnown(Dimension left, Dimension right)
    {
        return pending.Exists(known => (IsSame(known.Left, left) && IsSame(known.Right, right))
            || (IsSame(known.Left, right) && IsSame(known.Right, left)));

        static bool IsSame(Dimension a, Dimension b) =>
            a.Canonical() is { } x && b.Canonical() is { } y && x.IsSame(y);
    }

    /// <summary>Solves what can be solved by now, and reports equations that turned out to be wrong.</summary>
    public void Settle()
    {
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int i = pending.Count - 1; i >= 0; i--)
            {
                (Dimension left, Dimension right, Action conflict) = pending[i];
                (BigInteger? a, BigInteger? b) = (left.Evaluate(), right.Evaluate());
                bool? holds = a is not null && b is not null ? a == b
                    : b is { } total ? Solve(left, total)
                    : a is { } other ? Solve(right, other) : null;
                if (holds is null) continue;
                pending.RemoveAt(i);
                changed = true;
                if (holds == false) conflict();
            }
        }
    }

    /// <summary>Says that a dimension without a size has to have at least so many elements.</summary>
    public void AtLeast(BigInteger size) => least = BigInteger.Max(least, BigInteger.Min(size, 10_000));

    /// <summary>
    /// Gives each named dimension of unknown size its own prime, from 5 on, or from as many elements as parts need. A
    /// formula with a wrong transpose then cannot fit by chance, and no size can be mistaken for a factor such as 2, 3
    /// or ½. Sizes that follow from others are derived.
    /// </summary>
    /// <param name="set">Which set of primes to use; no two sets share one.</param>
    public void Fill(int set)
    {
        int next = set * inOrder.Count;
        foreach (DimensionVariable dimension in inOrder)
        {
            while (Dimension.Of(dimension).Evaluate() is null)
            {
                DimensionVariable free = Dimension.Of(dimension).Canonical()?.Variables.FirstOrDefault()
                    ?? dimension.Root;
                (free.Size, free.Reason) = (PrimeFrom((int)least, next++), "no size given");
                Settle();
            }
        }
    }

    private static int PrimeFrom(int least, int index)
    {
        int number = least | 1;
        for (int found = 0; ; number += 2)
        {
            bool isPrime = true;
            for (int divisor = 3; isPrime && divisor * divisor <= number; divisor += 2) isPrime = number % divisor > 0;
            if (isPrime && found++ == index) return number;
        }
    }

    private static bool? Solve(Dimension dimension, BigInteger total)
    {
        if (dimension.SolveFor(total) is not { } solution) return null;
        if (!solution.IsExact) return false;
        DimensionVariable root = solution.Variable.Root;
        (root.Size, root.Reason) = (solution.Value, $"what remains of {total}");
        return true;
    }

    private bool IsRigid(DimensionVariable variable) => variable.Root.Id < rigidCount;

    private bool CanChange(DimensionVariable left, DimensionVariable right) =>
        !IsRigid(left.Root) || !IsRigid(right.Root);

    // The older root stays, so that the result does not depend on the order of the operands; a frozen root is always
    // older.
    private static void Join(DimensionVariable left, DimensionVariable right)
    {
        (DimensionVariable elder, DimensionVariable younger) = left.Root.Id < right.Root.Id
            ? (left.Root, right.Root)
            : (right.Root, left.Root);
        if (elder != younger) younger.JoinTo(elder);
    }

    private bool TryDefine(DimensionVariable? variable, Dimension canonical, Dimension value, BigInteger? size)
    {
        if (variable?.Root is not { } root || root.Id < rigidCount) return false;
        if (canonical.Variables.Any(v => v.Root == root)) return false;
        if (size is { } number) (root.Size, root.Reason) = (number, value.Variable?.Root.Reason);
        else root.Definition = canonical;
        return true;
    }
}
