namespace NetGen.Data;

/// <summary>Shifts images; what is shifted out is lost, and what is shifted in is 0.</summary>
/// <param name="Down">By how many elements of whole rows; up if negative.</param>
/// <param name="Right">By how many elements of a row; to the left if negative.</param>
internal readonly record struct ImageShift(int Down, int Right)
{
    /// <summary>Writes a shifted image.</summary>
    /// <param name="image">The image, row by row.</param>
    /// <param name="rowLength">Elements of a row.</param>
    /// <param name="shifted">Where to; zeros, of the length of the image.</param>
    public void Apply<TElement>(ReadOnlySpan<TElement> image, int rowLength, Span<TElement> shifted)
    {
        for (int row = 0; row < image.Length; row += rowLength)
        {
            int to = row + Down;
            if (to >= 0 && to < image.Length)
            {
                ReadOnlySpan<TElement> kept = image.Slice(row + Math.Max(0, -Right), rowLength - Math.Abs(Right));
                kept.CopyTo(shifted[(to + Math.Max(0, Right))..]);
            }
        }
    }
}
