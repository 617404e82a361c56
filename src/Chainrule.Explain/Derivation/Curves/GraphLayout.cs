namespace Chainrule;

/// <summary>A box, or a point that a long edge passes on its way through a row.</summary>
internal sealed class PlacedBox(DrawnBox? box, double width, double height)
{
    /// <summary>The box; null for a passing edge.</summary>
    public DrawnBox? Box => box;

    public double Width => width;

    public double Height => height;

    /// <summary>How far from the middle neighbours have to keep on either side, labels included.</summary>
    public double Left { get; init; } = width / 2;

    public double Right { get; init; } = width / 2;

    public int Row { get; set; }

    /// <summary>The middle.</summary>
    public double X { get; set; }

    public double Top { get; set; }

    public List<PlacedEdge> Into { get; } = [];

    public List<PlacedEdge> Out { get; } = [];
}

/// <summary>An edge between neighbouring rows: a whole arrow, or a part of a long one.</summary>
internal sealed record PlacedEdge(PlacedBox From, PlacedBox To)
{
    /// <summary>Where the edge ends, from the middle of what it leads to.</summary>
    public double Port { get; set; }

    // Long edges want to be straight, and the values' own path more than that of the parameters.
    public double Weight => (From.Box, To.Box) switch
    {
        (null, null) => 16,
        (null, _) or (_, null) or ({ IsLeaf: true }, _) => 0.5,
        _ => 16,
    };
}

/// <summary>
/// Places the boxes of a graph in rows, with the arrows downwards: rows by the distance from the inputs, then an order
/// in each row with few crossings, then places that keep the arrows straight. A long edge has a lane of its own through
/// every row that it passes, so it never runs behind a box. After Sugiyama, Tagawa and Toda (1981).
/// </summary>
internal sealed class GraphLayout
{
    public const double PortDistance = 30, Lane = 34;
    private const double Gap = 18;
    private const int Sweeps = 24, Moves = 300;

    private readonly Dictionary<DrawnBox, PlacedBox> places = [];

    public GraphLayout(DrawnGraph graph, Func<DrawnBox, PlacedBox> measure)
    {
        foreach (DrawnBox box in graph.Boxes) places[box] = measure(box);
        AssignRows(graph);
        int rows = places.Values.Select(place => place.Row).DefaultIfEmpty(-1).Max() + 1;
        Rows = [.. Enumerable.Range(0, rows).Select(_ => new List<PlacedBox>())];
        foreach (DrawnBox box in graph.Boxes) Rows[places[box].Row].Add(places[box]);
        foreach (DrawnBox box in graph.Boxes)
            foreach (DrawnBox user in box.Users) Connect(places[box], places[user]);
        Order();
        Place();
    }

    public List<PlacedBox>[] Rows { get; }

    // Away from the inputs, and a leaf just above its first use. A value that feeds more than it is made of moves down
    // to its users: fewer edges are long.
    private void AssignRows(DrawnGraph graph)
    {
        foreach (DrawnBox box in graph.Boxes.Where(box => !box.IsLeaf))
            places[box].Row = 1 + box.Inputs.Select(input => input.IsLeaf ? 0 : places[input].Row).DefaultIfEmpty(0)
                .Max();
        foreach (DrawnBox box in Enumerable.Reverse(graph.Boxes).Where(box => !box.IsLeaf && box.Users.Count > 0))
            if (box.Users.Count > box.Inputs.Count(input => input.Users.Count > 1 || !input.IsLeaf))
                places[box].Row = box.Users.Min(user => places[user].Row) - 1;
        foreach (DrawnBox leaf in graph.Boxes.Where(box => box.IsLeaf))
            places[leaf].Row = leaf.Users.Min(user => places[user].Row) - 1;
        // Rows that are empty now close up.
        List<int> used = [.. places.Values.Select(place => place.Row).Distinct().Order()];
        foreach (PlacedBox place in places.Values) place.Row = used.IndexOf(place.Row);
    }

    private void Connect(PlacedBox from, PlacedBox to)
    {
        PlacedBox last = from;
        for (int row = from.Row + 1; row < to.Row; row++)
        {
            var lane = new PlacedBox(null, 0, 0) { Row = row, Left = Lane / 2, Right = Lane / 2 };
            Rows[row].Add(lane);
            Join(last, lane);
            last = lane;
        }
        Join(last, to);
    }

