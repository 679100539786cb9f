namespace NetGen.Generator.Tests;

public sealed class EquatableArrayTests
{
    [Fact]
    public void Equal_by_elements()
    {
        var array = new EquatableArray<string>(["a", "b"]);
        Assert.True(array == new EquatableArray<string>(["a", "b"]));
        Assert.Equal(array.GetHashCode(), new EquatableArray<string>(["a", "b"]).GetHashCode());
        Assert.True(array != new EquatableArray<string>(["b", "a"]));
        Assert.True(array != new EquatableArray<string>(["a"]));
        Assert.False(array.Equals("a"));
    }

    [Fact]
    public void The_default_is_empty()
    {
        EquatableArray<int> array = default;
        Assert.Empty(array);
        Assert.True(array == new EquatableArray<int>([]));
        Assert.Equal(array.GetHashCode(), new EquatableArray<int>([]).GetHashCode());
        Assert.Throws<IndexOutOfRangeException>(() => array[0]);
    }

    [Fact]
    public void Takes_a_copy()
    {
        int[] items = [1, 2];
        var array = new EquatableArray<int>(items);
        items[0] = 9;
        Assert.Equal(1, array[0]);
        Assert.Equal("[1, 2]", array.ToString());
    }
}
