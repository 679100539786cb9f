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

    // The system takes longer to make and to unmake a mapping than a test takes to use it: they are kept for the next ones.
    [ThreadStatic]
    private static Dictionary<nuint, Stack<nint>>? s_free;

    private readonly List<(nint Start, nuint Usable)> _mappings = [];

    public static bool IsSupported => OperatingSystem.IsLinux();

    public Span<T> Copy<T>(ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        nuint page = (nuint)Environment.SystemPageSize;
        nuint content = (nuint)(elements.Length * Unsafe.SizeOf<T>());
        nuint usable = (content + page - 1) / page * page;
        nint start = FreeOf(usable).TryPop(out nint free) ? free : Create(usable, page);
        _mappings.Add((start, usable));
        nint first = start + (nint)(usable - content);
        Span<T> copy = MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<T>(), first), elements.Length);
        elements.CopyTo(copy);
        return copy;
    }

    public void Dispose()
    {
        foreach ((nint start, nuint usable) in _mappings)
        {
            FreeOf(usable).Push(start);
        }

        _mappings.Clear();
    }

    private static Stack<nint> FreeOf(nuint usable)
    {
        s_free ??= [];
        return s_free.TryGetValue(usable, out Stack<nint>? free) ? free : s_free[usable] = [];
    }

    private static nint Create(nuint usable, nuint page)
    {
        nint start = Map(0, usable + page, None, PrivateAndAnonymous, -1, 0);
        return start != -1 && Protect(start, usable, ReadAndWrite) == 0 ? start : throw new Win32Exception();
    }

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static extern nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static extern int Protect(nint address, nuint length, int protection);
}
