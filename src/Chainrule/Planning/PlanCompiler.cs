using System.Globalization;
using Chainrule.Backends;
using Chainrule.Kernels;
using Chainrule.Kernels.Keys;
using Chainrule.Operators;

namespace Chainrule.Planning;

/// <summary>
/// Compiles outputs into steps: fuses and orders the operators, assigns memory to every value, and binds the kernels to
/// it.
/// </summary>
internal sealed class PlanCompiler
{
    private readonly List<FusionGroup> groups;
    private readonly Dictionary<PlanNode, Storage> storageOf = [];
    private readonly HashSet<PlanNode> readOutside = [];   // members that are read outside their group
    private readonly List<(PlanNode From, NDArray To)> copies = [];
    private readonly List<(PlanNode From, GradientSink To)> sinks = [];
    private readonly Dictionary<FusionGroup, GradientSink> productSinks = [];
    // Arrays whose addresses kernels hold: perhaps nothing else keeps them alive.
    private readonly List<NDArray> memory = [];
    private readonly Backend backend;
    private readonly NDArray[] variables;
    private NDArray arena = NDArray.Zeros(Shape.Create([0]), DType.Float32);

    private PlanCompiler(IReadOnlyList<PlanOutput> outputs, Backend backend)
    {
        this.backend = backend;
        Node[] targets = [.. outputs.Select(output => Node.Of(output.Value))];
        var graph = new PlanGraph(targets);
        List<PlanNode> nodes = graph.Nodes;
        groups = Fusion.Order(nodes);
        variables = [.. nodes.Select(node => node.Operator).OfType<Variable>().Select(variable => variable.Storage)];
        var destinations = new Dictionary<PlanNode, NDArray>();
        for (int i = 0; i < outputs.Count; i++)
        {
            PlanNode node = graph[targets[i]];
            if (outputs[i].Destination is not { } destination)
            {
                sinks.Add((node, outputs[i].Sink!));
                continue;
            }
            bool direct =
                node.Root.Operator is not Leaf && !node.IsPart && !IsVariable(destination)
                && destinations.TryAdd(node.Root, destination.View(node.Root.Shape));
            if (!direct) copies.Add((node, destination));
            readOutside.Add(node.Root);
        }
        MoveProductsToTheirSinks(nodes);
        foreach ((PlanNode from, _) in sinks) readOutside.Add(from.Root);
        AssignStorage(nodes, destinations);
    }

    /// <summary>
    /// A product that only a sink reads is computed at the very end, together with the sink's work. The exception is a
    /// product that reads a parameter, which another sink may have changed by then.
    /// </summary>
    private void MoveProductsToTheirSinks(List<PlanNode> nodes)
    {
        HashSet<PlanNode> read = [.. nodes.SelectMany(node => node.Inputs).Select(input => input.Root)];
        for (int i = sinks.Count - 1; i >= 0; i--)
        {
            (PlanNode node, GradientSink sink) = sinks[i];
            bool alone = !read.Contains(node) && !readOutside.Contains(node)
                && sinks.Count(other => other.From.Root == node) == 1;
            if (!alone || node.Operator is not MatrixProduct || node.Shape.Rank != 2 || !node.DType.IsFloating())
                continue;
            if (Array.Exists(node.Inputs, input => input.Root.Operator is Variable { IsParameter: true })) continue;
            FusionGroup group = groups.Find(group => group.Members[0] == node)!;
            groups.Remove(group);
            groups.Add(group);
            productSinks.Add(group, sink);
            sinks.RemoveAt(i);
        }
    }

