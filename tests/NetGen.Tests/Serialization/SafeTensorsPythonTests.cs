using System.ComponentModel;
using System.Diagnostics;
using NetGen.Serialization;

namespace NetGen.Tests.Serialization;

public class SafeTensorsPythonTests
{
    private const string Script = """
        import json, struct, sys
        with open(sys.argv[1], "rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            header = json.loads(file.read(length).decode("utf-8"))
            data = file.read()
        print("aligned", (8 + length) % 8 == 0)
        print("metadata", json.dumps(header.pop("__metadata__")))
        for name, entry in header.items():
            begin, end = entry["data_offsets"]
            size, value = {"F32": (4, "f"), "F64": (8, "d")}[entry["dtype"]]
            values = struct.unpack("<%d%s" % ((end - begin) // size, value), data[begin:end])
            print(json.dumps(name), entry["dtype"], entry["shape"], [v.hex() for v in values])
        """;

    [Fact]
    public async Task Python_reads_what_is_written()
    {
        string path = Path.GetTempFileName();
        try
        {
            await using (FileStream stream = File.Create(path))
            {
                SafeTensorsFile.Write(
                    stream,
                    [
                        new("layers.0.weight", TensorElementType.F32, [2, 2], writer => writer.Write<float>([1f, -2.5f, 0f, 0.75f])),
                        new("läyers", TensorElementType.F64, [1], writer => writer.Write<double>([0.1])),
                        new("none", TensorElementType.F64, [0, 3], _ => { }),
                    ],
                    new Dictionary<string, string> { ["quote"] = "\"", ["format"] = "pt" });
            }

            (int exitCode, string output, string error) = await Python("-c", Script, path);
            Assert.Equal((0, ""), (exitCode, error));
            Assert.Equal(
                """
                aligned True
                metadata {"format": "pt", "quote": "\""}
                "layers.0.weight" F32 [2, 2] ['0x1.0000000000000p+0', '-0x1.4000000000000p+1', '0x0.0p+0', '0x1.8000000000000p-1']
                "l\u00e4yers" F64 [1] ['0x1.999999999999ap-4']
                "none" F64 [0, 3] []

                """.ReplaceLineEndings("\n"),
                output.ReplaceLineEndings("\n"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<(int ExitCode, string Output, string Error)> Python(params string[] arguments)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using Process? process = Start(arguments);
        if (process is null)
        {
            Assert.Skip("There is no python3 on the path.");
        }

        Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
        string output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, output, await error);
    }

    private static Process? Start(string[] arguments)
    {
        try
        {
            return Process.Start(
                new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
