using Chainrule.Catalog;

namespace Chainrule.Language;

/// <content>Calls of the library's functions, and parts.</content>
internal sealed partial class ExpressionLowering
{
    private Tensor Part(SliceExpression slice)
    {
        Tensor x = Lower(slice.Operand).Tensor!;
        var ranges = new TensorIndex[slice.Ranges.Length];
        for (int axis = 0; axis < ranges.Length; axis++)
        {
            int start = slice.Ranges[axis].Start is { } first ? (int)Lower(first).Number!.Value : 0;
            int end = slice.Ranges[axis].End is { } last ? (int)Lower(last).Number!.Value : x.Shape[axis];
            ranges[axis] = start..end;
        }
        return x[ranges];
    }

    // Each call drops by random numbers of its own; outside training nothing is dropped. Masks have names, so that
    // claims can use them.
    private Tensor Drop(Tensor x, double rate)
    {
        uint number = dropouts++;
        Tensor dropped = options.Training
            ? Functions.Dropout(x, rate, unchecked((ulong)options.Seed), number, counter) : x;
        if (Derivatives is not null || number >= masks.Length) return dropped;
        string name = masks[(int)number];
        Node? mask = Array.Find(Node.Of(dropped).Inputs, input => input.Operator is Operators.DropoutMask);
        maskValues[name] = mask is null ? Tensor.Ones(x.Shape, options.DType) : mask.Tensor.Named(name);
        return dropped;
    }

    private sealed class LoweredArguments(ExpressionLowering lowering, BoundCall call) : FunctionArguments
    {
        private readonly Tensor?[] values = new Tensor?[call.Values.Length];

        public override int Count => call.Values.Length;

        public override int[] Axes => call.Option("axis") switch
        {
            null => [],
            ListExpression list => [.. list.Items.Select(item => (int)lowering.Lower(item).Number!.Value)],
            var axis => [(int)lowering.Lower(axis).Number!.Value],
        };

        public override Tensor this[int value] =>
            values[value] ??= lowering.Lower(call.Values[value]).Tensor!;

        public override double Number(FunctionOption option) => call.Option(option.Name) is { } given
            ? lowering.Lower(given).Number!.Value : option.Default;

        public override bool Flag(FunctionOption option) =>
            call.Option(option.Name) is { } given && lowering.Lower(given).Truth == true;

        public override Shape Lengths(int from)
        {
            Expression[] written = [.. call.Values.Skip(from)];
            string?[] names = Array.ConvertAll(written, length => (length as NameExpression)?.Name);
            for (int i = 0; i < names.Length; i++)
                if (names[i] is { } name && !lowering.sizes.ContainsKey(name)) names[i] = null;
            int[] lengths = Array.ConvertAll(written, length => checked((int)lowering.Lower(length).Number!.Value));
            int open = Array.IndexOf(lengths, -1);
            if (open >= 0)
            {
                lengths[open] = 1;
                int named = lengths.Aggregate(1, (product, length) => checked(product * length));
                lengths[open] = this[0].Length / named;
            }
            return Shape.Create(lengths).WithNames(names);
        }

        public override Tensor Drop(Tensor x, double rate) => lowering.Drop(x, rate);

        public override void SetClasses(int labels, int count)
        {
            if (this[labels] is { DType: DType.Int32, Name: { } name }) lowering.classes[name] = count;
        }
    }
}
