using System.Net;
using System.Net.Sockets;

namespace NetGen.Samples.DigitPad.Web;

/// <summary>What tells clients apart: their addresses.</summary>
internal static class ClientAddress
{
    // Whoever has an address of IPv6 has a whole network of them, whose first 64 bits are the same.
    private const int PrefixBytes = 8;

    /// <summary>The address that a request counts for.</summary>
    public static IPAddress Of(HttpContext context) => Of(context.Connection.RemoteIpAddress);

    /// <summary>The address of IPv4, or the network of an address of IPv6.</summary>
    public static IPAddress Of(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(PrefixBytes).Clear();
        return new IPAddress(bytes);
    }
}
