using NetGen.Samples.DigitPad.Networks;

namespace NetGen.DigitPad.Tests.Networks;

public class DrawingTests
{
    [Fact]
    public void A_square_fills_the_box_in_the_middle()
    {
        float[] image = Center(Rectangle(10, 30, 40, 40));
        AssertRectangle(image, left: 4, top: 4, width: 20, height: 20);
    }

    [Fact]
    public void The_larger_side_becomes_20_pixels_and_the_proportions_stay()
    {
        AssertRectangle(Center(Rectangle(70, 5, 10, 100)), left: 13, top: 4, width: 2, height: 20);
        AssertRectangle(Center(Rectangle(3, 90, 80, 20)), left: 4, top: 12, width: 20, height: 5);
    }

    [Fact]
    public void The_place_on_the_pad_does_not_matter()
    {
        float[] first = Center(Rectangle(0, 0, 33, 57));
        Assert.Equal(first, Center(Rectangle(79, 55, 33, 57)));
        Assert.Equal(first, Center(Rectangle(20, 31, 33, 57)));
    }

    [Fact]
    public void Pixels_are_the_means_of_areas()
    {
        // 40 pixels across become 20, so each is the mean of 2 x 2: columns of ink and paper in turn give a half.
        var drawing = new byte[Drawing.Side * Drawing.Side];
        for (int row = 0; row < 40; row++)
        {
            for (int column = 0; column < 40; column++)
            {
                drawing[(row * Drawing.Side) + column] = (byte)(column % 2 == 0 || column == 39 ? 255 : 0);
            }
        }

        float[] image = Center(drawing);
        Assert.Equal(0.5f, image[(10 * 28) + 10], 1e-5f);
        Assert.Equal(1f, image[(10 * 28) + 23], 1e-5f);
        Assert.Equal(0f, image[(10 * 28) + 24]);
    }

    [Fact]
    public void The_center_of_mass_is_in_the_middle()
    {
        // A thick bar with a thin tail to the right: the bar is nearer to the middle than the tail.
        byte[] drawing = Rectangle(10, 10, 20, 60);
        Add(drawing, 30, 36, 30, 8);
        float[] image = Center(drawing);
        (double mass, double x, double y) = (0, 0, 0);
        for (int i = 0; i < image.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, 28);
            (mass, x, y) = (mass + image[i], x + (image[i] * (column + 0.5)), y + (image[i] * (row + 0.5)));
        }

        Assert.Equal(14, x / mass, 0.51);
        Assert.Equal(14, y / mass, 0.51);
    }

    [Fact]
    public void Ink_stays_inside_where_its_mass_is_at_one_end()
    {
        byte[] drawing = Rectangle(0, 0, 10, 110);
        Add(drawing, 10, 54, 100, 1);
        float[] image = Center(drawing);
        Assert.Equal(20 * 2, Enumerable.Range(0, 784).Count(i => image[i] > 0.5f), 4.0);
        Assert.Contains(Enumerable.Range(0, 28), row => image[(row * 28) + 27] > 0);
    }

    [Fact]
    public void A_single_pixel_is_a_drawing_and_paper_is_none()
    {
        Assert.True(Center(Rectangle(111, 111, 1, 1)).Sum() > 0);
        Assert.False(Drawing.TryCenter(new byte[Drawing.Side * Drawing.Side], new float[784]));
    }

    private static float[] Center(byte[] drawing)
    {
        var image = new float[784];
        Assert.True(Drawing.TryCenter(drawing, image));
        Assert.All(image, pixel => Assert.InRange(pixel, 0, 1));
        return image;
    }

    private static byte[] Rectangle(int left, int top, int width, int height)
    {
        var drawing = new byte[Drawing.Side * Drawing.Side];
        Add(drawing, left, top, width, height);
        return drawing;
    }

    private static void Add(byte[] drawing, int left, int top, int width, int height)
    {
        for (int row = top; row < top + height; row++)
        {
            drawing.AsSpan((row * Drawing.Side) + left, width).Fill(255);
        }
    }

    private static void AssertRectangle(float[] image, int left, int top, int width, int height)
    {
        for (int i = 0; i < image.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, 28);
            bool inside = column >= left && column < left + width && row >= top && row < top + height;
            Assert.Equal(inside ? 1f : 0f, image[i], 1e-5f);
        }
    }
}
