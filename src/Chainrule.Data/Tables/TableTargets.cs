using System.Globalization;
using Chainrule.Catalog;

namespace Chainrule.Data;

/// <summary>The labels of a table to learn from: classes, values, or several answers a row.</summary>
internal sealed class TableTargets
{
    private const string TaskProperty = $"{nameof(TableOptions)}.{nameof(TableOptions.Task)}";

    private readonly string path;
    private readonly TableOptions options;
    private readonly TableLayout layout;
    private readonly bool isChosen, isByPlace;

    public TableTargets(
        string path, TableOptions options, TableLayout layout, LabelChoice labels, ColumnPlan[] plans,
        ParsedTable parsed, bool[]? keeps)
    {
        (this.path, this.options, this.layout) = (path, options, layout);
        isChosen = labels.Reason.Length == 0;
        isByPlace = labels.IsByPlace;
        AsideColumns aside = new(plans, parsed.Aside, keeps);
        if (labels.Columns is [int only])
        {
            Columns = [plans[only].Form == FieldForm.Text
                ? OfTexts(only, plans[only].Texts!, aside.Of(only))
                : OfNumbers(only, plans[only].Format, aside.Of(only))];
            return;
        }
        Columns = [.. labels.Columns.Select(label => new TableColumn(layout.Names[label], TableColumnKind.Label)
        {
            Format = plans[label].Format,
        })];
        foreach (int label in labels.Columns)
        {
            if (plans[label].Form == FieldForm.Number) continue;
            throw new DataException(
                $"{path}: column '{layout.Names[label]}' holds texts, and several labels are numbers: " +
                "name a single label in TableOptions.Label, or columns of numbers.");
        }
        double[][] values = [.. labels.Columns.Select(aside.Of)];
        bool areAnswers = Array.TrueForAll(values, column => Array.TrueForAll(column, value => value is 0 or 1));
        if (options.Task == TableTask.Classification && !areAnswers)
            throw new DataException($"{path}: several labels of classes are columns of 0 and 1 each, and " +
                $"{TableLayout.List([.. Columns.Select(column => column.Name)])} hold other numbers: name a single " +
                $"one in TableOptions.Label, or set {TaskProperty} = Regression.");
        IsMultiLabel = areAnswers && options.Task != TableTask.Regression;
        Reason = IsMultiLabel
            ? $"{OneHotNote(values)}0 and 1 only are answers of yes or no; {TaskProperty} = Regression takes them " +
                "as values"
            : Speech.Kept("several columns of numbers are values");
        Values = OfColumns(values, TypeOf(values));
    }

    /// <summary>The label columns.</summary>
    public TableColumn[] Columns { get; }

    /// <summary>The targets of the rows that stay.</summary>
    public Tensor Values { get; private set; } = null!;

    public bool IsMultiLabel { get; }

    /// <summary>Why the task is what it is.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Columns of values as rows.</summary>
    public static Tensor OfColumns(double[][] columns, DType dtype)
    {
        var rows = new double[columns[0].Length * columns.Length];
        for (int j = 0; j < columns.Length; j++)
            for (int i = 0; i < columns[j].Length; i++) rows[(i * columns.Length) + j] = columns[j][i];
        return Tensor.FromArray(rows, [columns[0].Length, columns.Length]).Cast(dtype);
    }

    // In double where float32 would make them the same, so that a training can tell.
    private DType TypeOf(double[][] values) => Array.Exists(values, column => FloatRange.NeedDouble(column))
        ? DType.Float64 : options.DType;

    private static string OneHotNote(double[][] columns) =>
        Enumerable.Range(0, columns[0].Length).All(row => columns.Sum(column => column[row]) == 1)
            ? "each row has a single 1, as classes have: a column with the name of each row's would make it so; " : "";

    private TableColumn OfTexts(int label, TextPool pool, double[] codes)
    {
        string name = layout.Names[label];
        if (pool.Distinct > options.MaximumCategories || (pool.Distinct == codes.Length && pool.Distinct > 2))
        {
            string many = pool.Distinct == codes.Length ? "a text of its own in each row"
                : $"{pool.Distinct:N0} different texts, more than {options.MaximumCategories:N0}";
            throw new DataException($"{path}: the label '{name}' has {many}: set TableOptions.Label to another column"
                + (pool.Distinct == codes.Length ? "." : $", or TableOptions.MaximumCategories = {pool.Distinct}."));
        }
        RequireClasses(name, pool, codes.Length);
        (string[] classes, int[] sorted) = ColumnDecision.Sorted(pool.Texts);
        if (classes.Length == 1)
        {
            throw new DataException(
                $"{path}: the label '{name}' is '{classes[0]}' in every row: there is nothing to tell apart; set " +
                "TableOptions.Label to another column, or add rows of other classes.");
        }
        int[] labels = Array.ConvertAll(codes, code => sorted[(int)code]);
        Values = Tensor.FromSpan<int>(labels, [labels.Length]);
        string[] alike = [.. classes.GroupBy(one => one, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1).SelectMany(group => group)];
        Reason = alike.Length == 0 ? Speech.Kept("texts are classes")
            : $"texts are classes; {TableLayout.List(alike)} differ only in upper and lower case";
        return new(name, TableColumnKind.Label) { Categories = classes };
    }

