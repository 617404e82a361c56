using FsCheck;
using FsCheck.Fluent;
using static Chainrule.Functions;

namespace Chainrule.Tests;

/// <summary>Laws that hold for all shapes and values, compared with plain loops over the elements.</summary>
public class TensorPropertyTests
{
    // Small integers, exact in every type, so that results can be compared exactly.
    private static readonly Gen<int> Element = Gen.Choose(-20, 20);
    private static readonly Gen<int[]> Lengths = Gen.Choose(0, 4).SelectMany(rank => Gen.Choose(0, 4).ArrayOf(rank));

    private static readonly Gen<Tensor> AnyTensor = Lengths.SelectMany(Filled);

    private static readonly Config Settings =
        Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20240607, 1).WithQuietOnSuccess(true);

    [Fact]
    public void A_broadcast_operation_reads_each_operand_at_the_index_with_stretched_axes_at_0()
    {
        Gen<(Tensor, Tensor)> pairs = Lengths.SelectMany(lengths =>
            Gen.Choose(0, lengths.Length).SelectMany(skip =>
            Gen.Choose(0, 1).ArrayOf(lengths.Length).SelectMany(keep =>
                Filled(lengths).SelectMany(a =>
                Filled([.. lengths.Select((n, axis) => keep[axis] == 1 ? n : 1).Skip(skip)]).Select(b => (a, b))))));
        Check(pairs, pair =>
        {
            (Tensor a, Tensor b) = pair;
            Tensor sum = a + b, product = b * a;
            foreach (int[] index in Indices(a.Shape))
            {
                double y = At(b, [.. index.Skip(a.Rank - b.Rank).Select((i, axis) => b.Shape[axis] == 1 ? 0 : i)]);
                if (At(sum, index) != At(a, index) + y || At(product, index) != At(a, index) * y) return false;
            }
            return sum.Shape == a.Shape;
        });
    }

    [Fact]
    public void A_permutation_moves_the_index_and_its_inverse_moves_it_back()
    {
        Gen<(Tensor, int[])> cases = AnyTensor.SelectMany(x =>
            Gen.Shuffle(Enumerable.Range(0, x.Rank).ToArray()).Select(order => (x, order)));
        Check(cases, given =>
        {
            (Tensor x, int[] order) = given;
            Tensor y = Permute(x, order);
            var inverse = new int[order.Length];
            for (int axis = 0; axis < order.Length; axis++) inverse[order[axis]] = axis;
            return Indices(y.Shape).All(index => At(y, index) == At(x, [.. inverse.Select(axis => index[axis])]))
                && Same(Permute(y, inverse), x);
        });
    }

    [Fact]
    public void A_slice_reads_the_elements_that_the_range_enumerates()
    {
        Gen<(Tensor, int, int, int)> cases = Gen.Choose(0, 7).SelectMany(length => Filled([length, 2]).SelectMany(x =>
            Gen.Choose(0, 8).SelectMany(start => Gen.Choose(0, 8).SelectMany(end =>
            Gen.Elements(-3, -2, -1, 1, 2, 3).Select(step => (x, start, end, step))))));
        Check(cases, given =>
        {
            (Tensor x, int start, int end, int step) = given;
            int[] rows = [.. Enumerable.Range(0, x.Shape[0]).Where(row => row >= start && row < end)];
            if (step < 0) Array.Reverse(rows);
            rows = [.. rows.Where((_, i) => i % Math.Abs(step) == 0)];
            Tensor y = x[(start..end, step), 1];
            return y.Shape == Shape.Create([rows.Length])
                && rows.Select((row, i) => At(y, [i]) == At(x, [row, 1])).All(equal => equal);
        });
    }

    [Fact]
    public void Reductions_agree_with_loops_over_the_index()
    {
        Gen<(Tensor, int[], bool)> cases = AnyTensor.SelectMany(x =>
            Gen.SubListOf(Enumerable.Range(0, x.Rank)).SelectMany(axes =>
            Gen.Elements(true, false).Select(keep => (x, axes.ToArray(), keep))));
        Check(cases, given =>
        {
            (Tensor x, int[] axes, bool keep) = given;
            int[] gone = axes.Length == 0 ? [.. Enumerable.Range(0, x.Rank)] : axes;
            var sums = new Dictionary<string, double>();
            foreach (int[] index in Indices(x.Shape))
            {
                string place = string.Join(',', keep
                    ? index.Select((i, axis) => gone.Contains(axis) ? 0 : i)
                    : index.Where((_, axis) => !gone.Contains(axis)));
                sums[place] = sums.GetValueOrDefault(place) + At(x, index);
            }
            Tensor y = Sum(x, axes, keep);
            return Indices(y.Shape).All(index => At(y, index) == sums.GetValueOrDefault(string.Join(',', index)));
        });
    }

    [Fact]
    public void Parts_put_together_again_are_the_whole()
    {
        Gen<(Tensor, int, int[])> cases = Gen.Choose(1, 3).SelectMany(rank => Gen.Choose(0, 4).ArrayOf(rank))
            .SelectMany(Filled).SelectMany(x => Gen.Choose(0, x.Rank - 1).SelectMany(axis =>
                Gen.Choose(0, x.Shape[axis]).ListOf().Select(places => (x, axis, places.Order().ToArray()))));
        Check(cases, given =>
        {
            (Tensor x, int axis, int[] places) = given;
            Tensor[] parts = Split(x, places, axis);
            return parts.Length == places.Length + 1 && Same(Concat(axis, parts), x);
        });
    }

    [Fact]
    public void A_matrix_product_is_the_sum_over_the_inner_index()
    {
        Gen<(Tensor, Tensor)> cases = Gen.Choose(0, 6).ArrayOf(3).SelectMany(n =>
            Filled([n[0], n[1]]).SelectMany(a => Filled([n[1], n[2]]).Select(b => (a, b))));
        Check(cases, pair =>
        {
            (Tensor a, Tensor b) = pair;
            Tensor y = MatMul(a, b), transposed = MatMul(Transpose(b), Transpose(a));
            return Same(Transpose(transposed), y) && Indices(y.Shape).All(index => At(y, index) ==
                Enumerable.Range(0, a.Shape[1]).Sum(l => At(a, [index[0], l]) * At(b, [l, index[1]])));
        });
    }

    [Fact]
    public void Reshaping_keeps_the_order_and_stacking_adds_an_axis()
    {
        Check(AnyTensor, x =>
        {
            Tensor stacked = Stack(0, x, x + 1);
            return Same(Reshape(Reshape(x, x.Length), x.Shape), x) && Same(stacked[0], x) && Same(stacked[1] - 1, x)
                && Same(Squeeze(ExpandDims(x, -1), -1), x);
        });
    }

    private static void Check<T>(Gen<T> cases, Func<T, bool> law) =>
        Prop.ForAll(cases.ToArbitrary(), law).Check(Settings);

    private static Gen<Tensor> Filled(int[] lengths)
    {
        Shape shape = lengths;
        return Element.ArrayOf(shape.Size).SelectMany(values =>
            Gen.Elements(DType.Float32, DType.Float64, DType.Int32)
                .Select(dtype => Tensor.FromArray(values, shape, dtype)));
    }

    private static IEnumerable<int[]> Indices(Shape shape)
    {
        for (int flat = 0; flat < shape.Size; flat++)
        {
            var index = new int[shape.Rank];
            for (int axis = shape.Rank - 1, rest = flat; axis >= 0; axis--)
            {
                index[axis] = rest % shape[axis];
                rest /= shape[axis];
            }
            yield return index;
        }
    }

    private static double At(Tensor x, int[] index)
    {
        int flat = 0;
        for (int axis = 0; axis < index.Length; axis++) flat = (flat * x.Shape[axis]) + index[axis];
        return x.DType switch
        {
            DType.Float32 => x.AsSpan<float>()[flat],
            DType.Float64 => x.AsSpan<double>()[flat],
            _ => x.AsSpan<int>()[flat],
        };
    }

    private static bool Same(Tensor x, Tensor y) => x.Shape == y.Shape &&
        x.Cast(DType.Float64).AsSpan<double>().SequenceEqual(y.Cast(DType.Float64).AsSpan<double>());
}
