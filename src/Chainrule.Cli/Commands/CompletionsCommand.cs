using System.CommandLine;

namespace Chainrule.Cli.Commands;

/// <summary>
/// <c>completions SHELL</c>: a script that makes a shell complete command lines, by asking <c>complete LINE</c>.
/// </summary>
internal static class CompletionsCommand
{
    // Each passes the line up to the cursor, and falls back on the names of files.
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            _chainrule() {
                local IFS=$'\n'
                COMPREPLY=($(chainrule complete "${COMP_LINE:0:COMP_POINT}" 2>/dev/null))
            }
            complete -o default -F _chainrule chainrule
            """,
        ["zsh"] = """
            #compdef chainrule
            _chainrule() {
                local -a found
                found=("${(@f)$(chainrule complete "${(j: :)words[1,CURRENT]}" 2>/dev/null)}")
                if [[ -n $found ]]; then compadd -- $found; else _files; fi
            }
            compdef _chainrule chainrule
            """,
        ["fish"] = """
            complete -c chainrule -a '(chainrule complete (commandline -cp) 2>/dev/null)'
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName chainrule -ScriptBlock {
                param($word, $command, $cursor)
                $length = $cursor - $command.Extent.StartOffset
                $line = $command.ToString().PadRight($length).Substring(0, $length)
                chainrule complete $line | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """,
    };

    public static Command Create()
    {
        string list = "bash, zsh, fish or pwsh";
        var shell = new Argument<string>("SHELL") { Description = $"The shell: {list}.", HelpName = "SHELL" };
        shell.CompletionSources.Add([.. Scripts.Keys]);
        var command = new Command("completions", "Print a script that adds tab completion to a shell.") { shell };
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(shell)!;
            Console.WriteLine(Scripts.GetValueOrDefault(name)
                ?? throw new ChainruleException($"There is no completion for '{name}': the shells are {list}."));
        });
        return command.WithExamples(
            ("completions bash >> ~/.bashrc", "for bash"),
            ("completions zsh >> ~/.zshrc", "for zsh, after compinit"),
            ("completions fish > ~/.config/fish/completions/chainrule.fish", "for fish"),
            ("completions pwsh >> $PROFILE", "for PowerShell"));
    }

    /// <summary>The hidden command that the scripts call: what can follow, a word on each line.</summary>
    public static Command CreateComplete()
    {
        var line = new Argument<string>("LINE") { Description = "The command line up to the cursor." };
        var command = new Command("complete", "List what can complete a command line.") { line };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            foreach (string label in Continuations(parsed.GetValue(line)!)) Console.WriteLine(label);
        });
        return command.WithExamples(("complete 'chainrule train --op'", "--optimizer"));
    }

    /// <summary>The words that the last word of a line, perhaps empty, can become.</summary>
    public static IEnumerable<string> Continuations(string line)
    {
        string word = line.Split(' ')[^1];
        // The parser completes no value that is joined to its option.
        if (word.Contains('=')) return [];
        // Options only where one is begun: elsewhere a file may be meant.
        return Tool.Commands().Parse(line).GetCompletions(line.Length).Select(item => item.Label)
            .Where(label => label.StartsWith(word, StringComparison.Ordinal)
                && (word.Length > 0 || char.IsAsciiLetterOrDigit(label[0])));
    }
}