    /// <summary>
    /// The kernels in order (first all those that fill no sink, counted by FirstSink), a description of each step, and
    /// the memory that must live as long as they do.
    /// </summary>
    public static (Kernel[] Kernels, int FirstSink, PlanStep[] Steps, NDArray[] Memory, long ArenaBytes) Compile(
        IReadOnlyList<PlanOutput> outputs, Backend backend)
    {
        var compiler = new PlanCompiler(outputs, backend);
        var kernels = new List<Kernel>();
        var steps = new List<PlanStep>();
        foreach (FusionGroup group in compiler.groups)
        {
            kernels.Add(compiler.Bind(group));
            steps.Add(compiler.Describe(group));
        }
        // Products that fill sinks stand at the end of the groups. What is copied aside comes before them: a sink may
        // change the variable that it is copied from.
        int firstSink = kernels.Count - compiler.productSinks.Count;
        foreach ((PlanNode from, NDArray to) in compiler.copies.Where(copy => !compiler.IsVariable(copy.To)))
            kernels.Insert(firstSink++, compiler.backend.Copy(compiler.Memory(from), to));
        foreach ((PlanNode from, GradientSink to) in compiler.sinks)
            kernels.Add(compiler.backend.Lower(compiler.Memory(from), to));
        foreach ((PlanNode from, NDArray to) in compiler.copies.Where(copy => compiler.IsVariable(copy.To)))
            kernels.Add(compiler.backend.Copy(compiler.Memory(from), to));
        return ([.. kernels], firstSink, [.. steps], [.. compiler.memory], compiler.arena.Bytes.Length);
    }

    private bool IsVariable(NDArray array) => Array.Exists(variables, array.Overlaps);

    private void AssignStorage(List<PlanNode> nodes, Dictionary<PlanNode, NDArray> destinations)
    {
        var stepOf = new Dictionary<PlanNode, int>();
        for (int step = 0; step < groups.Count; step++)
            foreach (PlanNode member in groups[step].Members) stepOf[member] = step;

        var lastRead = new Dictionary<PlanNode, int>();
        foreach (PlanNode node in nodes)
        {
            foreach (PlanNode input in node.Inputs.Select(input => input.Root))
            {
                // A reshape is not a step: whoever reads it counts as a reader of its root.
                if (!stepOf.TryGetValue(node, out int step)) continue;
                lastRead[input] = Math.Max(lastRead.GetValueOrDefault(input), step);
                if (!stepOf.TryGetValue(input, out int written) || written != step) readOutside.Add(input);
            }
            if (node.IsView && node.Inputs[0].Operator is not Leaf) readOutside.Add(node.Root);
        }
        foreach (PlanNode from in copies.Select(copy => copy.From).Concat(sinks.Select(sink => sink.From)))
            lastRead[from.Root] = groups.Count;

        var own = new List<Storage>();
        for (int step = 0; step < groups.Count; step++)
        {
            foreach (PlanNode member in groups[step].Members.Where(readOutside.Contains))
            {
                int last = Math.Max(step, lastRead.GetValueOrDefault(member));
                if (destinations.TryGetValue(member, out NDArray? destination))
                {
                    storageOf[member] = new Storage { External = destination, First = step, Last = last };
                }
                else if (InPlace(groups[step], member, step) is { } taken)
                {
                    taken.Last = last;
                    storageOf[member] = taken;
                }
                else
                {
                    var storage = new Storage
                    {
                        Bytes = Math.Max(1L, member.Shape.Size) * member.DType.Size(),
                        First = step,
                        Last = last,
                    };
                    own.Add(storage);
                    storageOf[member] = storage;
                }
            }
        }
        (long[] offsets, long total) = BufferPlanner.Place(
            [.. own.Select(s => new Lifetime(s.Bytes, s.First, s.Last))]);
        for (int i = 0; i < own.Count; i++) own[i].Offset = offsets[i];
        arena = backend.Allocate(Shape.Create([checked((int)(total / sizeof(double)))]), DType.Float64);
    }

