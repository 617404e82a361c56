using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>An optimizer's step for a register of independent elements.</summary>
internal interface IUpdateRule<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many of an element's three state values the rule uses.</summary>
    int Slots { get; }

    /// <summary>Computes the new parameters from the old ones p and their gradients g, and updates the state.</summary>
    TVector Update<TVector>(TVector p, TVector g, ref TVector first, ref TVector second, ref TVector third)
        where TVector : unmanaged, ISimd<TVector, T>;
}

/// <summary>Applies a rule to part of a block of parameters in one pass.</summary>
internal static unsafe class UpdateLoop
{
    /// <summary>
    /// Updates the parameters of a block from index <paramref name="offset"/> on, given the state of the whole block,
    /// slot after slot. However the block is split, the result is the same bit for bit.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, TRule>(
        Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> state, int offset, TRule rule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<T>
    {
        int count = parameters.Length, slotLength = rule.Slots == 0 ? 0 : state.Length / rule.Slots;
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradients.Length, count, nameof(gradients));
        if (rule.Slots > 0) ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + count, slotLength, nameof(offset));
        fixed (T* p = parameters, g = gradients, slots = state)
        {
            Kernel<T, TRule> kernel = new(p, g, slots + offset, slotLength, count, rule);
            SimdWidth.Run<T, Kernel<T, TRule>>(ref kernel);
        }
    }

    private readonly struct Kernel<T, TRule>(T* p, T* g, T* state, nint slotLength, nint count, TRule rule)
        : ISimdKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<T>
    {
        // Whole registers run in a branch-free loop, so that the JIT keeps the rule's constants in registers. The end
        // runs through the same instructions under a mask, so no element depends on its position.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TVector>() where TVector : unmanaged, ISimd<TVector, T>
        {
            TRule update = rule;
            T* parameters = p, gradients = g, first = state, second = first + slotLength, third = second + slotLength;
            nint i = 0;
            for (; i <= count - TVector.Count; i += TVector.Count)
            {
                TVector a = TVector.Zero, b = TVector.Zero, c = TVector.Zero;
                if (update.Slots > 0) a = TVector.Load(first + i);
                if (update.Slots > 1) b = TVector.Load(second + i);
                if (update.Slots > 2) c = TVector.Load(third + i);
                TVector value = update.Update(
                    TVector.Load(parameters + i), TVector.Load(gradients + i), ref a, ref b, ref c);
                TVector.Store(value, parameters + i);
                if (update.Slots > 0) TVector.Store(a, first + i);
                if (update.Slots > 1) TVector.Store(b, second + i);
                if (update.Slots > 2) TVector.Store(c, third + i);
            }
            if (i < count) RunEnd<TVector>(i);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void RunEnd<TVector>(nint i) where TVector : unmanaged, ISimd<TVector, T>
        {
            TRule update = rule;
            T* first = state + i, second = first + slotLength, third = second + slotLength;
            TVector mask = TVector.FirstLanes((int)(count - i));
            TVector a = TVector.Zero, b = TVector.Zero, c = TVector.Zero;
            if (update.Slots > 0) a = TVector.LoadMasked(first, mask);
            if (update.Slots > 1) b = TVector.LoadMasked(second, mask);
            if (update.Slots > 2) c = TVector.LoadMasked(third, mask);
            TVector value = update.Update(
                TVector.LoadMasked(p + i, mask), TVector.LoadMasked(g + i, mask), ref a, ref b, ref c);
            TVector.StoreMasked(value, p + i, mask);
            if (update.Slots > 0) TVector.StoreMasked(a, first, mask);
            if (update.Slots > 1) TVector.StoreMasked(b, second, mask);
            if (update.Slots > 2) TVector.StoreMasked(c, third, mask);
        }
    }
}
