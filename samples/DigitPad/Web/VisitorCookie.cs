using System.Security.Cryptography;

namespace NetGen.Samples.DigitPad.Web;

/// <summary>
/// Gives visitors ids in a cookie, and finds them again. The ids are signed, so that nobody can invent one. The key is new for each start
/// of the server.
/// </summary>
internal sealed class VisitorCookie
{
    private const string Name = "digitpad-visitor";
    private const int IdBytes = 16;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    /// <summary>Gives a visitor an id who has none yet.</summary>
    public void Give(HttpContext context)
    {
        if (Find(context) is null)
        {
            context.Response.Cookies.Append(Name, Create(), new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,

                // The browser takes the folder of the address that it asked, whatever a proxy cuts off that.
                Path = null,
                SameSite = SameSiteMode.Strict,
                Secure = context.Request.IsHttps,
            });
        }
    }

    /// <summary>The id that this server gave a visitor, or null.</summary>
    public string? Find(HttpContext context)
    {
        Span<byte> value = stackalloc byte[IdBytes + HMACSHA256.HashSizeInBytes];
        string? text = context.Request.Cookies[Name];
        if (text is null || text.Length != 2 * value.Length
            || Convert.FromHexString(text, value, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return null;
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, value[..IdBytes], expected);
        return CryptographicOperations.FixedTimeEquals(expected, value[IdBytes..]) ? Convert.ToHexString(value[..IdBytes]) : null;
    }

    private string Create()
    {
        byte[] id = RandomNumberGenerator.GetBytes(IdBytes);
        return Convert.ToHexString([.. id, .. HMACSHA256.HashData(_key, id)]);
    }
}
