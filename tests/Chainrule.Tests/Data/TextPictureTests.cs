namespace Chainrule.Tests.Data;

public sealed class TextPictureTests
{
    [Fact]
    public void A_picture_has_two_rows_of_pixels_in_a_line()
    {
        Tensor image = Tensor.FromArray(new float[] { 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0 }, [3, 4]);
        Assert.Equal([" ▀▄█", "▀   "], TextPicture.Of(image));
        Assert.Equal([" ==@", "=   "], TextPicture.Of(image, ascii: true));
    }

    [Fact]
    public void A_blank_picture_and_one_without_pixels_can_be_drawn()
    {
        Assert.Equal(["   "], TextPicture.Of(Tensor.Zeros([2, 3])));
        Assert.Empty(TextPicture.Of(Tensor.Zeros([0, 3])));
        Assert.Throws<ShapeException>(() => TextPicture.Of(Tensor.Zeros([3])));
    }

    [Fact]
    public void Pictures_stand_side_by_side()
    {
        Assert.Equal(["ab  x", "c   y", "    z"], TextPicture.SideBySide([["ab", "c"], ["x", "y", "z"]]));
        Assert.Empty(TextPicture.SideBySide([]));
    }

    [Fact]
    public void A_plot_shows_the_classes_at_their_places()
    {
        float[] points = [0, 0, 3, 0, 0, 2, 3, 2];
        var corners = new Dataset("corners", Tensor.FromArray(points, [4, 2]), Tensor.FromArray(new[] { 0, 1, 1, 0 }));
        Assert.Equal(["x  o", "", "o  x"], TextPicture.Scatter(corners, width: 4, height: 3));
        Assert.Equal(20, TextPicture.Scatter(ToyData.Sine(100)).Length);
        Assert.Throws<ChainruleException>(() => TextPicture.Scatter(Digits.Generate(2, 1)));
    }
}
