
namespace Chainrule.Tests.Documentation;

/// <summary>
/// The programs in the documents. After an intended change, run these tests once with CHAINRULE_ACCEPT=1: they write
/// the outputs into the documents, and the difference is then reviewed like code. The next run compares again.
/// </summary>
public class ExampleTests
{
    [Fact]
    public void The_core_told_in_one_sitting_runs_and_prints_what_it_says() => AssertOutputs("docs", "how-it-works.md");

    [Fact]
    public void The_readme_runs_and_prints_what_it_says() => AssertOutputs("README.md");

    [Fact]
    public void Parts_of_ones_own_run_and_print_what_they_say() => AssertOutputs("docs", "extending.md");

    [Fact]
    public void The_guide_to_evaluation_runs_and_prints_what_it_says() => AssertOutputs("docs", "evaluation.md");

    [Fact]
    public void The_guide_to_data_runs_and_prints_what_it_says() => AssertOutputs("docs", "data.md");

    [Fact]
    public void The_guide_to_training_runs_and_prints_what_it_says() => AssertOutputs("docs", "training.md");

    [Fact]
    public void The_page_for_those_who_know_other_libraries_runs_and_prints_what_it_says() =>
        AssertOutputs("docs", "coming-from.md");

    [Fact]
    public void The_guide_for_contributors_runs_and_prints_what_it_says() => AssertOutputs("CONTRIBUTING.md");

    private static void AssertOutputs(params string[] document)
    {
        List<Example> examples = Markdown.Examples(SourceTree.PathOf(document));
        if (examples.Count == 0) return;
        List<string> printed = CSharpProgram.Run([.. examples.Select(example => example.Code)]);
        if (Environment.GetEnvironmentVariable("CHAINRULE_ACCEPT") == "1")
        {
            PromisedOutput.Accept(examples, printed);
            return;
        }
        for (int i = 0; i < examples.Count; i++)
        {
            (CodeBlock code, CodeBlock? promised) = examples[i];
            if (promised is not null) PromisedOutput.AssertMatches(promised, printed[i]);
            else Assert.True(printed[i].Length == 0, $"{code.Place} prints what is not shown:\n{printed[i]}");
        }
    }
}
