using System.Collections.Immutable;

namespace Chainrule.Language.Python;

/// <summary>A value that the file computes.</summary>
/// <param name="PythonName">What the file calls it.</param>
/// <param name="Statement">The statement of the language.</param>
internal sealed record Definition(string PythonName, AssignmentStatement Statement)
{
    /// <summary>Whether it is an item of a list, or a part that an array is filled with.</summary>
    public bool IsItem { get; init; }

    /// <summary>Whether it is what a function of the file gives, of which only the gradient is used.</summary>
    public bool IsObjective { get; init; }

    /// <summary>In how many training loops, one in the other, it stands.</summary>
    public int Depth { get; init; }
}

/// <summary>
/// Collects the statements of the language that a Python file stands for. A name that is assigned anew becomes z_2, z_3
/// and so on.
/// </summary>
internal sealed class ChainWriter
{
    /// <summary>The deepest formula, so that walks may recurse.</summary>
    public const int DeepestFormula = 800;

    private const int LargestFormula = 4_000;
    private const int LongestName = 100;
    private const int MaxStatements = 20_000;

    private readonly PythonFacts facts;
    private readonly HashSet<string> taken;
    private readonly Dictionary<string, int> versions = [];
    private readonly Dictionary<(string Name, int Place), int> times = [];
    private readonly Dictionary<(string Name, int Place, int Time), string> names = [];
    private readonly List<Definition> definitions = [];
    private readonly Dictionary<string, AssignmentStatement> byName = [];
    private readonly HashSet<string> anonymous = [];
    private readonly HashSet<string> loaded = [];
    private readonly HashSet<string> undefined = [];
    private readonly HashSet<string> parameters = [];
    private readonly List<FunctionStatement> functions = [];
    private readonly List<DeclarationStatement> declarations = [];
    private readonly List<ClaimStatement> claims = [];
    private readonly Dictionary<string, int> claimed = [];
    private readonly Dictionary<string, List<string>> byPythonName = [];
    private readonly Dictionary<string, TextSpan> shapeless = [];

    public ChainWriter(SourceText source, PythonFacts facts)
    {
        this.facts = facts;
        Shapes = new(source, CostName);
        taken = [.. Vocabulary.ReservedWords, .. FunctionCatalog.Names, .. facts.Dimensions, .. facts.Axes.Values];
    }

    public ShapeTracker Shapes { get; }

    public IReadOnlyList<Definition> Definitions => definitions;

    public IReadOnlyList<FunctionStatement> Functions => functions;

    public IReadOnlyList<DeclarationStatement> Declarations => declarations;

    public IReadOnlyList<ClaimStatement> Claims => claims;

    /// <summary>Arrays whose shape nothing tells, and where they stand first.</summary>
    public IReadOnlyDictionary<string, TextSpan> Shapeless => shapeless;

    /// <summary>The names of sizes.</summary>
    public IReadOnlyCollection<string> Dimensions => facts.Dimensions;

    /// <summary>How many arrays there are.</summary>
    public int Arrays => declarations.Count + shapeless.Count;

    /// <summary>In how many training loops the file is being read.</summary>
    public int Depth { get; set; }

    /// <summary>Whether formulas stay without names: while a function is tried.</summary>
    public bool IsTrial { get; set; }

    /// <summary>What the cost is called; a sign that is no name while it is not known.</summary>
    public string CostName => facts.Cost ?? "?";

    /// <summary>The values that a Python name had, the first one first.</summary>
    public IReadOnlyList<string> ValuesOf(string pythonName) => byPythonName.GetValueOrDefault(pythonName) ?? [];

    /// <summary>The names of the language, by those of the file, where they stand and the how manieth time.</summary>
    public IReadOnlyDictionary<(string Name, int Place, int Time), string> Names => names;

    /// <summary>Every Python name that had a value.</summary>
    public IEnumerable<string> PythonNames => byPythonName.Keys;

    /// <summary>Whether a value has a derivative that can be claimed.</summary>
    public bool CanBeClaimed(string name) =>
        (facts.Needed is null || facts.Needed.Contains(name)) && name != facts.Cost && !facts.Labels.Contains(name);

    /// <summary>The statement that computes a value; null for inputs and parameters.</summary>
    public AssignmentStatement? Definition(string name) => byName.GetValueOrDefault(name);

    /// <summary>Whether a name is that of loaded data, from which nothing is computed yet.</summary>
    public bool IsUnusedInput(string name) => loaded.Contains(name)
        && !definitions.Exists(one => ChainFormula.Names(one.Statement.Value).Contains(name));

    /// <summary>Whether a name is used without a value in the file.</summary>
    public bool IsUndefined(string name) => undefined.Contains(name);

    /// <summary>Whether an array may hold whole numbers: one that the file does not make, or known labels.</summary>
    public bool MayBeLabels(string name) => facts.Labels.Contains(name) || shapeless.ContainsKey(name)
        || facts.Given.Contains(name) || loaded.Contains(name);

