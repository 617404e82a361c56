namespace Chainrule.Language;

/// <summary>
/// What rounding may have changed in a value, measured: the value again with all inputs and parameters moved by a few
/// units in their last place. Where large terms cancel, as in a gradient that is 0, it moves by much against itself; a
/// bound that multiplies the greatest errors of all operations would grow with each layer, and excuse any claim.
/// </summary>
internal static class RoundingBound
{
    private const int Moves = 3;

    // A move of 2⁻⁵⁰; the rounding of a few hundred operations may add up to many times what it shows.
    private const double Move = 8.9e-16, Times = 256;

    // A claim may not buy itself room with large terms that cancel.
    private const double MaxRoom = 1e3;

    /// <summary>The greatest difference of two values that rounding alone may make.</summary>
    public static double Of(Tensor truth, Tensor claimed)
    {
        Tensor[] free = [.. Traversal.Below([Node.Of(truth), Node.Of(claimed)])
            .Where(node => node.Operator is Variable && node.DType == DType.Float64).Select(node => node.Tensor)];
        Tensor[] home = Array.ConvertAll(
            free, tensor => Functions.Reshape(Tensor.FromArray(tensor.ToArray<double>()), tensor.Shape));
        double[] first = truth.ToArray<double>(), second = claimed.ToArray<double>();
        double due = 0, given = 0;
        for (int move = 1; move <= Moves; move++)
        {
            for (int i = 0; i < free.Length; i++)
            {
                Tensor signs = Tensor.RandomIntegers(free[i].Shape, 0, 2, (1000 * move) + i).Cast(DType.Float64);
                free[i].Assign(home[i] * (1 + (Move * ((2 * signs) - 1))));
            }
            due = Math.Max(due, Largest(truth, first));
            given = Math.Max(given, Largest(claimed, second));
        }
        for (int i = 0; i < free.Length; i++) free[i].Assign(home[i]);
        double room = Times * (due + Math.Min(given, MaxRoom * due));
        return double.IsFinite(room) ? room : 0;
    }

    private static double Largest(Tensor moved, double[] home) =>
        moved.ToArray<double>().Zip(home, (a, b) => Math.Abs(a - b)).DefaultIfEmpty(0).Max();
}
