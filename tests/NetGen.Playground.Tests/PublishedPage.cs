using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using NetGen.DigitPad.Tests.Support;

namespace NetGen.Playground.Tests;

/// <summary>The page as it is published, on a server of files alone.</summary>
public sealed class PublishedPage(BrowserFixture browser) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen-playground-").FullName;
    private WebApplication? _server;

    /// <summary>Where it is.</summary>
    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        // Without a browser, the tests are skipped.
        if (!browser.IsThere)
        {
            return;
        }

        await PublishAsync();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        var files = new PhysicalFileProvider(Path.Combine(_folder, "wwwroot"));
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".dat"] = "application/octet-stream";
        _ = _server.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        _ = _server.UseStaticFiles(new StaticFileOptions { FileProvider = files, ContentTypeProvider = types });
        await _server.StartAsync();
        Address = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task PublishAsync()
    {
        string configuration = typeof(PublishedPage).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "publish", Path.Combine(Repository.Root, "samples", "Playground"), "-c", configuration, "--no-build", "-o", _folder,
                "-p:CompressionEnabled=false",
            ])
        {
            RedirectStandardOutput = true,
        };
        foreach (string name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            _ = start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
    }
}
