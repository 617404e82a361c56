namespace Chainrule.Language;

/// <summary>
/// A program in float64, with sizes of its own and dropout at work, at a point where its claims are compared with the
/// gradients.
/// </summary>
internal sealed class ClaimPoint
{
    private readonly RandomPoint random;
    private readonly long seed;
    private readonly Tensor[] gradients;
    private readonly Lazy<Derivation> derivation, usual;
    private FormulaBuilder? formulas;
    private ChainModel? plain;
    private bool isAtHome;

    public ClaimPoint(ChainModel asked, long seed, int sizeSet)
    {
        Model = Build(asked, seed + sizeSet, training: true, sizeSet);
        this.seed = seed + sizeSet;
        random = new RandomPoint(Model, spread: 1.5 + sizeSet);
        gradients = [.. Model.Claims.Select(claim => claim.Derivative)];
        derivation = new(Derive);
        usual = new(() => Derivation.Of(Cost, [], Model.Outputs));
        Move();
    }

    public ChainModel Model { get; }

    /// <summary>The same program at the same point with dropout at rest.</summary>
    public ChainModel WithoutDropout
    {
        get
        {
            plain ??= Build(Model, seed, training: false, Model.Options.SizeSet);
            Place(plain);
            return plain;
        }
    }

    /// <summary>Another program of the same inputs and parameters at this point; null where it cannot be built.
    /// </summary>
    public ChainModel? Other(string text)
    {
        try
        {
            ChainModel other = Build(
                ChainProgram.Parse(text), Model.Options, seed, training: true, Model.Options.SizeSet);
            Place(other);
            return other;
        }
        catch (ChainruleException)
        {
            return null;
        }
    }

    private void Place(ChainModel other)
    {
        foreach (Tensor value in other.Inputs.Concat(other.Parameters))
            if (!Model.Options.Arrays.ContainsKey(value.Name!)) value.Assign(Model[value.Name!]);
    }

    public Tensor Cost => Model.Cost!;

    /// <summary>The right lines, of every parameter and every value that a claim is about.</summary>
    public Derivation Derivation => derivation.Value;

    /// <summary>The right lines as they are derived where no claim asks for more of them.</summary>
    public Derivation Usual => usual.Value;

    /// <summary>Writes values as derivations do.</summary>
    public FormulaBuilder Formulas => formulas ??= new(
        node => node.Name is { } name ? new SymbolFormula(name, node.Shape)
            : node is { Operator: Operators.OneHot } && node.Inputs[0].Name is { } labels
                ? new SymbolFormula(labels, node.Shape) : null,
        Derivation.Walk.Forward);

    /// <summary>The dimensions that have the same length at every point, since it was given.</summary>
    public IReadOnlySet<string> FixedSizes { get; private set; } = new HashSet<string>();

    /// <summary>Whether nothing is left to chance, so that a second point would be the same.</summary>
    public bool IsGiven => random.IsGiven;

    /// <summary>Inputs whose numbers nobody gave and nobody described.</summary>
    public IEnumerable<Tensor> Undescribed => random.Undescribed;

    public ClaimPoint With(IReadOnlySet<string> fixedSizes)
    {
        FixedSizes = fixedSizes;
        return this;
    }

    /// <summary>Moves back to the point itself.</summary>
    public void Move()
    {
        if (!isAtHome) random.Move(seed, IsFinite);
        isAtHome = true;
    }

    /// <summary>Moves elsewhere: nearer to 0 and further from it by turns, to see other sides of kinks.</summary>
    public void MoveOn(int step)
    {
        isAtHome = false;
        random.Move(seed + (1000 * (step + 1L)), IsFinite, stretch: (step % 3) switch { 0 => 0.2, 1 => 1, _ => 3 });
    }

    /// <summary>Moves to one of several points where an input is of a kind that it is not declared to be.</summary>
    public void Assume(string input, InputKind kind, int step)
    {
        isAtHome = false;
        random.Move(seed + (1000L * step), IsFinite, new Dictionary<string, InputKind> { [input] = kind });
    }

    /// <summary>Whether a claim may be judged here: the cost and all gradients are finite.</summary>
    public bool IsFinite() =>
        double.IsFinite(Cost.Item()) && Array.TrueForAll(gradients, NonFinite.IsFinite);

    private static ChainModel Build(ChainModel asked, long seed, bool training, int sizeSet) =>
        Build(asked.Program, asked.Options, seed, training, sizeSet);

    private static ChainModel Build(
        ChainProgram program, ChainOptions options, long seed, bool training, int sizeSet) =>
        program.Build(options with
        {
            DType = DType.Float64,
            Seed = seed,
            Training = training,
            FillDimensions = true,
            SizeSet = sizeSet,
        });

    private Derivation Derive()
    {
        HashSet<Node> below = [.. Traversal.Below(Node.Of(Cost))];
        HashSet<string> claimed = [.. Model.Claims.Select(claim => claim.Variable)];
        Tensor[] by = [.. Model.Values.Where(value =>
            value.DType.IsFloating() && below.Contains(Node.Of(value)) && value != Cost
            && (value.IsParameter || claimed.Contains(value.Name!)))];
        return Derivation.Of(Cost, by, Model.Outputs);
    }
}
