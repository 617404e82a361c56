using System.Xml.Linq;
using Chainrule.Reports;

namespace Chainrule.Tests.Reports;

/// <summary>Pages: one file without anything from elsewhere, well formed, with all text escaped.</summary>
public class EvaluationPageTests
{
    [Fact]
    public void A_page_of_classes_holds_all_that_is_shown_of_them()
    {
        Dataset data = ToyData.Blobs(90, noise: 2, seed: 3);
        data = data with { ClassNames = ["<b>&\"a\"", "b", "c"], FeatureNames = ["x<y", "z"] };
        var model = new Model(new Dense(3)) { Seed = 4 };
        TrainingHistory history = model.Fit(data, new() { Epochs = 5, ValidationSplit = 0.2 });
        XElement page = Parsed(EvaluationPage.Of(model, data, history) with
        {
            Importances = PermutationImportance.Of(model, data),
            Program = "z = X @ W  # if a < b & c",
        });
        Assert.Equal(
            ["The model", "Training", "Classes", "Confusion matrix", "Thresholds", "Importance of the features",
                "Most confidently wrong"],
            page.Descendants("h2").Select(head => head.Value));
        Assert.Equal(
            ["Loss", "accuracy", "ROC curve", "Precision and recall", "Calibration", "Confidence"],
            page.Descendants("figcaption").Select(title => title.Value));
        Assert.Contains(page.Descendants("th"), cell => cell.Value == "<b>&\"a\"");
        Assert.Contains(page.Descendants("th"), cell => cell.Value == "x<y");

        // The matrix holds every sample, and the wrong ones are listed from the most confident down.
        XElement heat = page.Descendants("table").First(table => (string?)table.Attribute("class") == "heat");
        Assert.Equal(90, heat.Descendants("td").Sum(cell => int.Parse(cell.Value)));
        double[] certain = [.. page.Descendants("table").Last().Descendants("td")
            .Select(cell => cell.Value).Where(text => text.Contains(" %, is "))
            .Select(text => double.Parse(text.Split(' ')[^4]))];
        int wrong = 90 - (int)Math.Round(model.Evaluate(data).Accuracy * 90);
        Assert.Equal(Math.Min(20, wrong), certain.Length);
        Assert.Equal(certain.OrderDescending(), certain);
    }

    [Fact]
    public void A_page_of_values_has_residuals()
    {
        Dataset data = ToyData.Sine(60, seed: 1);
        var model = new Model(new Dense(1)) { Seed = 1 };
        XElement page = Parsed(EvaluationPage.Of(model, data));
        Assert.Equal(
            ["Predicted and true values", "Residuals"], page.Descendants("figcaption").Select(title => title.Value));
        Assert.Equal(60, page.Descendants("circle").Count());
        Assert.Equal("Furthest from the truth", page.Descendants("h2").Last().Value);
    }

    [Fact]
    public void Several_labels_and_scores_make_a_page_too()
    {
        Tensor outputs = Tensor.Uniform([40, 3], 0, 1, seed: 1, DType.Float64);
        Tensor targets = Functions.Reshape(Tensor.RandomIntegers([120], 0, 2, seed: 2), [40, 3]);
        XElement page = Parsed(new("labels", PredictionReport.Of(
            Predictions.Of(outputs, targets.Cast(DType.Float64), TargetKind.Labels))));
        Assert.Contains(page.Descendants("h2"), head => head.Value == "Labels");
        page = Parsed(new("scores", PredictionReport.Of(
            Predictions.Of(outputs * 5, Tensor.RandomIntegers([40], 0, 3, seed: 2)))));
        Assert.DoesNotContain(page.Descendants("figcaption"), title => title.Value == "Calibration");
        Assert.Contains(page.Descendants("p"), note => note.Value.Contains("scores, not probabilities"));
    }

    [Fact]
    public void Pictures_are_shown_as_they_are()
    {
        Tensor pictures = Tensor.Uniform([20, 5, 4], 0, 255, seed: 3);
        Tensor outputs = Functions.Softmax(Tensor.Uniform([20, 2], -1, 1, seed: 4));
        XElement page = Parsed(new("pictures", PredictionReport.Of(
            Predictions.Of(outputs, Tensor.RandomIntegers([20], 0, 2, seed: 5))))
        { Pictures = pictures });
        Assert.All(page.Descendants("img"), image => Assert.StartsWith(
            "data:image/png;base64,", image.Attribute("src")!.Value));
        byte[] pixels = [.. Enumerable.Range(0, 12).Select(i => (byte)(i * 20))];
        (byte[] read, int width) =
            PngPixels.Of(Convert.FromBase64String(PngPicture.DataUri(pixels, 4).Split(',')[1]));
        Assert.Equal(pixels, read);
        Assert.Equal(4, width);
    }

    [Fact]
    public void A_page_is_saved_where_it_can_be()
    {
        var page = new EvaluationPage("t", PredictionReport.Of(Predictions.Of(
            Tensor.FromArray([0.2, 0.9]), Tensor.FromArray([0, 1]))));
        string path = Path.GetTempFileName();
        page.Save(path);
        Assert.Equal(page.ToHtml(), File.ReadAllText(path));
        File.Delete(path);
        Assert.Throws<DataException>(() => page.Save(Path.Combine(path, "missing", "page.html")));
    }

    private static XElement Parsed(EvaluationPage page)
    {
        string html = page.ToHtml();
        Assert.StartsWith("<!DOCTYPE html>", html);
        XElement root = XDocument.Parse(html).Root!;
        Assert.Empty(root.Descendants("script").Concat(root.Descendants("link")).Concat(root.Descendants("a")));
        Assert.DoesNotContain("http", html);
        Assert.DoesNotContain("url(", html);
        Assert.DoesNotContain("NaN", root.Element("body")!.Value);
        Assert.All(root.Descendants("path"), path => Assert.DoesNotContain("NaN", path.Attribute("d")!.Value));
        return root;
    }
}