    private static void Join(PlacedBox from, PlacedBox to)
    {
        var edge = new PlacedEdge(from, to);
        from.Out.Add(edge);
        to.Into.Add(edge);
    }

    // By the mean place of the neighbours in the row before, downwards and upwards in turn; the best order is kept.
    private void Order()
    {
        List<PlacedBox>[] best = [.. Rows.Select(row => row.ToList())];
        int fewest = Crossings();
        for (int sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            bool down = sweep % 2 == 0;
            foreach (List<PlacedBox> row in down ? Rows : Rows.Reverse())
            {
                Dictionary<PlacedBox, int> place = Numbered();
                double Middle(PlacedBox box)
                {
                    PlacedBox[] beside =
                        [.. down ? box.Into.Select(edge => edge.From) : box.Out.Select(edge => edge.To)];
                    return beside.Length == 0 ? place[box] : beside.Average(other => place[other]);
                }
                List<PlacedBox> sorted = [.. row.OrderBy(Middle)];
                row.Clear();
                row.AddRange(sorted);
            }
            SwapNeighbours();
            int crossings = Crossings();
            if (crossings >= fewest) continue;
            fewest = crossings;
            best = [.. Rows.Select(row => row.ToList())];
        }
        for (int i = 0; i < Rows.Length; i++) Rows[i] = best[i];
        Centre(fewest);
        // Ports from left to right as the edges come.
        Dictionary<PlacedBox, int> numbers = Numbered();
        foreach (PlacedBox box in Rows.SelectMany(row => row))
        {
            PlacedEdge[] edges = [.. box.Into.OrderBy(edge => numbers[edge.From])];
            for (int i = 0; i < edges.Length; i++) edges[i].Port = (i - ((edges.Length - 1) / 2.0)) * PortDistance;
        }
    }

    // Neighbours whose edges cross less the other way round change places, until none gains.
    private void SwapNeighbours()
    {
        bool changed = true;
        for (int round = 0; changed && round < Sweeps; round++)
        {
            changed = false;
            foreach (List<PlacedBox> row in Rows)
            {
                Dictionary<PlacedBox, int> place = Numbered();
                for (int i = 1; i < row.Count; i++)
                {
                    (PlacedBox a, PlacedBox b) = (row[i - 1], row[i]);
                    if (Crossings(a, b, place) <= Crossings(b, a, place)) continue;
                    (row[i - 1], row[i]) = (b, a);
                    changed = true;
                }
            }
        }
    }

    // A value between its user's parameters in place of before them: the main path goes straight down.
    private void Centre(int fewest)
    {
        foreach (List<PlacedBox> row in Rows)
        {
            for (int i = 2; i < row.Count; i++)
            {
                (PlacedBox value, PlacedBox left, PlacedBox right) = (row[i - 2], row[i - 1], row[i]);
                if (value.Box is not { IsLeaf: false } || !IsOnlyFor(left, value) || !IsOnlyFor(right, value)) continue;
                (row[i - 2], row[i - 1]) = (left, value);
                if (Crossings() > fewest) (row[i - 2], row[i - 1]) = (value, left);
            }
        }

        static bool IsOnlyFor(PlacedBox leaf, PlacedBox value) => leaf is { Box.IsLeaf: true, Out: [var edge] }
            && value.Out.Exists(other => other.To == edge.To);
    }

    // Between the edges of two boxes of a row, the first on the left.
    private static int Crossings(PlacedBox left, PlacedBox right, Dictionary<PlacedBox, int> place) =>
        left.Into.Sum(a => right.Into.Count(b => place[a.From] > place[b.From]))
        + left.Out.Sum(a => right.Out.Count(b => place[a.To] > place[b.To]));

    // Places within a row as shares of it, so that short rows and long ones compare.
    private Dictionary<PlacedBox, int> Numbered()
    {
        var numbers = new Dictionary<PlacedBox, int>();
        foreach (List<PlacedBox> row in Rows)
            for (int i = 0; i < row.Count; i++) numbers[row[i]] = ((2 * i) - row.Count) * 1000;
        return numbers;
    }

