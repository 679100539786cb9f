using System.Globalization;

namespace NetGen.Generator.Tests;

public class LineLengthTests
{
    private const int MaxColumns = 140;

    [Theory]
    [InlineData("src")]
    [InlineData("generator")]
    [InlineData("samples")]
    [InlineData("tests")]
    public void No_line_of_source_is_longer_than_140_columns(string folder)
    {
        string root = Path.Combine(RepositoryFiles.Root, folder);
        var files = RepositoryFiles.Sources(folder);
        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file => File.ReadLines(file)
            .Select((line, index) => (line.Length, Place: string.Create(
                CultureInfo.InvariantCulture, $"{Path.GetRelativePath(root, file)}:{index + 1}, {line.Length} columns")))
            .Where(line => line.Length > MaxColumns)
            .Select(line => line.Place)));
    }
}
