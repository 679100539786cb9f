using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.Tests.Support;

/// <summary>Arrays whose last element lies right before a page that nobody may touch: a read or write behind it ends the process.</summary>
internal sealed class GuardedMemory : IDisposable
{
    private const int None = 0;
    private const int ReadAndWrite = 3;
    private const int PrivateAndAnonymous = 0x22;

    private readonly List<(nint Start, nuint Length)> _mappings = [];

    public static bool IsSupported => OperatingSystem.IsLinux();

    public Span<T> Copy<T>(ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        nuint page = (nuint)Environment.SystemPageSize;
        nuint content = (nuint)(elements.Length * Unsafe.SizeOf<T>());
        nuint usable = (content + page - 1) / page * page;
        nint start = Map(0, usable + page, None, PrivateAndAnonymous, -1, 0);
        if (start == -1 || Protect(start, usable, ReadAndWrite) != 0)
        {
            throw new Win32Exception();
        }

        _mappings.Add((start, usable + page));
        nint first = start + (nint)(usable - content);
        Span<T> copy = MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<T>(), first), elements.Length);
        elements.CopyTo(copy);
        return copy;
    }

    public void Dispose()
    {
        foreach ((nint start, nuint length) in _mappings)
        {
            Assert.Equal(0, Unmap(start, length));
        }
    }

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static extern nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static extern int Protect(nint address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap")]
    private static extern int Unmap(nint address, nuint length);
}
