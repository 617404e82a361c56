using System.CommandLine;

namespace Chainrule.Cli.Commands;

/// <summary>
/// The options that say how to read a table, each of which sets a property of <see cref="TableOptions"/>.
/// </summary>
internal sealed class TableArguments
{
    private readonly ToolOption<string?> label = SharedOptions.Label().Sets(Property(nameof(TableOptions.Label)));

    private readonly ToolOption<string?> task = SharedOptions.Task().Sets(Property(nameof(TableOptions.Task)));

    private readonly ToolOption<string?> missing = SharedOptions.Choice(
        "--missing",
        "What to do about missing values in rows to learn from: fill in the mean or the most frequent category, drop " +
        "the row, or stop.", "fill", "fill", "drop", "error")
        .KnownElsewhereAs("--na", "--dropna", "--fillna", "--impute").Sets(Property(nameof(TableOptions.Missing)));

    private readonly ToolOption<bool> indicator = new ToolOption<bool>("--missing-indicator")
    {
        Description = "Add a feature for each column with missing values that says where they are.",
    }.KnownElsewhereAs("--add-indicator").Sets(Property(nameof(TableOptions.MissingIndicator)));

    private readonly ToolOption<string[]?> markers = Words(
        "--missing-markers", "Further texts that stand for a missing value.", "TEXT,…",
        nameof(TableOptions.MissingMarkers))
        .KnownElsewhereAs("--na-values", "--missing-values", "--null-values");

    private readonly ToolOption<string[]?> ignore = Words(
        "--ignore", "Columns to leave out, by name or index.", "COLUMN,…", nameof(TableOptions.Ignore))
        .KnownElsewhereAs("--drop", "--drop-columns", "--exclude", "--ignore-columns");

    private readonly ToolOption<string[]?> categorical = Words(
        "--categorical", "Columns whose values are names, also where they are numbers, by name or index.", "COLUMN,…",
        nameof(TableOptions.Categorical)).KnownElsewhereAs("--categories", "--cat", "--nominal");

    private readonly ToolOption<string[]?> numeric = Words(
        "--numeric", "Columns that hold numbers to learn from, by name or index.", "COLUMN,…",
        nameof(TableOptions.Numeric)).KnownElsewhereAs("--numerical", "--numbers", "--continuous");

    private readonly ToolOption<int?> maximum = NumberOption.Whole(
        "--max-categories", 1, "The most different texts that a column of categories may hold.", otherwise: 1000)
        .KnownElsewhereAs("--maximum-categories").Sets(Property(nameof(TableOptions.MaximumCategories)));

    private readonly ToolOption<char?> delimiter = Character(
        "--delimiter", "What separates the fields of a table: a character or 'tab'; found out by default.", "CHARACTER")
        .KnownElsewhereAs("--sep", "--separator", "-d", "--delim").Sets(Property(nameof(TableOptions.Delimiter)));

    private readonly ToolOption<bool> header = new ToolOption<bool>("--header")
    {
        Description = "The first line names the columns; found out by default.",
    }.Sets(Property(nameof(TableOptions.HasHeader)));

    private readonly ToolOption<bool> noHeader =
        new ToolOption<bool>("--no-header") { Description = "The first line is a sample." };

    private readonly ToolOption<char?> decimalSign = Character(
        "--decimal", "The sign between whole and fraction: '.' or ','; found out by default.", "SIGN")
        .KnownElsewhereAs("--decimal-point", "--decimal-mark").Sets(Property(nameof(TableOptions.DecimalSign)));

    private readonly ToolOption<char?> thousands = Character(
        "--thousands", "The sign between groups of three digits, or 'space'; found out by default.", "SIGN")
        .KnownElsewhereAs("--thousands-separator").Sets(Property(nameof(TableOptions.ThousandsSign)));

    private readonly ToolOption<string?> dates = SharedOptions.Choice(
        "--dates", "What dates become: days since 1970, or year, month, day, weekday and hour.", "days",
        "days", "parts")
        .KnownElsewhereAs("--parse-dates").Sets(Property(nameof(TableOptions.Dates)));

    private readonly ToolOption<string?> dateOrder = SharedOptions.Choice(
        "--date-order", "The order of dates such as 3/4/2024; found out by default, where the dates allow it.", null,
        "day-first", "month-first")
        .KnownElsewhereAs("--dayfirst", "--date-format").Sets(Property(nameof(TableOptions.DateOrder)));

