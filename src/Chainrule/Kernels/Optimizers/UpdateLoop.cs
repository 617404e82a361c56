using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>An optimizer's step for a register of elements, all independent of one another.</summary>
internal interface IUpdateRule<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many of the three state values of an element the rule uses.</summary>
    int Slots { get; }

    /// <summary>The new parameters, from the old ones p, their gradients g and the state, which is updated.</summary>
    TVector Update<TVector>(TVector p, TVector g, ref TVector first, ref TVector second, ref TVector third)
        where TVector : unmanaged, ISimd<TVector, T>;
}

/// <summary>Runs a rule over a part of a block of parameters, in one pass.</summary>
internal static unsafe class UpdateLoop
{
    /// <summary>
    /// Updates count parameters p by gradients g. The slots of the state are slotLength apart: pointers into the middle
    /// of a block, with the block's own slotLength, update a part of it, and parts in any split give the same bits.
    /// </summary>
    public static void Run<T, TRule>(T* p, T* g, T* state, nint slotLength, nint count, TRule rule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<T>
    {
        Kernel<T, TRule> kernel = new(p, g, state, slotLength, count, rule);
        SimdWidth.Run<T, Kernel<T, TRule>>(ref kernel);
    }

    private readonly struct Kernel<T, TRule>(T* p, T* g, T* state, nint slotLength, nint count, TRule rule)
        : ISimdKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TVector>() where TVector : unmanaged, ISimd<TVector, T>
        {
            TRule update = rule;
            T* parameters = p, gradients = g, first = state, second = first + slotLength, third = second + slotLength;
            for (nint i = 0; i < count; i += TVector.Count)
            {
                // The end goes through the same instructions under a mask, so that no element depends on its place.
                bool full = count - i >= TVector.Count;
                TVector mask = full ? TVector.Zero : TVector.FirstLanes((int)(count - i));
                TVector a = TVector.Zero, b = TVector.Zero, c = TVector.Zero;
                if (update.Slots > 0) a = Load(first + i, full, mask);
                if (update.Slots > 1) b = Load(second + i, full, mask);
                if (update.Slots > 2) c = Load(third + i, full, mask);
                TVector value = update.Update(
                    Load(parameters + i, full, mask), Load(gradients + i, full, mask), ref a, ref b, ref c);
                Store(value, parameters + i, full, mask);
                if (update.Slots > 0) Store(a, first + i, full, mask);
                if (update.Slots > 1) Store(b, second + i, full, mask);
                if (update.Slots > 2) Store(c, third + i, full, mask);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            static TVector Load(T* source, bool full, TVector mask) =>
                full ? TVector.Load(source) : TVector.LoadMasked(source, mask);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            static void Store(TVector value, T* destination, bool full, TVector mask)
            {
                if (full) TVector.Store(value, destination);
                else TVector.StoreMasked(value, destination, mask);
            }
        }
    }
}