    private int Crossings()
    {
        Dictionary<PlacedBox, int> place = Numbered();
        int count = 0;
        foreach (List<PlacedBox> row in Rows)
        {
            PlacedEdge[] edges = [.. row.SelectMany(box => box.Out)];
            for (int i = 0; i < edges.Length; i++)
                for (int j = 0; j < i; j++)
                {
                    long from = place[edges[i].From] - place[edges[j].From],
                        to = place[edges[i].To] - place[edges[j].To];
                    if (from * to < 0) count++;
                }
        }
        return count;
    }

    private void Place()
    {
        foreach (List<PlacedBox> row in Rows)
        {
            double x = 0;
            foreach (PlacedBox box in row)
            {
                box.X = x + box.Left;
                x += box.Left + box.Right + Gap;
            }
        }
        for (int move = 0; move < Moves; move++)
            foreach (List<PlacedBox> row in move % 2 == 0 ? Rows : Rows.Reverse()) Pull(row);
        foreach (PlacedBox box in Rows.SelectMany(row => row))
            if (box.Box is not null)
                foreach (PlacedEdge edge in box.Out) Straighten(edge);
        double left = Rows.SelectMany(row => row).Select(box => box.X - box.Left).DefaultIfEmpty(0).Min();
        foreach (PlacedBox box in Rows.SelectMany(row => row)) box.X -= left;
    }

    // As many rows as possible of a long edge get one place that is free in all of them.
    private void Straighten(PlacedEdge first)
    {
        var run = new List<PlacedBox>();
        (double low, double high) = (double.NegativeInfinity, double.PositiveInfinity);
        for (PlacedBox lane = first.To; ; lane = lane.Out[0].To)
        {
            (double from, double to) = lane.Box is null ? Free(lane) : (1, 0);
            if (Math.Max(low, from) > Math.Min(high, to))
            {
                double wanted = run.Count == 0 ? 0 : run.Average(place => place.X);
                foreach (PlacedBox place in run) place.X = Math.Min(Math.Max(wanted, low), high);
                if (lane.Box is not null) return;
                run.Clear();
                (low, high) = (from, to);
            }
            run.Add(lane);
            (low, high) = (Math.Max(low, from), Math.Min(high, to));
        }
    }

    private (double From, double To) Free(PlacedBox lane)
    {
        List<PlacedBox> row = Rows[lane.Row];
        int i = row.IndexOf(lane);
        return (i == 0 ? double.NegativeInfinity : row[i - 1].X + row[i - 1].Right + Gap + lane.Left,
            i == row.Count - 1 ? double.PositiveInfinity : row[i + 1].X - row[i + 1].Left - Gap - lane.Right);
    }

    // The places nearest to where the edges pull, in the given order and at the needed distances: neighbours that
    // would overlap move as one block, by pool-adjacent-violators.
    private static void Pull(List<PlacedBox> row)
    {
        var blocks = new List<(double Place, double Weight, int Count)>();
        var offsets = new double[row.Count];
        for (int i = 0; i < row.Count; i++)
        {
            if (i > 0) offsets[i] = offsets[i - 1] + row[i - 1].Right + Gap + row[i].Left;
            (double wanted, double weight) = Wanted(row[i]);
            (double Place, double Weight, int Count) block = (wanted - offsets[i], weight, 1);
            while (blocks.Count > 0 && blocks[^1].Place > block.Place)
            {
                (double place, double heavy, int count) = blocks[^1];
                blocks.RemoveAt(blocks.Count - 1);
                block = (((place * heavy) + (block.Place * block.Weight)) / (heavy + block.Weight),
                    heavy + block.Weight, count + block.Count);
            }
            blocks.Add(block);
        }
        int next = 0;
        foreach ((double place, _, int count) in blocks)
            for (int i = 0; i < count; i++, next++) row[next].X = place + offsets[next];
    }

    private static (double Place, double Weight) Wanted(PlacedBox box)
    {
        double sum = 1e-3 * box.X, weight = 1e-3;
        foreach (PlacedEdge edge in box.Into)
        {
            sum += edge.Weight * (edge.From.X - edge.Port);
            weight += edge.Weight;
        }
        foreach (PlacedEdge edge in box.Out)
        {
            sum += edge.Weight * (edge.To.X + edge.Port);
            weight += edge.Weight;
        }
        return (sum / weight, weight);
    }
}