    /// <summary>The parameter, where the cost depends on one alone.</summary>
    public string? OnlyParameter => facts.Needed is { } needed && declarations.Where(
        one => one.IsParameter && needed.Contains(one.Declarators[0].Name.Name)).ToArray() is [var only]
        ? only.Declarators[0].Name.Name : null;

    /// <summary>Whether a name is that of a parameter.</summary>
    public bool IsParameter(string name) => parameters.Contains(name);

    /// <summary>The inputs and parameters that values are computed from.</summary>
    public HashSet<string> LeavesOf(IEnumerable<string> names)
    {
        HashSet<string> seen = [.. names], leaves = [];
        var rest = new Stack<string>(seen);
        while (rest.TryPop(out string? name))
        {
            if (!byName.TryGetValue(name, out AssignmentStatement? statement)) leaves.Add(name);
            else foreach (string below in ChainFormula.Names(statement.Value)) if (seen.Add(below)) rest.Push(below);
        }
        leaves.ExceptWith(facts.Dimensions);
        return leaves;
    }

    /// <summary>Gives a formula a name, unless it has one or only serves a claim.</summary>
    public PythonValue Define(
        string pythonName, TextSpan span, ArrayValue value, bool isItem = false, bool isObjective = false)
    {
        if (value.Formula is NameExpression alias)
        {
            Remember(pythonName, alias.Name);
            return value;
        }
        if (value.Number is { } number)
            return value.GivenName is not null || number != Math.Floor(number) ? value
                : value with { GivenName = pythonName };
        if (IsTooLong(value.Formula))
            return new UnknownValue(span, $"the formula of `{pythonName}` is too long", "name its parts");
        if (ChainFormula.Derivatives(value.Formula).Any())
        {
            // What the cost is computed from is no gradient, whatever its name looks like.
            if (facts.Cost is null && CostChoice.IsCostName(pythonName))
            {
                foreach (DerivativeExpression derivative in ChainFormula.Derivatives(value.Formula))
                    if (ClaimOf(derivative.Variable.Name) is { } claim) facts.Ordinary.Add(claim.Span.Start);
            }
            return value;
        }
        if (IsTrial) return value;
        if (MadeAtRandom(pythonName, span, value.Formula) is { } data) return data;
        if (definitions.Count >= MaxStatements)
            return new UnknownValue(span, $"the file computes more than {MaxStatements:N0} values",
                "shorten its loops");
        string name = Fresh(pythonName, span);
        if (facts.Needed is { } needed && !needed.Contains(name)) return value;
        var statement = new AssignmentStatement(new(name, span), value.Formula, span.To(value.Formula.Span));
        Shapes.Add(statement);
        definitions.Add(new(pythonName, statement) { IsItem = isItem, IsObjective = isObjective, Depth = Depth });
        byName[name] = statement;
        Remember(pythonName, name);
        return new ArrayValue(new NameExpression(name, span));
    }

    /// <summary>Adds a function of one element.</summary>
    /// <returns>Whether it is one.</returns>
    public bool Add(FunctionStatement function)
    {
        Shapes.Add(function);
        if (!Shapes.ActsOnElements(function.Name.Name)) return false;
        functions.Add(function);
        return true;
    }

    /// <summary>The formula of an array that is made of numbers: the name of an input or a parameter.</summary>
    public ArrayValue Leaf(MadeArray made, TextSpan use)
    {
        Identifier wanted = made.Named.Name ?? new(made.Making == "given" ? "array" : made.Making, made.Span);
        if (made.Named.Leaf is null)
        {
            made.Named.Leaf = Declare(wanted, made);
            if (made.Named.Name is null && made.Making != "zeros") anonymous.Add(made.Named.Leaf);
        }
        return new(new NameExpression(made.Named.Leaf, use));
    }

    /// <summary>The formula of a name that the file uses without giving it a value.</summary>
    public ArrayValue Free(string name, TextSpan span, bool isLoaded = false)
    {
        if (facts.Dimensions.Contains(name)) return new(new NameExpression(name, span)) { GivenName = name };
        var wanted = new Identifier(name, span);
        string leaf = Declare(wanted, new([], "free", span) { Named = new() { Name = wanted } });
        (isLoaded ? loaded : undefined).Add(leaf);
        return new(new NameExpression(leaf, span)) { GivenName = name };
    }

    /// <summary>How many claims the file has made so far.</summary>
    public int Claimed { get; private set; }

    /// <summary>Whether a value was claimed after so many claims.</summary>
    public bool IsClaimedSince(string variable, int count) => claimed.GetValueOrDefault(variable) > count;

    /// <summary>
    /// Adds a claim about a value. It takes the place of an earlier one that it goes on from, as <c>dW /= m</c> does,
    /// and of the same line that is read again.
    /// </summary>
    public ArrayValue Claim(
        string variable, TextSpan target, Expression formula, TextSpan statement, string? countsOnce = null)
    {
        var derivative = new DerivativeExpression(new(CostName, target), new(variable, target), target);
        claims.RemoveAll(claim => claim.Derivative.Variable.Name == variable
            && (claim.Derivative.Span == target || ChainFormula.Parts(formula).Contains(claim.Value)));
        claimed[variable] = ++Claimed;
        claims.Add(new(derivative, formula, statement) { CountsOnce = countsOnce });
        return new(derivative);
    }

