using System.Globalization;

namespace Chainrule;

/// <summary>
/// One way to write a numeral: strokes, each a smooth curve through points. The box is 60 wide and 100 high, with y
/// pointing down. A point marked with "!" is a sharp corner.
/// </summary>
internal sealed class NumeralStyle
{
    private NumeralStyle(float[] x, float[] y, Mark[] marks) => (X, Y, Marks) = (x, y, marks);

    /// <summary>What a point is to the curve through it.</summary>
    public enum Mark
    {
        Smooth,
        Corner,
        End,   // the last point of a stroke
    }

    public float[] X { get; }

    public float[] Y { get; }

    public Mark[] Marks { get; }

    public int Count => X.Length;

    /// <summary>Whether this point starts a stroke.</summary>
    public bool Begins(int point) => point == 0 || Marks[point - 1] == Mark.End;

    /// <summary>Parses "x,y x,y! x,y | x,y x,y"; strokes are separated by "|".</summary>
    public static NumeralStyle Parse(string text)
    {
        List<float> x = [], y = [];
        List<Mark> marks = [];
        foreach (string stroke in text.Split('|'))
        {
            foreach (string point in stroke.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                string[] pair = point.TrimEnd('!').Split(',');
                x.Add(float.Parse(pair[0], CultureInfo.InvariantCulture));
                y.Add(float.Parse(pair[1], CultureInfo.InvariantCulture));
                marks.Add(point.EndsWith('!') ? Mark.Corner : Mark.Smooth);
            }
            marks[^1] = Mark.End;
        }
        return new([.. x], [.. y], [.. marks]);
    }
}
