using System.Collections.Immutable;
using Chainrule.Catalog;
using Chainrule.Dimensions;
using Chainrule.Operators;

namespace Chainrule.Language;

/// <content>Calls of the library's functions, and parts.</content>
internal sealed partial class ExpressionLowering
{
    private Lowered Part(SliceExpression slice)
    {
        Expression read = LabelIndices.Read(slice, AxesOfLabels, name => !Knows(name))!;
        return read == slice ? new(Part(Lower(slice.Operand).Tensor!, slice)) : Lower(read);
    }

    private Tensor Part(Tensor x, SliceExpression slice)
    {
        var indices = new TensorIndex[slice.Indices.Length];
        var written = new WrittenIndex[x.Rank];
        Array.Fill(written, new("", "", IsElement: false));
        for (int axis = 0; axis < indices.Length; axis++)
        {
            AxisIndex index = slice.Indices[axis];
            int length = x.Shape[axis];
            int first = index.Start is { } start ? Place(start, length) : 0;
            int end = index.End is { } last ? Place(last, length) : length;
            indices[axis] = index.Element is { } element ? Place(element, length) : first..end;
            written[axis] = new(Text(index.Element ?? index.Start), Text(index.End), index.Element is not null);
        }
        Tensor part = Functions.Slice(x, indices, written);
        string?[] names = [.. Enumerable.Range(0, x.Rank).Where(axis => !written[axis].IsElement).Select(axis =>
            written[axis] is { Start: "", End: "" } ? x.Shape.AxisName(axis)
                : SizeName.OfRange(Symbolic(x.Shape.AxisName(axis)), written[axis].Start, written[axis].End))];
        Node node = Node.Of(part);
        return part == x || Array.TrueForAll(names, name => name is null) ? part
            : new Node(node.Operator, node.Inputs, node.Shape.WithNames(names), node.DType).Tensor;

        static string? Symbolic(string? name) => name is null || char.IsDigit(name[0]) ? null : name;

        // What a loop counted is a number.
        string Text(Expression? place) => place is null ? ""
            : !ClaimFormulas.Parts(place).Any(part => part is NameExpression)
                && Lower(place).Number is { } number ? SyntaxPrinter.Print(number) : SyntaxPrinter.Print(place);
    }

    // The part of which the gradient is asked for; a value that labels pick from is found below it.
    private (Tensor Whole, Tensor Part) Indexed(SliceExpression slice)
    {
        Tensor whole = Lower(slice.Operand).Tensor!;
        if (LabelIndices.Read(slice, AxesOfLabels, name => !Knows(name)) == slice) return (whole, Part(whole, slice));
        // The operand under a name of its own, so that it is lowered once.
        const string Operand = "[";
        locals.Push((locals.TryPeek(out ImmutableDictionary<string, Lowered>? outer) ? outer
            : ImmutableDictionary<string, Lowered>.Empty).SetItem(Operand, new(whole)));
        Tensor part = Part(new SliceExpression(
            new NameExpression(Operand, slice.Operand.Span), slice.Indices, slice.Span)).Tensor!;
        locals.Pop();
        return (whole, part);
    }

    private int Place(Expression written, int length)
    {
        int place = (int)Lower(written).Number!.Value;
        return place < 0 ? place + length : place;
    }

    private int? AxesOfLabels(string name) =>
        Found(name) is { Tensor: { DType: DType.Int32 } labels } ? labels.Rank : null;

    private bool Knows(string name) => Found(name) is not null || sizes.ContainsKey(name);

    private Lowered? Found(string name)
    {
        if (locals.TryPeek(out ImmutableDictionary<string, Lowered>? parameters)
            && parameters.TryGetValue(name, out Lowered argument))
        {
            return argument;
        }
        return values.TryGetValue(name, out Lowered value) ? value : null;
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
            ListExpression list => [.. list.Items.Select(Axis)],
            var axis => [Axis(axis)],
        };

        // By its number, or by the name of its length, which no other axis has.
        private int Axis(Expression axis) => axis is NameExpression { Name: var length }
            && Enumerable.Range(0, this[0].Rank).Where(i => this[0].Shape.AxisName(i) == length).ToArray() is [var at]
                ? at : (int)lowering.Lower(axis).Number!.Value;

        public override Tensor this[int value] =>
            values[value] ??= lowering.Lower(call.Values[value]).Tensor!;

        public override Tensor Labels(int value) =>
            call.Values[value] is NameExpression name && lowering.Found(name.Name) is { Tensor: { } labels }
                ? labels : this[value];

        public override double Number(FunctionOption option) => call.Option(option.Name) is { } given
            ? lowering.Lower(given).Number!.Value : option.Default;

        public override bool Flag(FunctionOption option) =>
            call.Option(option.Name) is { } given && lowering.Lower(given).Truth == true;

        public override Shape Lengths(int from)
        {
            Expression[] written = [.. call.Values.Skip(from)];
            string?[] names = Array.ConvertAll(written, NameOf);
            int[] lengths = Array.ConvertAll(written, length => checked((int)lowering.Lower(length).Number!.Value));
            int open = Array.IndexOf(lengths, -1);
            if (open >= 0)
            {
                lengths[open] = 1;
                int named = lengths.Aggregate(1, (product, length) => checked(product * length));
                lengths[open] = this[0].Length / named;
                names[open] = Rest(this[0].Shape, lengths, names, open);
            }
            return Shape.Create(lengths).WithNames(names);
        }

        // m, or the product m*n.
        private string? NameOf(Expression length) => length switch
        {
            NameExpression { Name: var name } when lowering.sizes.ContainsKey(name) => name,
            BinaryExpression { Operator: BinaryOperator.Multiply } product =>
                NameOf(product.Left) is { } left && NameOf(product.Right) is { } right ? $"{left}*{right}" : null,
            _ => null,
        };

        // What -1 stands for, where the other lengths are those of axes: the product of the axes that remain.
        private static string? Rest(Shape shape, int[] lengths, string?[] names, int open)
        {
            List<(string? Name, int Length)> axes =
                [.. Enumerable.Range(0, shape.Rank).Select(axis => (shape.AxisName(axis), shape[axis]))];
            for (int i = 0; i < lengths.Length; i++)
                if (i != open && !axes.Remove((names[i], lengths[i]))) return null;
            axes.RemoveAll(axis => axis is { Name: null, Length: 1 });
            return axes.Count == 0 || axes.Exists(axis => axis.Name is null || SizeName.IsCompound(axis.Name))
                ? null : string.Join('*', axes.Select(axis => axis.Name));
        }

        public override (Tensor Whole, Tensor Part) Indexed(int value) =>
            lowering.Indexed((SliceExpression)call.Values[value]);

        public override Tensor Drop(Tensor x, double rate) => lowering.Drop(x, rate);

        public override void SetClasses(int labels, int count)
        {
            if (this[labels] is { DType: DType.Int32, Name: { } name }) lowering.classes[name] = count;
        }
    }
}
