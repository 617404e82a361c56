namespace Chainrule.Studio.Tables;

/// <summary>Reads one table at a time and trains one model on it.</summary>
/// <param name="usual">The file that the command line names; null for none.</param>
internal sealed class TableRoom(string? usual)
{
    private TableFileRequest? file;
    private OpenTable? table;
    private TableTraining? training;

    private OpenTable Table => table ?? throw new ChainruleException("No table is open: choose a file.");

    private TableTraining Training =>
        training ?? throw new ChainruleException("Nothing is being trained: start again.");

    /// <summary>Opens a file in place of the one before.</summary>
    public TableAnswer Open(TableFileRequest request)
    {
        file = request;
        return Read(new());
    }

    /// <summary>Reads the file again, in another way.</summary>
    public TableAnswer Read(TableRequest request)
    {
        (table, training) = (null, null);
        table = file switch
        {
            { Bytes: { } bytes } => PrivateFile.With(file.Name, bytes, path => OpenTable.Read(path, request)),
            not null when usual is not null => OpenTable.Read(usual, request),
            _ => throw new ChainruleException("No table is open: choose a file."),
        };
        return table.Describe();
    }

    /// <summary>What was understood, in a language.</summary>
    public SentencesAnswer Say(SentencesRequest request)
    {
        using IDisposable wording = Wording.Use(request.Language);
        return new([.. Table.Samples.Reading.Lines()]);
    }

    /// <summary>Begins a training in place of the one before.</summary>
    public TableState Start(TableStart start)
    {
        training = null;
        training = new(Table, start);
        return training.State([]);
    }

    /// <summary>Goes on with it.</summary>
    public TableState Run(TableRun run) => Training.Run(run);

    /// <summary>How well the model predicts as it is now.</summary>
    public TableJudgement Judge() => Training.Judge();

    /// <summary>A row of the table.</summary>
    public RowAnswer Row(WantedRow wanted) => Table.Row(wanted.Row);

    /// <summary>What the model predicts of a row.</summary>
    public RowPrediction Predict(RowRequest row) => Training.Predict(row);

    /// <summary>The model's file, as it is now.</summary>
    public ModelAnswer Save() => Training.Save();
}