    /// <summary>
    /// The memory of an input that the result can overwrite: of the same size, and not read by any later instruction.
    /// </summary>
    private Storage? InPlace(FusionGroup group, PlanNode member, int step)
    {
        if (!group.IsElementwise) return null;
        int place = group.Members.IndexOf(member);
        foreach (PlanNode input in member.Inputs)
        {
            if (group.Members.Contains(input) || input.IsPart || input.Shape != member.Shape
                || input.DType != member.DType)
                continue;
            if (!storageOf.TryGetValue(input.Root, out Storage? storage) || storage.External is not null
                || storage.Last != step)
                continue;
            bool readLater = group.Members.Skip(place + 1).Any(later => later.Inputs.Any(i => i.Root == input.Root));
            bool taken = group.Members.Any(other => other != member && storageOf.GetValueOrDefault(other) == storage);
            if (!readLater && !taken) return storage;
        }
        return null;
    }

    private NDArray Memory(PlanNode node)
    {
        PlanNode root = node.Root;
        NDArray array = root.Operator is Leaf leaf ? leaf.Value.View(node.Shape)
            : storageOf[root].External?.Section(node.Offset, node.Shape, node.DType)
                ?? arena.Section(storageOf[root].Offset + node.Offset, node.Shape, node.DType);
        memory.Add(array);
        return array;
    }

    private Kernel Bind(FusionGroup group)
    {
        PlanNode first = group.Members[0];
        if (productSinks.TryGetValue(group, out GradientSink? sink))
        {
            var product = (ProductKey)first.Operator.KernelKey;
            return backend.Lower(product, Operand(first.Inputs[0]), Operand(first.Inputs[1]), sink);
        }
        if (group.IsElementwise) return BindElementwise(group);
        return backend.Lower(first.Operator.KernelKey, Array.ConvertAll(first.Inputs, Operand), Memory(first));
    }

    private Operand Operand(PlanNode node) => new(Memory(node), node.Root.Operator switch
    {
        Constant => ValueOrigin.Constant,
        Variable { IsParameter: true } => ValueOrigin.Parameter,
        Leaf => ValueOrigin.Input,
        _ => ValueOrigin.Computed,
    });

    private Kernel BindElementwise(FusionGroup group)
    {
        List<PlanNode> inputs =
            [.. group.Members.SelectMany(m => m.Inputs).Where(i => !group.Members.Contains(i)).Distinct()];
        var number = new Dictionary<PlanNode, int>();
        foreach (PlanNode node in inputs.Concat(group.Members)) number[node] = number.Count;
        List<ElementStep> steps = group.Members.ConvertAll(member => new ElementStep(
            ((ElementwiseOperator)member.Operator).KernelKey,
            Array.ConvertAll(member.Inputs, input => number[input]),
            readOutside.Contains(member) ? Memory(member) : null));
        return backend.Lower(new ElementChain(
            group.Members[0].DType, group.Shape, [.. inputs.Select(Operand)], [.. steps]));
    }

    private PlanStep Describe(FusionGroup group)
    {
        PlanNode[] inputs =
            [.. group.Members.SelectMany(m => m.Inputs).Where(i => !group.Members.Contains(i)).Distinct()];
        PlanNode[] results = [.. group.Members.Where(readOutside.Contains)];
        return new PlanStep(
            string.Join(" · ", group.Members.Select(member => member.Operator.Name))
                + (productSinks.ContainsKey(group) ? " · update" : ""),
            Array.ConvertAll(inputs, input => Place(input)),
            Array.ConvertAll(results, result => Place(result)));
    }

    private string Place(PlanNode node)
    {
        string shape = node.Shape.ToString();
        if (node.Root.Operator is Constant { Uniform: { } number })
            return number.ToString("R", CultureInfo.InvariantCulture);
        if (node.Root.Operator is Leaf) return $"{node.Root.Name ?? node.Root.Operator.Name}{shape}";
        Storage storage = storageOf[node.Root];
        string place = storage.External is null ? $"@{storage.Offset + node.Offset}" : "@out";
        return $"{node.Name ?? $"v{node.Root.Index}"}{shape}{place}";
    }
}
