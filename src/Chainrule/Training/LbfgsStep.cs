using System.Numerics;
using System.Numerics.Tensors;

namespace Chainrule;

/// <summary>
/// Takes the steps of L-BFGS. The state holds the last steps s and changes of the gradient y, in a ring by the number
/// of the step; a pair without curvature is zero.
/// </summary>
internal sealed class LbfgsStep
{
    // Sums are taken in pieces of this length, in order, and added up in double.
    private const int Piece = 4096;

    // A pair whose curvature s·y is below this share of |s|·|y| is left out.
    private const double MinCurvature = 1e-10;

    private readonly Lbfgs optimizer;
    private readonly ParameterLayout layout;
    private readonly NDArray state, gradient, before, start, direction;
    private readonly double[] factors;

    /// <summary>Prepares the steps.</summary>
    /// <param name="optimizer">The settings.</param>
    /// <param name="layout">The parameters.</param>
    /// <param name="state">The optimizer's state.</param>
    /// <param name="gradient">Where evaluations leave the gradient.</param>
    public LbfgsStep(Lbfgs optimizer, ParameterLayout layout, NDArray state, NDArray gradient)
    {
        (this.optimizer, this.layout, this.state, this.gradient) = (optimizer, layout, state, gradient);
        (before, start, direction) = (layout.NewBlock(), layout.NewBlock(), layout.NewBlock());
        factors = new double[optimizer.Memory];
    }

    /// <summary>Takes a step.</summary>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="cost">The cost before it, whose gradient is there.</param>
    /// <param name="evaluate">Computes cost and gradient for the parameters as they are.</param>
    public void Run(long number, double cost, Func<double> evaluate)
    {
        if (layout.DType == DType.Float32) Run<float>(number, cost, evaluate);
        else Run<double>(number, cost, evaluate);
    }

    private void Run<T>(long number, double cost, Func<double> evaluate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        gradient.CastTo(before);
        for (int i = 0; i < layout.Parameters.Count; i++) layout[i].CastTo(layout.Part(start, i));
        bool hasPairs = Direct<T>(number);
        double slope = Dot<T>(before, direction);
        if (hasPairs && !(slope < 0))
        {
            // Rounding has spoiled the memory.
            state.Bytes.Clear();
            hasPairs = Direct<T>(number);
            slope = Dot<T>(before, direction);
        }
        if (!(slope < 0))
        {
            Forget(number);   // the gradient is 0
            return;
        }
        double first = hasPairs ? optimizer.LearningRate
            : optimizer.LearningRate * Math.Min(1, 1 / SumOfMagnitudes<T>(before));
        double last = 0;
        WolfeSearch.Point found = WolfeSearch.Find(cost, slope, first, length =>
        {
            last = length;
            Move<T>(length);
            double value = evaluate();
            return new(length, value, Dot<T>(gradient, direction));
        });
        if (found.Length != last)
        {
            Move<T>(found.Length);
            if (found.Length != 0) evaluate();
        }
        if (found.Length != 0) Remember<T>(number, found.Length);
        else Forget(number);
    }

    // d = −H·g by the two-loop recursion; whether there are pairs that H is made of.
    private bool Direct<T>(long number) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> d = direction.Span<T>();
        TensorPrimitives.Negate(before.Span<T>(), d);
        int memory = optimizer.Memory;
        long oldest = Math.Max(1, number - memory);
        double scale = 0;
        for (long pair = number - 1; pair >= oldest; pair--)
        {
            double curvature = Dot<T>(Step(pair), Change(pair));
            if (curvature <= 0) continue;
            if (scale == 0) scale = curvature / Dot<T>(Change(pair), Change(pair));
            double factor = factors[pair % memory] = Dot<T>(Step(pair), direction) / curvature;
            Add(d, -factor, Change(pair).Span<T>());
        }
        if (scale == 0) return false;
        TensorPrimitives.Multiply(d, T.CreateTruncating(scale), d);
        for (long pair = oldest; pair < number; pair++)
        {
            double curvature = Dot<T>(Step(pair), Change(pair));
            if (curvature <= 0) continue;
            double factor = Dot<T>(Change(pair), direction) / curvature;
            Add(d, factors[pair % memory] - factor, Step(pair).Span<T>());
        }
        return true;
    }

    private void Remember<T>(long number, double length) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NDArray step = Step(number), change = Change(number);
        TensorPrimitives.Multiply(direction.Span<T>(), T.CreateTruncating(length), step.Span<T>());
        TensorPrimitives.Subtract(gradient.Span<T>(), before.Span<T>(), change.Span<T>());
        double least = MinCurvature * Math.Sqrt(Dot<T>(step, step) * Dot<T>(change, change));
        if (!(Dot<T>(step, change) > least)) Forget(number);
    }

    // What is left in the ring there is of a step long ago.
    private void Forget(long number)
    {
        Step(number).Bytes.Clear();
        Change(number).Bytes.Clear();
    }

    // The parameters at a length along the direction.
    private void Move<T>(double length) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < layout.Parameters.Count; i++)
            TensorPrimitives.MultiplyAdd(
                layout.Part(direction, i).Span<T>(), T.CreateTruncating(length), layout.Part(start, i).Span<T>(),
                layout[i].Span<T>());
    }

    private NDArray Step(long pair) => Slot((int)(pair % optimizer.Memory));

    private NDArray Change(long pair) => Slot(optimizer.Memory + (int)(pair % optimizer.Memory));

    private NDArray Slot(int index) => state.Part(index * layout.Length, [layout.Length]);

    private static void Add<T>(Span<T> to, double factor, ReadOnlySpan<T> vector)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TensorPrimitives.MultiplyAdd(vector, T.CreateTruncating(factor), to, to);

    private static double Dot<T>(NDArray a, NDArray b) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> x = a.Span<T>(), y = b.Span<T>();
        double sum = 0;
        for (int at = 0; at < x.Length; at += Piece)
        {
            int count = Math.Min(Piece, x.Length - at);
            sum += double.CreateTruncating(TensorPrimitives.Dot(x.Slice(at, count), y.Slice(at, count)));
        }
        return sum;
    }

    private static double SumOfMagnitudes<T>(NDArray a) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> x = a.Span<T>();
        double sum = 0;
        for (int at = 0; at < x.Length; at += Piece)
            sum += double.CreateTruncating(
                TensorPrimitives.SumOfMagnitudes(x.Slice(at, Math.Min(Piece, x.Length - at))));
        return sum;
    }
}