    // Dates, and texts of which most stand in one row, are classes only if somebody says so.
    private void RequireClasses(string name, TextPool pool, int rows)
    {
        if (options.Task != TableTask.Automatic) return;
        if (DateText.Find(pool.Texts, options.DateOrder, out _) is not null)
        {
            throw new DataException($"{path}: the label '{name}' holds dates, such as '{pool.Texts[0]}': set " +
                $"TableOptions.Label to another column, or {TaskProperty} = Classification to take each for a class.");
        }
        if (isChosen || pool.Distinct <= ColumnDecision.FewTexts || pool.Distinct * 2L <= rows) return;
        string many = string.Create(
            CultureInfo.InvariantCulture, $"{pool.Distinct:N0} different texts in {rows:N0} rows");
        throw new DataException(
            $"{path}: the label '{name}'{(isByPlace ? ", the last column," : "")} has {many}, as names have: set " +
            $"TableOptions.Label to another column, or TableOptions.Label = \"{name}\" to take each for a class.");
    }

    private TableColumn OfNumbers(int label, NumberFormat format, double[] values)
    {
        string name = layout.Names[label];
        bool isConstant = Array.TrueForAll(values, value => value == values[0]);
        if (isConstant && (values.Length > 1 || options.Task != TableTask.Regression))
        {
            throw new DataException(
                $"{path}: the label '{name}'{(isChosen ? "" : ", the last column,")} is {values[0]:R} in every row: " +
                "there is nothing to predict; set TableOptions.Label to another column.");
        }
        LabelReading reading = LabelReading.Of(
            values,
            options.Task switch
            {
                TableTask.Classification => LabelMeaning.Classes,
                TableTask.Regression => LabelMeaning.Values,
                _ => LabelMeaning.Automatic,
            },
            $"{path}: the label '{name}'", $"{TaskProperty} = Classification",
            $"{TaskProperty} = Regression");
        string other = reading.IsClassification ? "Regression" : "Classification";
        Reason = options.Task != TableTask.Automatic ? reading.Reason
            : $"{reading.Reason}; {TaskProperty} = {other} takes them otherwise";
        if (!reading.IsClassification)
        {
            Values = OfColumns([values], TypeOf([values]));
            return new(name, TableColumnKind.Label) { Format = format };
        }
        int[] labels = LabelReading.Encode(values, reading.Classes, name);
        Values = Tensor.FromSpan<int>(labels, [labels.Length]);
        return new(name, TableColumnKind.Label) { Categories = reading.ClassNames, Format = format };
    }
}

/// <summary>Labels and weights of the rows that stay, by column of the file.</summary>
internal sealed class AsideColumns(ColumnPlan[] plans, double[] values, bool[]? keeps)
{
    private readonly int width = plans.Where(plan => plan.IsAside).Sum(plan => plan.Width);

    /// <summary>A column of weights.</summary>
    /// <exception cref="DataException">One is missing or negative.</exception>
    public Tensor Weights(int column, string name, string path, DType dtype)
    {
        double[] values = Of(column);
        if (Array.FindIndex(values, value => !(value >= 0)) is >= 0 and int row)
        {
            string problem = double.IsNaN(values[row]) ? "a weight is missing"
                : $"the weight {values[row]:R} is negative";
            throw new DataException(
                $"{path}: column '{name}': {problem}: correct it, or take another column for TableOptions.Weights.");
        }
        return Tensor.FromArray(values, [values.Length]).Cast(dtype);
    }

    public double[] Of(int column)
    {
        int place = plans.Take(column).Where(plan => plan.IsAside).Sum(plan => plan.Width);
        var result = new List<double>();
        for (int row = 0; row * width < values.Length; row++)
            if (keeps?[row] != false) result.Add(values[(row * width) + place]);
        return [.. result];
    }
}
