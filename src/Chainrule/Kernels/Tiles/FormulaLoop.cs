using Chainrule.Kernels.Keys;

namespace Chainrule.Kernels;

/// <summary>
/// Evaluates a formula step by step, allocating memory for each call: it checks lines of a derivation and is never used
/// in training.
/// </summary>
internal sealed unsafe class FormulaLoop(ElementType type, FormulaStep[] steps, ElementLoop?[] loops) : ElementLoop
{
    private readonly int elementSize = type == ElementType.Float64 ? sizeof(double) : sizeof(float);

    public override void Run(nint count, void* a, void* b, void* c, void* y)
    {
        nint bytes = count * elementSize;
        byte[] memory = GC.AllocateUninitializedArray<byte>(checked((int)(bytes * steps.Length)), pinned: true);
        fixed (byte* values = memory)
        {
            for (int i = 0; i < steps.Length; i++)
            {
                byte* value = values + (i * bytes);
                int[] inputs = steps[i].Inputs;
                if (loops[i] is { } loop)
                    loop.Run(count, At(values, inputs, 0), At(values, inputs, 1), At(values, inputs, 2), value);
                else if (steps[i].Number is { } number) Fill(value, (int)count, number);
                else Buffer.MemoryCopy(a, value, bytes, bytes);
            }
            Buffer.MemoryCopy(values + ((steps.Length - 1) * bytes), y, bytes, bytes);
        }

        void* At(byte* values, int[] inputs, int place) =>
            place < inputs.Length ? values + (inputs[place] * bytes) : null;
    }

    private void Fill(void* value, int count, double number)
    {
        if (type == ElementType.Float32) new Span<float>(value, count).Fill((float)number);
        else new Span<double>(value, count).Fill(number);
    }
}
