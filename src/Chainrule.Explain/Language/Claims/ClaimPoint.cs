using Chainrule.Operators;

namespace Chainrule.Language;

/// <summary>
/// A program in float64, with sizes of its own and dropout at work, at a point where its claims are compared with the
/// gradients.
/// </summary>
internal sealed class ClaimPoint
{
    /// <summary>At one of so many places it shows on which side of a kink a claim holds.</summary>
    public const int Steps = 12;

    private readonly RandomPoint random;
    private readonly long seed;
    private readonly Tensor[] gradients;
    private readonly Lazy<Derivation> derivation, usual;
    private FormulaBuilder? formulas;
    private ChainModel? plain, ones;
    private (long Seed, double Stretch)? home;
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

    /// <summary>
    /// Two points of different sizes and values at which claims are compared; one where nothing is left to chance.
    /// </summary>
    public static ClaimPoint[] Of(ChainModel model, long seed)
    {
        var first = new ClaimPoint(model, seed, sizeSet: 0);
        if (first.IsGiven) return [first];
        var second = new ClaimPoint(model, seed, sizeSet: 1);
        HashSet<string> same = [.. first.Model.Dimensions
            .Where(size => second.Model.Dimensions[size.Key] == size.Value).Select(size => size.Key)];
        return [first.With(same), second.With(same)];
    }

    /// <summary>Whether a formula is the gradient at a value here, in the gradient's own shape.</summary>
    public bool IsGradient(Expression formula, string variable) =>
        new ClaimCase(this, Model.Claims[0]).Lowered(formula) is { } value
        && ClaimCase.AreSame(value, Model.Derivative(variable));

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

    /// <summary>
    /// The same program at the same point with ones in place of an input; null where its numbers were given.
    /// </summary>
    public ChainModel? WithOnes(string input)
    {
        if (Model.Options.Arrays.ContainsKey(input)) return null;
        ones ??= Build(Model, seed, training: true, Model.Options.SizeSet);
        Place(ones);
        ones[input].Assign(Tensor.Ones(Model[input].Shape, DType.Float64));
        return ones;
    }

    /// <summary>The same program with the same inputs, of the same sizes, at random values of its parameters.</summary>
    public ClaimPoint WithOtherParameters() => new(Model.Program.Build(Model.Options with
    {
        Dimensions = Model.Dimensions,
        Arrays = Model.Options.Arrays.Where(array => Model.Inputs.Any(input => input.Name == array.Key))
            .ToDictionary(),
    }), seed, Model.Options.SizeSet);

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

    /// <summary>
    /// Those of them that may be targets: what they are compared with is computed from something else, as a prediction
    /// is. What is multiplied by a parameter, or stands in a function of its own, is data.
    /// </summary>
    public IEnumerable<Tensor> UndescribedTargets => Undescribed.Where(value => IsTarget(Node.Of(value)));

    private bool IsTarget(Node input)
    {
        var own = new HashSet<Node> { input };
        bool isCompared = false;
        foreach (Node node in Traversal.Below([Node.Of(Cost)]))
        {
            if (!Array.Exists(node.Inputs, own.Contains)) continue;
            Node[] others = [.. node.Inputs.Where(other => !own.Contains(other) && Depends(other))];
            if (others.Length == 0) own.Add(node);
            else if (Array.Exists(others, other => other.Inputs.Length == 0 || other.Operator is Permute)) return false;
            else isCompared = true;
        }
        return isCompared && !own.Contains(Node.Of(Cost));

        // On anything that is not a constant.
        static bool Depends(Node node) => Traversal.Below([node]).Exists(
            below => below.Inputs.Length == 0 && below.Operator is not Constant);
    }

    private ClaimPoint With(IReadOnlySet<string> fixedSizes)
    {
        FixedSizes = fixedSizes;
        return this;
    }

    /// <summary>Moves back to the point itself.</summary>
    public void Move()
    {
        if (isAtHome) return;
        home ??= FindHome();
        random.Move(home.Value.Seed, IsFinite, stretch: home.Value.Stretch);
        isAtHome = true;
    }

    /// <summary>Moves elsewhere: nearer to 0 and further from it by turns, to see other sides of kinks.</summary>
    public void MoveOn(int step)
    {
        isAtHome = false;
        (long elsewhere, double stretch) = Elsewhere(step);
        random.Move(elsewhere, IsFinite, stretch: stretch);
    }

    private (long Seed, double Stretch) Elsewhere(int step) =>
        (seed + (1000 * (step + 1L)), (step % 5) switch { 0 => 0.2, 1 => 1, 2 => 3, 3 => 0.5, _ => 20 });

    // Where as much as possible of the program is at work.
    private (long Seed, double Stretch) FindHome()
    {
        (long Seed, double Stretch) best = (seed, 1);
        if (IsGiven || !random.Move(seed, IsFinite)) return best;
        var sides = new KinkSides(Cost);
        int least = sides.Resting;
        for (int step = 0; step < Steps && least > 0; step++)
        {
            (long Seed, double Stretch) place = Elsewhere(step);
            // Nearer to 0, where sigmoid and softmax do not come to their ends.
            if (place.Stretch >= 1 || !random.Move(place.Seed, IsFinite, stretch: place.Stretch)) continue;
            int resting = sides.Resting;
            if (resting < least) (best, least) = (place, resting);
        }
        return best;
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
