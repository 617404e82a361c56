using System.Text;

namespace Chainrule;

/// <summary>
/// A graph with characters: a box for each computed value below the one before, what it is made of on its left, shapes
/// on the arrows, and gradients on the right. A value that is used further down gets there in a lane beside the boxes.
/// </summary>
internal sealed class GraphSketch
{
    private const int Between = 3, NarrowTerminal = 100;

    private readonly List<Step> steps;
    private readonly List<LaneOf> lanes = [];
    private readonly int width, tags, inner, longestFormula;
    private int left, lines;

    public GraphSketch(DrawnGraph graph, int width)
    {
        this.width = width;
        longestFormula = width < NarrowTerminal ? 34 : 42;
        steps = [.. graph.Boxes.Where(box => !box.IsLeaf).Select(box => new Step(box, Wrapped(box)))];
        tags = graph.Boxes.Where(box => box.IsLeaf).Select(box => TagOf(box).Length).DefaultIfEmpty(0).Max();
        inner = steps.SelectMany(step => step.Formula).Select(line => line.Length).DefaultIfEmpty(0).Max() + 2;
        for (int i = 0; i < steps.Count; i++) Arrange(i);
        AssignLanes();
    }

    private int FirstLane => tags == 0 ? 1 : tags + 3;

    /// <summary>The middle of the boxes, where the arrows between neighbours stand.</summary>
    private int Middle => left + (inner / 2);

    public string Write()
    {
        left = FirstLane + (2 * lanes.Select(lane => lane.Column + 1).DefaultIfEmpty(0).Max()) + 2;
        var text = new Canvas(lines);
        foreach (LaneOf lane in lanes)
            for (int line = lane.From + 1; line < lane.To; line++) text[line, ColumnOf(lane)] = '│';
        for (int i = 0; i < steps.Count; i++)
        {
            Box(text, steps[i]);
            for (int port = 0; port < steps[i].Ports.Count; port++)
                Write(text, steps[i].Ports[port], steps[i].Top + 1 + port);
        }
        foreach (Step step in steps.Where(step => step.IsNextTo)) Arrow(text, step);
        return text.ToString();
    }

    private static string TagOf(DrawnBox leaf) => $"{leaf.Name} {leaf.Shape}";

    private string[] Wrapped(DrawnBox box)
    {
        var lines = new List<string> { box.Name + " =" };
        foreach (string word in box.Formula.Split(' '))
        {
            if (lines[^1].Length + 1 + word.Length <= longestFormula) lines[^1] += " " + word;
            else lines.Add("  " + word);
        }
        return [.. lines];
    }

    // The ports of a box, one a line: what it is made of, and where it leaves for a user further down.
    private void Arrange(int index)
    {
        Step step = steps[index];
        DrawnBox? before = index > 0 ? steps[index - 1].Box : null,
            after = index + 1 < steps.Count ? steps[index + 1].Box : null;
        step.IsNextTo = after is not null && after.Inputs.Contains(step.Box);
        step.Top = lines;
        foreach (DrawnBox input in step.Box.Inputs)
        {
            if (input == before) continue;
            int line = lines + 1 + step.Ports.Count;
            LaneOf? lane = lanes.Find(lane => lane.Source == input);
            if (lane is null && input.Users.Count > 1) lanes.Add(lane = new(input) { From = line });
            if (lane is not null) lane.To = line;
            step.Ports.Add(new(input, lane, IsNew: input.IsLeaf && (lane is null || lane.From == line)));
            if (input.IsLeaf && step.Ports[^1].IsNew && input.Gradient is { } gradient)
                step.Right.Add(("╌╌► ", gradient));
        }
        if (step.Box.Users.Exists(user => user != after))
        {
            var lane = new LaneOf(step.Box) { From = lines + 1 + step.Ports.Count };
            lanes.Add(lane);
            step.Ports.Add(new(step.Box, lane, IsNew: true));
        }
        if (!step.IsNextTo && step.Box.Gradient is { } own) step.Right.Add(("◄╌╌ ", own));
        step.Height = Math.Max(step.Formula.Length, Math.Max(step.Ports.Count, step.Right.Count));
        lines += step.Height + Between;
    }

    // Each lane takes the first column that is free all along.
    private void AssignLanes()
    {
        foreach (LaneOf lane in lanes.OrderBy(lane => lane.From - lane.To))
        {
            lane.Column = 0;
            while (lanes.Exists(other => other != lane && other.Column == lane.Column
                && other.From <= lane.To && lane.From <= other.To)) lane.Column++;
        }
    }

