using Chainrule.Operators;

namespace Chainrule;

/// <summary>A use of a value: the operator that reads it, and by which of its inputs.</summary>
internal readonly record struct Use(Node User, int Index)
{
    /// <summary>The value that is used.</summary>
    public Node Value => User.Inputs[Index];

    /// <summary>The other operand of an operator with two.</summary>
    public Node Other => User.Inputs[1 - Index];
}

/// <summary>
/// One way by which a value reaches the next value that has a line of its own, or the cost: the uses along it, the
/// nearest first. The gradient is the sum over these ways, so each is a share of the line and a part of its reason.
/// </summary>
internal sealed record Share(IReadOnlyList<Use> Uses)
{
    /// <summary>How many ways are followed: a formula with more has no name in its middle.</summary>
    public const int Most = 1_000;

    /// <summary>The value at the end of the way.</summary>
    public Node End => Uses[^1].User;

    /// <summary>The shares of which the gradient at a value is the sum.</summary>
    public static List<Share> Of(Node value, DerivationWalk walk)
    {
        var shares = new List<Share>();
        Follow(value, []);
        return shares;

        void Follow(Node from, List<Use> way)
        {
            foreach (Use use in walk.UsesOf(from))
            {
                if (shares.Count == Most) return;
                if (IsFlat(use)) continue;
                way.Add(use);
                if (walk.Found.ContainsKey(use.User) || use.User == walk.Cost) shares.Add(new([.. way]));
                else
                {
                    int before = shares.Count;
                    Follow(use.User, way);
                    // What cancels takes all that comes in together.
                    if (shares.Count > before && walk.Canceled.ContainsKey(use.User))
                        shares.RemoveRange(before + 1, shares.Count - before - 1);
                }
                way.RemoveAt(way.Count - 1);
            }
        }
    }

    // What passes nothing back is no use of a value: comparisons, and the condition of where.
    private static bool IsFlat(Use use) => use.User.Operator
            is Greater or GreaterOrEqual or Less or LessOrEqual or Equal or NotEqual
        || (use.User.Operator is Where && use.Index == 0);
}
