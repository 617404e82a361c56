using System.Collections.Immutable;
using System.Text;
using Chainrule.Dimensions;
using Chainrule.Kernels;
using Chainrule.Language;
using Chainrule.Language.Python;
using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// A forward pass written down as mathematics (a <c>.chain</c> file): the names, formulas and shapes, before any number
/// is known.
/// <see cref="Build"/> makes a graph of it for given sizes.
/// </summary>
public sealed class ChainProgram
{
    private ChainProgram(ProgramAnalysis analysis) => Analysis = analysis;

    /// <summary>The name of the file, for messages.</summary>
    public string File => Analysis.Syntax.Source.File;

    /// <summary>What is allowed but probably not meant, such as names that are never used.</summary>
    public IReadOnlyList<LanguageError> Warnings => Analysis.Warnings;

    /// <summary>
    /// What was understood that the file does not say in words: the inputs, parameters and cost of a Python file, what
    /// the values are called where a name gets several; else empty.
    /// </summary>
    public string Summary { get; private init; } = "";

    /// <summary>Whether the claims are lines of a program, whose names need not be what they look like.</summary>
    internal bool IsPython { get; private init; }

    /// <summary>The named dimensions, in the order of their first mention.</summary>
    public IReadOnlyList<string> Dimensions => [.. Analysis.Dimensions.Named.Select(dimension => dimension.Name!)];

    /// <summary>The inputs, in the order of their declaration.</summary>
    public IReadOnlyList<ChainDeclaration> Inputs => Declarations(SymbolKind.Input);

    /// <summary>The parameters, in the order of their declaration.</summary>
    public IReadOnlyList<ChainDeclaration> Parameters => Declarations(SymbolKind.Parameter);

    /// <summary>The name of the cost, of several the first; null when the file minimizes nothing.</summary>
    public string? Cost => Analysis.Cost?.Name;

    /// <summary>The names of the costs, in the order of the file.</summary>
    public IReadOnlyList<string> Costs => [.. Analysis.Costs.Select(cost => cost.Name)];

    /// <summary>The claims whose right side is left blank, as in <c>claim dS/dW2 = ?</c>.</summary>
    public IReadOnlyList<BlankClaim> Blanks => [.. Analysis.Syntax.Statements.OfType<BlankStatement>().Select(
        blank => new BlankClaim(SyntaxPrinter.Print(blank.Derivative), Analysis.Syntax.Source.Line(blank.Span.Start)))];

    internal ProgramAnalysis Analysis { get; }

    /// <summary>A program that was read already.</summary>
    internal static ChainProgram Of(ProgramAnalysis analysis) => new(analysis);

    /// <summary>
    /// Reads a file; one whose name ends in <c>.py</c> as <see cref="ParsePython"/> does, and so the code of a notebook
    /// (<c>.ipynb</c>), whose cells are read one after the other: lines are counted through all of them.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="arrays">Arrays by name, which tell the shapes that a Python file leaves open.</param>
    /// <exception cref="LanguageException">The text is not a program; every error has its place and remedy.</exception>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public static ChainProgram Load(string path, IReadOnlyDictionary<string, Tensor>? arrays = null) =>
        path.EndsWith(".py", StringComparison.OrdinalIgnoreCase) ? ParsePython(ReadText(path), path, arrays)
            : path.EndsWith(Notebook.Ending, StringComparison.OrdinalIgnoreCase)
                ? ParsePython(
                    Notebook.CodeOf(ReadText(path, Notebook.MaximumBytes), path), $"{path} (code)", arrays)
            : Parse(ReadText(path), path);

