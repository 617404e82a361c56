using System.Net;
using System.Text;

namespace Chainrule;

/// <summary>
/// The derivation as one page of HTML: formulas in MathML, light and dark as the reader's system, nothing loaded.
/// </summary>
internal static class DerivationHtml
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1d2129; --faint: #626b7a; --line: #dfe3ea; --page: #fcfcfd;
          --card: #fff; --mark: #2457c5; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6e9ef; --faint: #98a2b3; --line: #2c323d; --page: #14171c; --card: #1a1e25;
            --mark: #8ab4ff; }
        }
        body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem 4rem; background: var(--page);
          color: var(--ink);
          font: 1rem/1.55 system-ui, sans-serif; }
        h1 { font-size: 1.5rem; font-weight: 600; } h2 { font-size: 1.05rem; margin: 2rem 0 .6rem;
          color: var(--mark); font-weight: 600; }
        section > div { background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
          padding: .7rem 1rem; margin: .55rem 0; }
        .row { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; align-items: center;
          justify-content: space-between; }
        math { font-size: 1.15em; } .row math { display: block; }
        .shapes { color: var(--faint); font-family: ui-monospace, monospace; font-size: .85rem; white-space: nowrap; }
        p { margin: .35rem 0 0; color: var(--faint); } details { margin-top: .35rem; } summary { cursor: pointer;
          color: var(--mark); font-size: .9rem; }
        pre { margin: .4rem 0 0; overflow-x: auto; font-size: .85rem; line-height: 1.5; }
        """;

    public static string Write(Derivation derivation, bool steps)
    {
        Prose prose = ProseOf(derivation);
        var page = new StringBuilder();
        string title = Wording.Say($"The gradients of {WebUtility.HtmlEncode(derivation.Cost)}");
        page.Append($"<!DOCTYPE html>\n<html lang=\"{Wording.Language}\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width\">\n");
        page.Append($"<title>{title}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n");
        if (derivation.Functions.Count > 0)
        {
            Section(page, Wording.Say($"Functions"), derivation.Functions, prose, steps, shapes: false);
            page.Append($"<p>{prose.Write(Derivation.AboutFunctions)}</p>\n");
        }
        Section(page, Wording.Say($"Forward"), derivation.Forward, prose, steps);
        Section(page, Wording.Say($"Backward"), derivation.Lines, prose, steps);
        Whole(page, [.. derivation.Lines.Where(line => line.Whole is not null)]);
        foreach (string note in derivation.Notes) page.Append($"<p>{prose.Write(note)}</p>\n");
        return page.Append("</body>\n</html>\n").ToString();
    }

    /// <summary>Sentences about the derivation in HTML.</summary>
    public static Prose ProseOf(Derivation derivation) => new(derivation, WebUtility.HtmlEncode!,
        formula => $"<math>{FormulaMathMl.OfInline(formula)}</math>", below => $"Σ<sub>{below}</sub>");

    private static void Whole(StringBuilder page, DerivationLine[] lines)
    {
        if (lines.Length == 0) return;
        page.Append($"<section>\n<h2>{Wording.Say($"In one piece")}</h2>\n");
        foreach (DerivationLine line in lines)
        {
            page.Append("<div>").Append(FormulaMathMl.Equation(
                line.LeftFormula, line.WholeFormula!, line.WrittenOutFormula)).Append("</div>\n");
        }
        page.Append("</section>\n");
    }

    private static void Section(
        StringBuilder page, string heading, IReadOnlyList<DerivationLine> lines, Prose prose, bool steps,
        bool shapes = true)
    {
        page.Append($"<section>\n<h2>{heading}</h2>\n");
        foreach (DerivationLine line in lines)
        {
            page.Append("<div><div class=\"row\">").Append(FormulaMathMl.Equation(line.LeftFormula, line.RightFormula));
            if (shapes) page.Append($"<span class=\"shapes\">{WebUtility.HtmlEncode(line.Shapes)}</span>");
            page.Append("</div>");
            foreach (string reason in line.Reason.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                page.Append($"<p>{prose.Write(reason)}</p>");
            if (line.Steps.Count > 1)
            {
                page.Append($"<details{(steps ? " open" : "")}><summary>{Wording.Say($"Step by step")}</summary><pre>");
                page.Append(WebUtility.HtmlEncode(string.Join('\n', line.Steps))).Append("</pre></details>");
            }
            page.Append("</div>\n");
        }
        page.Append("</section>\n");
    }
}
