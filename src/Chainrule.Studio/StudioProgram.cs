using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Chainrule.Studio;

/// <summary>Starts the server, says where the page is, and opens it.</summary>
internal static class StudioProgram
{
    private const int Done = 0, BadInput = 2;

    public static async Task<int> Run(string[] arguments)
    {
        try
        {
            var options = StudioOptions.Parse(arguments);
            await using WebApplication server = StudioServer.Create(options);
            await server.StartAsync().ConfigureAwait(false);
            string address = StudioServer.AddressOf(server, options);
            Console.WriteLine(address);
            if (options.OpensBrowser) Open(address);
            await server.WaitForShutdownAsync().ConfigureAwait(false);
            return Done;
        }
        catch (OperationCanceledException)
        {
            return Done;   // Ctrl-C before it had started
        }
        catch (Exception error) when (error is ChainruleException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"chainrule: {error.Message}");
            return BadInput;
        }
    }

    // Where no browser can be opened, the address is printed already.
    private static void Open(string address)
    {
        try
        {
            Process.Start(new ProcessStartInfo(address) { UseShellExecute = true })?.Dispose();
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or PlatformNotSupportedException)
        {
            Console.Error.WriteLine("No browser could be started: open the address in one.");
        }
    }
}
