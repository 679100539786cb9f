using System.IO.Pipes;
using System.Runtime.Versioning;
using System.Text;
using NetGen.Serialization;

namespace NetGen.Tests.Serialization;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("netgen-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_new_file_is_made_and_nothing_is_left_beside_it()
    {
        Write("net", "new");
        Assert.Equal("new", Read("net"));
        Assert.Equal(["net"], Names());
    }

    [Fact]
    public void An_old_file_is_replaced_even_by_a_shorter_one()
    {
        File.WriteAllText(At("net"), "old and long");
        Write("net", "new");
        Assert.Equal("new", Read("net"));
        Assert.Equal(["net"], Names());
    }

    [Fact]
    public void A_failure_in_the_middle_leaves_the_old_file_and_nothing_beside_it()
    {
        File.WriteAllText(At("net"), "old");
        var failure = new InvalidOperationException("in the middle");

        var exception = Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(At("net"), stream =>
        {
            stream.Write(new byte[100_000]);
            stream.Flush();
            Assert.Equal(2, Names().Length);
            Assert.Equal("old", Read("net"));
            throw failure;
        }));

        Assert.Same(failure, exception);
        Assert.Equal("old", Read("net"));
        Assert.Equal(["net"], Names());
    }

    [Fact]
    public void A_failure_without_an_old_file_leaves_nothing()
    {
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(At("net"), _ => throw new InvalidOperationException()));
        Assert.Empty(Names());
    }

    [Fact]
    public void A_tensor_that_fails_leaves_the_old_file()
    {
        File.WriteAllText(At("net"), "old");
        TensorSource tensor = new("w", TensorElementType.F32, [2], writer => writer.Write<float>([1]));
        Assert.Throws<InvalidOperationException>(
            () => AtomicFile.Write(At("net"), stream => SafeTensorsFile.Write(stream, [tensor], new Dictionary<string, string>())));
        Assert.Equal("old", Read("net"));
        Assert.Equal(["net"], Names());
    }

    [Fact]
    public void A_writer_that_closes_the_stream_leaves_the_old_file()
    {
        File.WriteAllText(At("net"), "old");
        Assert.Throws<ObjectDisposedException>(() => AtomicFile.Write(At("net"), stream => stream.Dispose()));
        Assert.Equal("old", Read("net"));
        Assert.Equal(["net"], Names());
    }

    [Fact]
    public void A_directory_and_a_path_without_a_directory_are_refused_before_anything_is_written()
    {
        Directory.CreateDirectory(At("net"));
        Assert.Throws<UnauthorizedAccessException>(() => AtomicFile.Write(At("net"), _ => Assert.Fail("Written.")));
        var exception = Assert.Throws<DirectoryNotFoundException>(
            () => AtomicFile.Write(At("missing/net"), _ => Assert.Fail("Written.")));
        Assert.Contains(At("missing/net"), exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("path", () => AtomicFile.Write("", _ => { }));
        Assert.Throws<ArgumentNullException>("write", () => AtomicFile.Write(At("net"), null!));
        Assert.Equal(["net"], Names());
        Assert.Empty(Directory.GetFileSystemEntries(At("net")));
    }

    [Fact]
    public void The_longest_name_a_directory_takes_is_possible()
    {
        string name = new('n', 255);
        Write(name, "new");
        Assert.Equal("new", Read(name));
    }

    [Fact]
    public void A_read_only_file_is_refused_as_it_is_by_other_writers()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "A privileged process may write to read-only files.");
        File.WriteAllText(At("net"), "old");
        File.SetAttributes(At("net"), FileAttributes.ReadOnly);
        try
        {
            Assert.Throws<UnauthorizedAccessException>(() => Write("net", "new"));
            Assert.Equal("old", Read("net"));
            Assert.Equal(["net"], Names());
        }
        finally
        {
            File.SetAttributes(At("net"), FileAttributes.Normal);
        }
    }

    [Theory]
    [UnsupportedOSPlatform("windows")]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)]
    public void Permissions_stay(UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions.");
        File.WriteAllText(At("net"), "old");
        File.SetUnixFileMode(At("net"), mode);
        AtomicFile.Write(At("net"), stream =>
        {
            string temporary = Directory.GetFiles(_directory, ".netgen-*").Single();
            Assert.Equal(mode, File.GetUnixFileMode(temporary));
            stream.WriteByte((byte)'n');
        });
        Assert.Equal("n", Read("net"));
        Assert.Equal(mode, File.GetUnixFileMode(At("net")));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_new_file_has_the_permissions_that_other_writers_give_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions.");
        File.WriteAllText(At("other"), "");
        Write("net", "new");
        Assert.Equal(File.GetUnixFileMode(At("other")), File.GetUnixFileMode(At("net")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_stays_and_its_target_is_replaced_or_made(bool exists)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        Directory.CreateDirectory(At("sub"));
        if (exists)
        {
            File.WriteAllText(At("sub/target"), "old");
        }

        File.CreateSymbolicLink(At("sub/link"), "target");
        File.CreateSymbolicLink(At("net"), "sub/link");

        Write("net", "new");

        Assert.Equal("new", Read("sub/target"));
        Assert.Equal("sub/link", new FileInfo(At("net")).LinkTarget);
        Assert.Equal("target", new FileInfo(At("sub/link")).LinkTarget);
        Assert.Null(new FileInfo(At("sub/target")).LinkTarget);
        Assert.Equal(["net", "sub"], Names());
    }

    [Fact]
    public void Who_has_the_old_file_open_reads_it_to_its_end()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows replaces no file that is open.");
        File.WriteAllText(At("net"), "old");
        using StreamReader reader = File.OpenText(At("net"));
        Write("net", "new");
        Assert.Equal("old", reader.ReadToEnd());
    }

    [Fact]
    public void A_pipe_is_written_to()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux gives pipes a path in /proc.");
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        AtomicFile.Write($"/proc/self/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}", stream => stream.Write("new"u8));
        pipe.DisposeLocalCopyOfClientHandle();
        using var reader = new StreamReader(pipe);
        Assert.Equal("new", reader.ReadToEnd());
    }

    [Fact]
    public void A_device_is_written_to_and_not_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such devices.");
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "A failure would replace the null device of this machine.");
        AtomicFile.Write("/dev/null", stream => stream.Write("new"u8));
        Assert.Equal(0, new FileInfo("/dev/null").Length);
    }

    private string At(string name) => Path.Combine(_directory, name);

    private string Read(string name) => File.ReadAllText(At(name));

    private string[] Names() => [.. Directory.GetFileSystemEntries(_directory).Select(path => Path.GetFileName(path)).Order()];

    private void Write(string name, string content) => AtomicFile.Write(At(name), stream => stream.Write(Encoding.UTF8.GetBytes(content)));
}