    /// <summary>The Python of a Jupyter notebook's code cells, one after the other, for
    /// <see cref="ParsePython"/>. Commands to Jupyter and to the shell become comments.</summary>
    /// <param name="json">The text of the <c>.ipynb</c> file.</param>
    /// <param name="file">What the notebook is called in messages.</param>
    /// <exception cref="DataException">The text is no notebook, or one of another language than Python.</exception>
    public static string CodeOfNotebook(string json, string file = "notebook.ipynb") => Notebook.CodeOf(json, file);

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text of the program.</param>
    /// <param name="file">What the text is called in messages.</param>
    /// <exception cref="LanguageException">The text is not a program; every error has its place and remedy.</exception>
    public static ChainProgram Parse(string text, string file = "program.chain")
    {
        var source = new SourceText(text, file);
        var diagnostics = new Diagnostics(source);
        ProgramSyntax syntax = Expansion.Of(Parser.Parse(source, diagnostics), diagnostics);
        ProgramAnalysis analysis = ProgramAnalyzer.Analyze(DerivedName.AddTo(syntax), diagnostics, Sizes.None);
        diagnostics.ThrowIfAny();
        var program = new ChainProgram(analysis) { Summary = syntax.Summary };
        if (program.Costs.Count > 1) program.PerCost();   // claims are looked at with the cost that they are about
        return program;
    }

    /// <summary>
    /// Reads the text of a Python file: the forward pass in NumPy or PyTorch, and a backward pass written by hand,
    /// whose lines become claims. The text is parsed and never run.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="file">What the text is called in messages.</param>
    /// <param name="arrays">Arrays that the file takes from elsewhere, by their names: they tell their shapes.</param>
    /// <exception cref="LanguageException">The cost depends on what is not understood, or on an array whose shape
    /// nothing tells; every error has its place and remedy.</exception>
    public static ChainProgram ParsePython(
        string text, string file = "program.py", IReadOnlyDictionary<string, Tensor>? arrays = null)
    {
        var source = new SourceText(text, file);
        var diagnostics = new Diagnostics(source);
        Dictionary<string, Shape> shapes = arrays?.ToDictionary(array => array.Key, array => array.Value.Shape) ?? [];
        ProgramSyntax syntax = PythonReader.Read(source, diagnostics, shapes, out string summary);
        diagnostics.ThrowIfAny();
        ProgramAnalysis analysis = ProgramAnalyzer.Analyze(DerivedName.AddTo(syntax), diagnostics, Sizes.None);
        diagnostics.ThrowIfAny();
        return new(analysis) { Summary = summary, IsPython = true };
    }

    /// <summary>Makes the graph, with sizes and values as the options say.</summary>
    /// <exception cref="LanguageException">The sizes do not fit together; the error tells where from where.</exception>
    /// <exception cref="ChainruleException">A size is not known, or an option names what is not there.</exception>
    public ChainModel Build(ChainOptions? options = null) => ProgramLowering.Build(this, options ?? new());

    /// <summary>The program with one of its costs, and the claims about it.</summary>
    /// <exception cref="ChainruleException">The program has no such cost.</exception>
    public ChainProgram WithCost(string cost)
    {
        if (!Costs.Contains(cost))
            throw new ChainruleException($"{File} does not minimize {cost}: choose one of {string.Join(", ", Costs)}.");
        var diagnostics = new Diagnostics(Analysis.Syntax.Source);
        ProgramSyntax syntax = DerivedName.AddTo(Analysis.Syntax with { Cost = cost, Derived = [] });
        ProgramAnalysis analysis = ProgramAnalyzer.Analyze(syntax, diagnostics, Sizes.None);
        diagnostics.ThrowIfAny();
        return new(analysis) { Summary = Summary };
    }

    /// <summary>The same program written in another way.</summary>
    internal ChainProgram Rewritten(ProgramSyntax syntax)
    {
        var diagnostics = new Diagnostics(syntax.Source);
        ProgramAnalysis analysis = ProgramAnalyzer.Analyze(syntax, diagnostics, Sizes.None);
        diagnostics.ThrowIfAny();
        return new(analysis) { Summary = Summary, IsPython = IsPython };
    }

    /// <summary>The program once for each of its costs; itself where there are not several.</summary>
    public IReadOnlyList<ChainProgram> PerCost() => Costs.Count > 1 ? [.. Costs.Select(WithCost)] : [this];

    /// <summary>The shape of a named value in the names of the file: <c>(m×n)</c>, <c>(k)</c>, <c>scalar</c>.</summary>
    /// <exception cref="ChainruleException">There is no value of that name.</exception>
    public string ShapeOf(string name)
    {
        Symbol? symbol = Analysis.Find(name)
            ?? Analysis.Claims.FirstOrDefault(claim => claim.Variable?.Name == name)?.Variable;
        return symbol?.Inferred.Shape?.ToString() ?? throw Unknown(name, Analysis.Symbols.Select(s => s.Name));
    }