    private readonly ToolOption<string?> encoding = new ToolOption<string?>("--encoding")
    {
        Description = "Encoding of a table, such as latin1 or utf-16; UTF-8 by default.",
        HelpName = "NAME",
    }.KnownElsewhereAs("--charset").Sets(Property(nameof(TableOptions.Encoding)));

    /// <summary>All of them, in the order of the help.</summary>
    public Option[] All =>
    [
        label, task, missing, indicator, markers, ignore, categorical, numeric, maximum, delimiter, header, noHeader,
        decimalSign, thousands, dates, dateOrder, encoding,
    ];

    /// <summary>What the command line says of the table.</summary>
    public TableOptions Read(ParseResult parsed)
    {
        if (parsed.GetValue(header) && parsed.GetValue(noHeader))
            throw new ChainruleException("--header and --no-header exclude each other: leave one out.");
        var usual = new TableOptions();
        return new()
        {
            Label = parsed.GetValue(label),
            Task = parsed.GetValue(task) switch
            {
                "classification" => TableTask.Classification,
                "regression" => TableTask.Regression,
                _ => TableTask.Automatic,
            },
            Missing = parsed.GetValue(missing) switch
            {
                "drop" => TableMissing.Drop,
                "error" => TableMissing.Error,
                _ => TableMissing.Fill,
            },
            MissingIndicator = parsed.GetValue(indicator),
            MissingMarkers = [.. usual.MissingMarkers, .. parsed.GetValue(markers) ?? []],
            Ignore = parsed.GetValue(ignore) ?? [],
            Categorical = parsed.GetValue(categorical) ?? [],
            Numeric = parsed.GetValue(numeric) ?? [],
            MaximumCategories = parsed.GetValue(maximum)!.Value,
            Delimiter = parsed.GetValue(delimiter),
            HasHeader = parsed.GetValue(header) ? true : parsed.GetValue(noHeader) ? false : null,
            DecimalSign = parsed.GetValue(decimalSign),
            ThousandsSign = parsed.GetValue(thousands),
            Dates = parsed.GetValue(dates) == "parts" ? TableDates.Parts : TableDates.Days,
            DateOrder = parsed.GetValue(dateOrder) switch
            {
                "day-first" => TableDateOrder.DayFirst,
                "month-first" => TableDateOrder.MonthFirst,
                _ => TableDateOrder.Automatic,
            },
            Encoding = parsed.GetValue(encoding),
        };
    }

    /// <summary>The options that were given, for a command line that does the same again.</summary>
    public IEnumerable<(string Option, object Value)> Given(ParseResult parsed) => All
        .Where(option => parsed.GetResult(option) is { Implicit: false })
        .Select(option => (option.Name, parsed.GetResult(option)!.Tokens is { Count: > 0 } tokens
            ? (object)string.Join(',', tokens.Select(token => token.Value)) : true));

    /// <summary>
    /// The schema of a model's table for another file: how that is written may differ, what its columns mean may not.
    /// </summary>
    /// <exception cref="ChainruleException">An option says otherwise than the schema does.</exception>
    public TableSchema Apply(ParseResult parsed, TableSchema schema)
    {
        string? other = Given(parsed).Select(given => given.Option)
            .FirstOrDefault(name => name != delimiter.Name && name != encoding.Name && !IsSameLabel(name));
        return other is null ? schema.WrittenWith(parsed.GetValue(delimiter), parsed.GetValue(encoding))
            : throw new ChainruleException(
                $"{other} was decided when the model was trained, and its file says so: leave the option out, or " +
                $"train anew. Only {delimiter.Name} and {encoding.Name} may differ.");

        bool IsSameLabel(string name) =>
            name == label.Name && schema.Labels.Any(column => column.Name == parsed.GetValue(label));
    }

    private static string Property(string name) => $"{nameof(TableOptions)}.{name}";

    private static ToolOption<string[]?> Words(string name, string description, string helpName, string property)
    {
        var option = new ToolOption<string[]?>(name)
        {
            Description = description,
            HelpName = helpName,
            AllowMultipleArgumentsPerToken = false,
        };
        option.CustomParser = result =>
            [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries))];
        return option.Sets(Property(property));
    }

    private static ToolOption<char?> Character(string name, string description, string helpName)
    {
        var option = new ToolOption<char?>(name) { Description = description, HelpName = helpName };
        option.CustomParser = result =>
        {
            switch (result.Tokens[0].Value)
            {
                case "tab" or "\\t": return '\t';
                case "space": return ' ';
                case [char only]: return only;
                case var text:
                    result.AddError($"{name} must be a single character, 'tab' or 'space', not '{text}'");
                    return null;
            }
        };
        return option;
    }
}
