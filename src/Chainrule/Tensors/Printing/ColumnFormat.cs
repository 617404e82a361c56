namespace Chainrule;

/// <summary>How to write the numbers of one tensor so that their decimal points line up; follows NumPy.</summary>
internal abstract class ColumnFormat
{
    public abstract string Write(double value);

    /// <summary>The format for these values, the ones that will be printed.</summary>
    public static ColumnFormat For(IReadOnlyCollection<double> values, DType dtype, TensorPrintOptions options)
    {
        if (dtype == DType.Int32) return new IntegerFormat(values);
        bool single = dtype == DType.Float32;
        double largest = 0, smallest = double.PositiveInfinity;
        foreach (double value in values)
        {
            double size = Math.Abs(value);
            if (size == 0 || !double.IsFinite(size)) continue;
            largest = Math.Max(largest, size);
            smallest = Math.Min(smallest, size);
        }
        // The ratio is computed in the type of the values, as NumPy does.
        bool wide = largest > 0 && (single ? (float)largest / (float)smallest : largest / smallest) > 1000;
        bool scientific = largest >= 1e8 || (!options.SuppressSmall && (smallest < 0.0001 || wide));
        return scientific
            ? new ScientificFormat(values, single, options.Precision)
            : new PositionalFormat(values, single, options.Precision);
    }

    /// <summary>
    /// The width left of the point, widened if nan or inf needs it; these are right-aligned with the other numbers.
    /// </summary>
    private static int Widen(int left, int right, IReadOnlyCollection<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value)) left = Math.Max(left, NotFinite(value).Length - right - 1);
        }
        return left;
    }

    private static string NotFinite(double value) => double.IsNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";

    private sealed class IntegerFormat(IReadOnlyCollection<double> values) : ColumnFormat
    {
        private readonly int width = values.Max(value => ((int)value).ToString().Length);

        public override string Write(double value) => ((int)value).ToString().PadLeft(width);
    }

    // As many digits as a number needs, up to the precision; shorter numbers are padded with spaces.
    private sealed class PositionalFormat : ColumnFormat
    {
        private readonly bool single;
        private readonly int precision, left, right;

        public PositionalFormat(IReadOnlyCollection<double> values, bool single, int precision)
        {
            this.single = single;
            this.precision = precision;
            foreach (double value in values)
            {
                if (!double.IsFinite(value)) continue;
                (string whole, string fraction) = Parts(value);
                left = Math.Max(left, whole.Length);
                right = Math.Max(right, fraction.Length);
            }
            left = Widen(left, right, values);
        }

        public override string Write(double value)
        {
            if (!double.IsFinite(value)) return NotFinite(value).PadLeft(left + right + 1);
            (string whole, string fraction) = Parts(value);
            return $"{whole.PadLeft(left)}.{fraction.PadRight(right)}";
        }

        private (string Whole, string Fraction) Parts(double value)
        {
            (string whole, string fraction) = DecimalNumber.Positional(value, single, precision).Split();
            return (whole, fraction.TrimEnd('0'));
        }
    }

    // All numbers have as many digits, in fraction and exponent, as the longest one. Shorter ones are filled with the
    // digits of their exact binary value, not with zeros.
    private sealed class ScientificFormat : ColumnFormat
    {
        private readonly bool single;
        private readonly int left, digits, powerDigits;

        public ScientificFormat(IReadOnlyCollection<double> values, bool single, int precision)
        {
            this.single = single;
            foreach (double value in values)
            {
                if (!double.IsFinite(value)) continue;
                DecimalNumber number = DecimalNumber.Scientific(value, single, precision);
                (string whole, string fraction, string power) = number.SplitScientific();
                left = Math.Max(left, whole.Length);
                digits = Math.Max(digits, fraction.Length);
                powerDigits = Math.Max(powerDigits, power.Length);
            }
            left = Widen(left, digits + powerDigits + 2, values);
        }

        public override string Write(double value)
        {
            if (!double.IsFinite(value)) return NotFinite(value).PadLeft(left + digits + powerDigits + 3);
            DecimalNumber number = DecimalNumber.Exact(value, single, digits);
            (string whole, string fraction, string power) = number.SplitScientific();
            string sign = number.Exponent < 0 ? "-" : "+";
            return $"{whole.PadLeft(left)}.{fraction.PadRight(digits, '0')}e{sign}{power.PadLeft(powerDigits, '0')}";
        }
    }
}