    /// <summary>The line of the text that gives a name its value, from 1; null where none does.</summary>
    public int? LineOf(string name) => Analysis.Find(name)?.Line;

    /// <summary>The program in canonical form, with its comments; reading it gives the same program.</summary>
    public override string ToString() => SyntaxPrinter.Print(Analysis.Syntax);

    internal static ChainruleException Unknown(string name, IEnumerable<string> known)
    {
        string? meant = Vocabulary.Nearest(name, known);
        string remedy = meant is null ? "see the names in the file" : $"did you mean `{meant}`?";
        return new($"There is no value `{name}`: {remedy}");
    }

    private ImmutableArray<ChainDeclaration> Declarations(SymbolKind kind) =>
        [.. Analysis.Symbols.Where(symbol => symbol.Kind == kind).Select(symbol => new ChainDeclaration(
            symbol.Name,
            [.. symbol.Declarator!.Dimensions.Select(dimension => dimension.ToString())],
            symbol.Declarator.Role?.Name))];

    /// <summary>Reads no more than a program may have, so that a device or a huge file does no harm.</summary>
    private static string ReadText(string path, int largest = 4 * SourceText.MaximumLength)
    {
        try
        {
            using FileStream file = System.IO.File.OpenRead(path);
            var bytes = new byte[Math.Min(largest, file.Length == 0 ? 65_536 : file.Length) + 1];
            int count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (count > largest)
                throw new DataException(
                    $"{path}: more than {largest:N0} bytes are no program to be read: name the right file.");
            using var reader = new StreamReader(new MemoryStream(bytes, 0, count), Encoding.UTF8, true);
            return reader.ReadToEnd();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            bool isMissing = error is FileNotFoundException or DirectoryNotFoundException;
            string why = isMissing ? "there is no such file" : Directory.Exists(path) ? "this is a folder"
                : "it cannot be read";
            throw new DataException($"{path}: {why}: check the name and the rights.", error);
        }
    }
}

/// <summary>An input or a parameter of a program.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dimensions">The names or numbers of its axes; empty for a scalar.</param>
/// <param name="Role">
/// What data it takes, <c>features</c>, <c>labels</c> or <c>targets</c>, or what kind of numbers it holds,
/// <c>onehot</c>, <c>probabilities</c>, <c>mask</c> or <c>symmetric</c>; null when the file does not say.
/// </param>
public sealed record ChainDeclaration(string Name, IReadOnlyList<string> Dimensions, string? Role);

/// <summary>A claim that nobody has filled in yet.</summary>
/// <param name="Of">The derivative that it is about: <c>dS/dW2</c>.</param>
/// <param name="Line">The line of the file.</param>
public sealed record BlankClaim(string Of, int Line);

/// <summary>The sizes and values with which a program becomes a graph.</summary>
public sealed record ChainOptions
{
    /// <summary>Sizes of dimensions by name.</summary>
    public IReadOnlyDictionary<string, int> Dimensions { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>
    /// Values of inputs and parameters by name, from which sizes are taken too; other names are left alone. A parameter
    /// of another graph is shared, not copied: graphs for batches of different sizes then train the same one.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> Arrays { get; init; } = ImmutableDictionary<string, Tensor>.Empty;

    /// <summary>The type of all values except labels, which are int32.</summary>
    public DType DType { get; init; } = DType.Float32;

    /// <summary>Fixes the first values of the parameters, and what dropout drops.</summary>
    public long Seed { get; init; }

    /// <summary>Whether dropout drops, as in training.</summary>
    public bool Training { get; init; }

    /// <summary>How the first output is brought to the units of the targets; null for not at all.</summary>
    internal TargetScaling? TargetScaling { get; init; }

    /// <summary>
    /// Whether dimensions that nobody gave get small sizes, a different prime each: for checking formulas.
    /// </summary>
    public bool FillDimensions { get; init; }

    /// <summary>Which primes <see cref="FillDimensions"/> takes: every set has others.</summary>
    internal int SizeSet { get; init; }

    /// <summary>The number of classes that the labels of an input come from, by its name.</summary>
    internal IReadOnlyDictionary<string, int> Classes { get; init; } = ImmutableDictionary<string, int>.Empty;
}