    /// <summary>Whether an array is a parameter by its making and its name.</summary>
    public bool IsTrained(MadeArray made) => made.IsTrained
        || (made.Named.Leaf is { } leaf && facts.Parameters.Contains(leaf))
        || (made.Making is not ("given" or "labels" or "onehot" or "mask") && made.Named.Name is { } name
            && (ArrayRoles.IsWeight(name.Name) || facts.Stepped.Contains(name.Name)));

    /// <summary>Whether an array is nothing but zeros: no parameter, and nothing that a gradient is asked of.</summary>
    public bool IsZero(MadeArray made) => made.Making == "zeros" && !IsTrained(made)
        && !(made.Named.Name is { } name && (facts.Kept.Contains(name.Name) || ArrayRoles.IsData(name.Name)));

    public static bool IsTooLong(Expression formula) =>
        formula.Depth > DeepestFormula || ChainFormula.Parts(formula).Skip(LargestFormula).Any();

    public void Withdraw(ClaimStatement claim) => claims.Remove(claim);

    public ClaimStatement? ClaimOf(string variable) =>
        claims.FindLast(claim => claim.Derivative.Variable.Name == variable);

    /// <summary>
    /// A name of the language that nothing has yet, after that of the file. What stands at the same place has the same
    /// name in every reading.
    /// </summary>
    public string Fresh(string pythonName, TextSpan span)
    {
        (string, int) place = (pythonName, span.Start);
        int time = times[place] = times.GetValueOrDefault(place) + 1;
        if (!facts.Names.TryGetValue((pythonName, span.Start, time), out string? name) || !taken.Add(name))
            name = New(pythonName);
        names[(pythonName, span.Start, time)] = name;
        return name;
    }

    private string New(string pythonName)
    {
        string name = string.Concat(pythonName.Take(LongestName)
            .Select(letter => letter == '_' || char.IsLetterOrDigit(letter) ? letter : '_'));
        if (name.Length == 0 || char.IsDigit(name[0])) name = "v" + name;
        if (IsFree(name)) return name;
        int version = versions.GetValueOrDefault(name, 1) + 1;
        while (!IsFree($"{name}_{version}")) version++;
        versions[name] = version;
        return $"{name}_{version}";

        bool IsFree(string candidate) => !facts.Reserved.Contains(candidate) && taken.Add(candidate);
    }

    private void Remember(string pythonName, string name)
    {
        if (!byPythonName.TryGetValue(pythonName, out List<string>? names)) byPythonName[pythonName] = names = [];
        names.Remove(name);
        names.Add(name);
    }

    // Data that is made with random numbers nobody named, such as 3 * X + noise: an input, whatever it was made of.
    private ArrayValue? MadeAtRandom(string pythonName, TextSpan span, Expression formula)
    {
        if (!ChainFormula.Names(formula).Any(anonymous.Contains)) return null;
        HashSet<string> leaves = LeavesOf(ChainFormula.Names(formula));
        if (leaves.Any(IsParameter) || PythonShapes.AxesOf(Shapes, formula, span) is not { } axes) return null;
        var made = new MadeArray(axes, "given", span) { Named = new() { Name = new(pythonName, span) } };
        return Leaf(made, span);
    }

    private string Declare(Identifier wanted, MadeArray made)
    {
        string name = Fresh(wanted.Name, wanted.Span);
        Remember(wanted.Name, name);
        if (made.Making == "free" && !facts.Shapes.ContainsKey(name) && !ArrayRoles.IsNumber(wanted.Name))
        {
            shapeless.TryAdd(name, wanted.Span);
            return name;
        }
        // What the file says of a shape comes first.
        ImmutableArray<DimensionSyntax> known =
            made.Making == "free" ? facts.Shapes.GetValueOrDefault(name, made.Axes) : made.Axes;
        ImmutableArray<DimensionSyntax> axes = [.. known.Select(
            (axis, i) => axis.Name is null && facts.Axes.TryGetValue((name, i), out string? given)
                ? new(given, 0, axis.Span) : axis)];
        bool areLabels = facts.Labels.Contains(name)
            || (made.Making == "labels" && !facts.Computed.Contains(wanted.Name));
        bool isParameter = !areLabels && (facts.Parameters.Contains(name) || IsTrained(made));
        string? role = isParameter ? null : areLabels ? "labels"
            : made.Making == "onehot" ? made.Making : ArrayRoles.Role(wanted.Name, axes.Length)
            ?? (made is { Making: "mask" } or { Making: "labels", Numbers.Second: 2 } ? "mask" : null);
        var declarator = new Declarator(
            new(name, wanted.Span), axes, role is null ? null : new(role, wanted.Span),
            isParameter ? ArrayRoles.Initializer(made) : null, wanted.Span);
        var declaration = new DeclarationStatement(isParameter, [declarator], wanted.Span);
        declarations.Add(declaration);
        if (isParameter) parameters.Add(name);
        Shapes.Add(declaration);
        return name;
    }
}
