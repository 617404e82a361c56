namespace Chainrule.Tests.Language;

/// <summary>einsum is read as products, transposes and sums; loops over all subscripts say what is right.</summary>
public class SubscriptsTests
{
    private static readonly Dictionary<char, int> Lengths = new() { ['i'] = 3, ['j'] = 4, ['k'] = 5, ['b'] = 2 };

    [Theory]
    [InlineData("ij,jk->ik")]
    [InlineData("ij,jk->ki")]
    [InlineData("ji,jk->ik")]
    [InlineData("ij,kj->ik")]
    [InlineData("ji,kj->ki")]
    [InlineData("ij,j->i")]
    [InlineData("ij,i->j")]
    [InlineData("j,ij->i")]
    [InlineData("i,i->")]
    [InlineData("i,j->ij")]
    [InlineData("i,j->ji")]
    [InlineData("ij,ij->")]
    [InlineData("ij,ji->")]
    [InlineData("ij,ij->i")]
    [InlineData("ij,ji->j")]
    [InlineData("ij,ij->ij")]
    [InlineData("ij,ji->ji")]
    [InlineData("ij,j->ij")]
    [InlineData("ij,i->ij")]
    [InlineData("i,ij->ji")]
    [InlineData("ij,k->ik")]
    [InlineData("ij,k->")]
    [InlineData("bij,bjk->bik")]
    [InlineData("bij,bkj->bik")]
    [InlineData("bij,bkj->bki")]
    [InlineData("bij,bkj->ikb")]
    [InlineData("ibj,kbj->bik")]
    [InlineData("bij,jk->bik")]
    [InlineData("bij,kj->ikb")]
    [InlineData("ij,bjk->bik")]
    [InlineData("ij,bjk->ikb")]
    [InlineData("bij,bik->jk")]
    [InlineData("bij,bik->kj")]
    [InlineData("bij,kij->bk")]
    [InlineData("bij,bij->")]
    [InlineData("bij,jib->i")]
    [InlineData("bij->jib")]
    [InlineData("bij->jb")]
    [InlineData("ij,jk")]
    [InlineData("kj,ji")]
    [InlineData("ij->ji")]
    [InlineData("ij->j")]
    [InlineData("ij->")]
    [InlineData("ji")]
    public void The_sum_over_all_subscripts_is_what_is_computed(string subscripts)
    {
        string[] letters = subscripts.Split("->")[0].Split(',');
        string[] names = [.. letters.Select((_, i) => i == 0 ? "A" : "B")];
        string inputs = string.Join(", ", names.Zip(letters, (name, axes) =>
            $"{name}[{string.Join(", ", axes.Select(letter => Lengths[letter]))}]"));
        ChainModel model = RandomPoint.Of(ChainProgram.Parse(
            $"param {inputs}\nR = einsum('{subscripts}', {string.Join(", ", names)})\nL = sum(R)\nminimize L"),
            DType.Float64, seed: 1);
        string all = string.Concat(letters);
        string result = subscripts.Contains("->") ? subscripts.Split("->")[1]
            : string.Concat(all.Where(letter => all.Count(other => other == letter) == 1).Order());
        double[] due = new double[result.Aggregate(1, (size, letter) => size * Lengths[letter])];
        Dictionary<char, int> at = [];
        Sum([.. all.Distinct()]);
        Assert.Equal(due, model["R"].ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-12);

        void Sum(ReadOnlySpan<char> open)
        {
            if (open.Length > 0)
            {
                for (at[open[0]] = 0; at[open[0]] < Lengths[open[0]]; at[open[0]]++) Sum(open[1..]);
                return;
            }
            double product = 1;
            foreach ((string name, string axes) in names.Zip(letters))
                product *= model[name].ToArray<double>()[Place(axes)];
            due[Place(result)] += product;
        }

        int Place(string axes) => axes.Aggregate(0, (place, letter) => (place * Lengths[letter]) + at[letter]);
    }

    [Theory]
    [InlineData("einsum('ij,jk->ik', A, v)", "`v` (n) has 1 axes, and `jk` names 2")]
    [InlineData("einsum('ij,jk->ik', A)", "are those of 2 values, and 1 follow")]
    [InlineData("einsum('ij,jk,kl->il', A, A, A)", "multiply the first two")]
    [InlineData("einsum('ij,j->z', A, v)", "the result has the axis z")]
    [InlineData("einsum('i1->i', A)", "are not letters")]
    [InlineData("einsum(A, v)", "begins with subscripts in quotes")]
    [InlineData("einsum('ij, A)", "the quotes are not closed")]
    [InlineData("einsum('ii,i->i', A, v)", "on several lines")]
    public void A_mistake_is_located(string call, string message)
    {
        LanguageException error = Assert.Throws<LanguageException>(() => ChainProgram.Parse(
            $"input A[n, n], B[m, 3], v[n] : features\nL = sum({call})\nminimize L"));
        Assert.Contains(message, error.Message);
    }

    [Theory]
    [InlineData("input X[m, n]\nparam W[n, k]\nP = einsum('ij,jk->ik', X, W)\nL = sum(P^2)\nminimize L", "Xᵀ · dL/dP")]
    [InlineData("input X[m, n]\nparam W[n, k]\nP = np.einsum(\"ij,jk\", X, W)\nL = sum(P^2)\nminimize L", "Xᵀ · dL/dP")]
    [InlineData("param A[n, n]\nL = einsum('ij,ji->', A, A)\nminimize L", "2 Aᵀ")]
    public void It_is_derived_as_the_product_that_it_is(string text, string right)
    {
        ChainModel model = ChainProgram.Parse(text).Build(new() { DType = DType.Float64, FillDimensions = true });
        Derivation derivation = Derivation.Of(model.Cost!);
        Assert.Equal(right, derivation.Lines[^1].Right);
    }
}
