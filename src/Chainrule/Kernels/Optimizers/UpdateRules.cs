using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

// The formulas are documented with the optimizers. Every constant is a T, computed in double once per step; `decay` is
// the L2 factor added to the gradient, `keep` the factor of decoupled weight decay, 1 if there is none.

/// <summary>Plain gradient descent.</summary>
internal readonly struct DescentRule<T>(T rate, T decay) : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Slots => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Update<TVector>(TVector p, TVector g, ref TVector first, ref TVector second, ref TVector third)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        g = TVector.MultiplyAdd(TVector.Broadcast(decay), p, g);
        return TVector.MultiplyAdd(TVector.Broadcast(-rate), g, p);
    }
}

/// <summary>Momentum: first = velocity. Nesterov looks one velocity ahead.</summary>
internal readonly struct MomentumRule<T>(T rate, T momentum, bool nesterov, T decay) : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Slots => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Update<TVector>(TVector p, TVector g, ref TVector first, ref TVector second, ref TVector third)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector factor = TVector.Broadcast(momentum);
        g = TVector.MultiplyAdd(TVector.Broadcast(decay), p, g);
        first = Faded.Mean<TVector, T>(TVector.MultiplyAdd(factor, first, g));
        TVector direction = nesterov ? TVector.MultiplyAdd(factor, first, g) : first;
        return TVector.MultiplyAdd(TVector.Broadcast(-rate), direction, p);
    }
}

/// <summary>first = Σ g².</summary>
internal readonly struct AdagradRule<T>(T rate, T epsilon, T decay) : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Slots => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Update<TVector>(TVector p, TVector g, ref TVector first, ref TVector second, ref TVector third)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        g = TVector.MultiplyAdd(TVector.Broadcast(decay), p, g);
        first = TVector.MultiplyAdd(g, g, first);
        return p - (TVector.Broadcast(rate) * g / (TVector.Sqrt(first) + TVector.Broadcast(epsilon)));
    }
}

/// <summary>first = mean square, followed by the velocity and the mean if they are used.</summary>
internal readonly struct RmsPropRule<T>(T rate, T rho, T fresh, T epsilon, T momentum, bool centered, T decay)
    : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Slots => 1 + (HasMomentum ? 1 : 0) + (centered ? 1 : 0);

    private bool HasMomentum => momentum != T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Update<TVector>(TVector p, TVector g, ref TVector first, ref TVector second, ref TVector third)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector old = TVector.Broadcast(rho), share = TVector.Broadcast(fresh);
        g = TVector.MultiplyAdd(TVector.Broadcast(decay), p, g);
        first = Faded.Square<TVector, T>(TVector.MultiplyAdd(old, first, share * g * g));
        TVector variance = first;
        if (centered)
        {
            TVector mean = TVector.MultiplyAdd(old, HasMomentum ? third : second, share * g);
            mean = Faded.Mean<TVector, T>(mean);
            if (HasMomentum) third = mean;
            else second = mean;
            // Rounding may make it slightly negative.
            variance = TVector.Max(TVector.Zero, TVector.MultiplyAdd(-mean, mean, first));
        }
        TVector direction = g / (TVector.Sqrt(variance) + TVector.Broadcast(epsilon));
        if (HasMomentum)
        {
            second = TVector.MultiplyAdd(TVector.Broadcast(momentum), second, direction);
            second = Faded.Mean<TVector, T>(second);
            direction = second;
        }
        return TVector.MultiplyAdd(TVector.Broadcast(-rate), direction, p);
    }
}

/// <summary>first = mean m, second = mean square v. `rate` and `root` include the bias corrections.</summary>
internal readonly struct AdamRule<T>(T rate, T beta1, T fresh1, T beta2, T fresh2, T root, T epsilon, T decay, T keep)
    : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Slots => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Update<TVector>(TVector p, TVector g, ref TVector first, ref TVector second, ref TVector third)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        g = TVector.MultiplyAdd(TVector.Broadcast(decay), p, g);
        first = TVector.MultiplyAdd(TVector.Broadcast(beta1), first, TVector.Broadcast(fresh1) * g);
        second = TVector.MultiplyAdd(TVector.Broadcast(beta2), second, TVector.Broadcast(fresh2) * g * g);
        first = Faded.Mean<TVector, T>(first);
        second = Faded.Square<TVector, T>(second);
        TVector size = TVector.MultiplyAdd(TVector.Sqrt(second), TVector.Broadcast(root), TVector.Broadcast(epsilon));
        return TVector.MultiplyAdd(p, TVector.Broadcast(keep), -(TVector.Broadcast(rate) * first / size));
    }
}

/// <summary>first = mean m.</summary>
internal readonly struct LionRule<T>(T rate, T beta1, T fresh1, T beta2, T fresh2, T keep) : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Slots => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Update<TVector>(TVector p, TVector g, ref TVector first, ref TVector second, ref TVector third)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector c = TVector.MultiplyAdd(TVector.Broadcast(beta1), first, TVector.Broadcast(fresh1) * g);
        first = TVector.MultiplyAdd(TVector.Broadcast(beta2), first, TVector.Broadcast(fresh2) * g);
        // The step for positive and negative c; 0 stays 0 and NaN stays NaN.
        TVector up = TVector.Broadcast(rate);
        TVector move = TVector.Select(TVector.LessThan(c, TVector.Zero), -up, c);
        move = TVector.Select(TVector.LessThan(TVector.Zero, c), up, move);
        return TVector.MultiplyAdd(p, TVector.Broadcast(keep), -move);
    }
}
