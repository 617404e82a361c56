using System.Text;

namespace Chainrule;

/// <summary>Prints a tensor as NumPy's <c>str(array)</c> does.</summary>
internal sealed class TensorPrinter
{
    private const string Gap = "...";

    private readonly NDArray array;
    private readonly TensorPrintOptions options;
    private readonly ColumnFormat format;
    private readonly int[] strides;
    private readonly bool shortened;
    private readonly StringBuilder text = new();

    private TensorPrinter(NDArray array, TensorPrintOptions options)
    {
        this.array = array;
        this.options = options;
        shortened = array.Length > options.Threshold;
        strides = array.Shape.Strides();
        var visible = new List<double>();
        Collect(0, 0, visible);
        format = ColumnFormat.For(visible, array.DType, options);
    }

    public static string Write(NDArray array, TensorPrintOptions options)
    {
        if (array.Shape.Rank == 0) return WriteScalar(Read(array, 0), array.DType);
        if (array.Length == 0) return "[]";
        var printer = new TensorPrinter(array, options);
        printer.WriteAxis(0, 0);
        return printer.text.ToString();
    }

    // A scalar gets all the digits it needs, and scientific notation below 0.0001 and from 1e16 on.
    private static string WriteScalar(double value, DType dtype)
    {
        if (dtype == DType.Int32) return ((int)value).ToString();
        if (double.IsNaN(value)) return "nan";
        if (double.IsInfinity(value)) return value < 0 ? "-inf" : "inf";
        DecimalNumber number = DecimalNumber.Shortest(value, dtype == DType.Float32);
        double size = Math.Abs(value);
        if (size == 0 || size is >= 1e-4 and < 1e16)
        {
            (string whole, string fraction) = number.Split();
            return $"{whole}.{(fraction.Length == 0 ? "0" : fraction)}";
        }
        (string first, string rest, string power) = number.SplitScientific();
        return $"{first}{(rest.Length == 0 ? "" : ".")}{rest}e{(number.Exponent < 0 ? '-' : '+')}{power}";
    }

    private static double Read(NDArray array, int index) => array.DType switch
    {
        DType.Float32 => array.Span<float>()[index],
        DType.Float64 => array.Span<double>()[index],
        _ => array.Span<int>()[index],
    };

    // The indices shown along an axis; −1 stands for the ones left out.
    private IEnumerable<int> Shown(int axis)
    {
        int length = array.Shape[axis], edge = options.EdgeItems;
        if (!shortened || length <= 2 * edge) return Enumerable.Range(0, length);
        return Enumerable.Range(0, edge).Append(-1).Concat(Enumerable.Range(length - edge, edge));
    }

    private void Collect(int axis, int offset, List<double> values)
    {
        if (axis == array.Shape.Rank)
        {
            values.Add(Read(array, offset));
            return;
        }
        foreach (int index in Shown(axis))
        {
            if (index >= 0) Collect(axis + 1, offset + (index * strides[axis]), values);
        }
    }

    private void WriteAxis(int axis, int offset)
    {
        int left = array.Shape.Rank - axis;
        text.Append('[');
        if (left == 1)
        {
            WriteRow(axis, offset);
        }
        else
        {
            // Rows start on a new line; matrices are separated by an empty line, and so on.
            bool first = true;
            foreach (int index in Shown(axis))
            {
                if (!first) text.Append('\n', left - 1).Append(' ', axis + 1);
                first = false;
                if (index < 0) text.Append(Gap);
                else WriteAxis(axis + 1, offset + (index * strides[axis]));
            }
        }
        text.Append(']');
    }

    private void WriteRow(int axis, int offset)
    {
        // Reserve one column for this row's closing bracket, and one for each that closes after it.
        int indent = axis + 1, limit = options.LineWidth - axis - 1;
        int length = indent;   // of the current line, with the space after its last word
        bool first = true;
        foreach (int index in Shown(axis))
        {
            string word = index < 0 ? Gap : format.Write(Read(array, offset + (index * strides[axis])));
            if (!first)
            {
                text.Append(' ');
                length++;
            }
            if (length + word.Length > limit && length > indent)
            {
                while (text[^1] == ' ') text.Length--;
                text.Append('\n').Append(' ', indent);
                length = indent;
            }
            text.Append(word);
            length += word.Length;
            first = false;
        }
    }
}