    // The longest lane is the outermost.
    private int ColumnOf(LaneOf lane) => FirstLane + (2 * lane.Column);

    private void Box(Canvas text, Step step)
    {
        text.Put(step.Top, left, $"┌{new string('─', inner)}┐");
        for (int i = 0; i < step.Height; i++)
        {
            string formula = i < step.Formula.Length ? step.Formula[i] : "";
            text.Put(step.Top + 1 + i, left, $"│ {formula.PadRight(inner - 1)}│");
            if (i < step.Right.Count)
                text.Put(step.Top + 1 + i, left + inner + 2, step.Right[i].Arrow +
                    Fitting(step.Right[i].Gradient, left + inner + 2 + step.Right[i].Arrow.Length));
        }
        // Where no arrow below tells the shape, the box does.
        string shape = step.IsNextTo ? "" : $" {step.Box.Shape} ─";
        text.Put(step.Top + 1 + step.Height, left, $"└{shape.PadLeft(inner, '─')}┘");
    }

    private void Write(Canvas text, Port port, int line)
    {
        bool leaves = port.IsNew && !port.Source.IsLeaf;
        int from = 1;
        if (port.IsNew && port.Source.IsLeaf) text.Put(line, from, TagOf(port.Source) + " ");
        if (port.IsNew && port.Source.IsLeaf) from += TagOf(port.Source).Length + 1;
        else from = ColumnOf(port.Lane!) + 1;
        for (int column = from; column < left; column++)
            text[line, column] = text[line, column] == '│' ? '┼' : '─';
        if (port.Lane is { } lane)
        {
            text[line, ColumnOf(lane)] = leaves ? '┌' : port.IsNew ? '┬' : line == lane.To ? '└' : '├';
        }
        if (leaves) text.Put(line, left, "┤");
        else text[line, left - 1] = '►';
    }

    // Down to the next box, and back up beside it.
    private void Arrow(Canvas text, Step step)
    {
        int bottom = step.Top + 1 + step.Height;
        text.Put(bottom, Middle, "┬");
        text.Put(bottom + 1, Middle - 1 - step.Box.Shape.Length, step.Box.Shape + " │");
        text.Put(bottom + 2, Middle, "▼");
        if (step.Box.Gradient is not { } gradient) return;
        text.Put(bottom, Middle + 2, "▲");
        text.Put(bottom + 1, Middle + 2, "╎ " + Fitting(gradient, Middle + 4));
        text.Put(bottom + 2, Middle + 2, "┴");
    }

    private string Fitting(DerivationLine gradient, int column)
    {
        string whole = gradient.ToString();
        return column + whole.Length <= width ? whole : gradient.Left;
    }

    /// <summary>A box and the lines that it takes.</summary>
    private sealed class Step(DrawnBox box, string[] formula)
    {
        public DrawnBox Box => box;

        public string[] Formula => formula;

        public List<Port> Ports { get; } = [];

        public List<(string Arrow, DerivationLine Gradient)> Right { get; } = [];

        /// <summary>Whether the next box is made of this one.</summary>
        public bool IsNextTo { get; set; }

        public int Top { get; set; }

        public int Height { get; set; }
    }

    /// <summary>Where a value enters a box, or leaves it for a lane.</summary>
    private sealed record Port(DrawnBox Source, LaneOf? Lane, bool IsNew);

    /// <summary>A column in which a value goes down to its users.</summary>
    private sealed class LaneOf(DrawnBox source)
    {
        public DrawnBox Source => source;

        public int From { get; init; }

        public int To { get; set; }

        public int Column { get; set; } = -1;
    }

    /// <summary>Lines of characters that grow as they are written.</summary>
    private sealed class Canvas(int lines)
    {
        private readonly List<char>[] rows = [.. Enumerable.Range(0, lines).Select(_ => new List<char>())];

        public char this[int line, int column]
        {
            get => column < rows[line].Count ? rows[line][column] : ' ';
            set
            {
                while (rows[line].Count <= column) rows[line].Add(' ');
                rows[line][column] = value;
            }
        }

        public void Put(int line, int column, string text)
        {
            for (int i = 0; i < text.Length; i++) this[line, column + i] = text[i];
        }

        public override string ToString()
        {
            var text = new StringBuilder();
            foreach (List<char> row in rows) text.AppendLine(new string([.. row]).TrimEnd());
            return text.ToString().TrimEnd() + Environment.NewLine;
        }
    }
}
