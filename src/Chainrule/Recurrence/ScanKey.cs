using Chainrule.Backends;
using Chainrule.Kernels;
using Chainrule.Planning;

namespace Chainrule;

/// <summary>A scan: what a step computes, how many there are and in which direction.</summary>
internal sealed record ScanKey(ScanBody Body, int Length, bool Backwards) : CompositeKey
{
    public override Kernel Lower(Backend backend, Operand[] inputs, NDArray output)
    {
        int states = Body.States.Length, read = states + Body.Elements.Length;
        // Variables of its own, so that several plans of one scan do not meet; shared values are read where they are.
        NDArray[] memory = [.. Body.Variables.Select((node, i) =>
            i < read ? NDArray.Zeros(node.Shape, node.DType) : inputs[i].Array)];
        Node[] results = Body.On(Array.ConvertAll(
            memory, array => new Node(new Variable(array, isParameter: true), [], array.Shape, array.DType)));
        // A plan writes its destinations when it ends, so a state may be read until then.
        NDArray[] places =
        [
            .. memory[..states], .. results[states..].Select(node => NDArray.Zeros(node.Shape, node.DType)),
        ];
        var plan = Plan.Compile(
            [.. results.Zip(places, (node, place) => new PlanOutput(node.Tensor, place))], backend);

        ResultType[] types = [.. results.Select((node, i) => new ResultType(
            i < states ? node.Shape : Shape.Create([Length]).Concat(node.Shape), node.DType))];
        long[] offsets = SeveralResults.Offsets(types);
        NDArray[] final = [.. types.Select((type, i) => output.Section(offsets[i], type.Shape, type.DType))];
        return new ScanKernel(plan.Run, Length, Backwards)
        {
            States = [.. Enumerable.Range(0, states).Select(
                i => new ScanState(inputs[i].Array.View(), memory[i].View(), final[i].View()))],
            Elements = [.. Enumerable.Range(states, read - states).Select(
                i => new ScanSequence(inputs[i].Array.View(), memory[i].View()))],
            Outputs = [.. Enumerable.Range(states, results.Length - states).Select(
                i => new ScanSequence(final[i].View(), places[i].View()))],
            Memory = [memory, places, output, inputs],
        };
    }
}
