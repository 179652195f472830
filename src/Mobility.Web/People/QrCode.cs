using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using QRCoder;

namespace Mobility.Web.People;

/// <summary>Draws a QR code into the page: squares of one path, without a style and without a file that could be asked for by others.</summary>
public static class QrCode
{
    public static IHtmlContent Draw(string text, string label)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Length; x++)
            {
                if (rows[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }
        var svg = new HtmlContentBuilder();
        svg.AppendHtml(
            $"<svg class=\"qr\" viewBox=\"0 0 {rows.Count} {rows.Count}\" shape-rendering=\"crispEdges\" role=\"img\" aria-label=\""
        );
        svg.Append(label);
        // Black on white in both themes: cameras want it so.
        return svg.AppendHtml(
            $"\"><path fill=\"#fff\" d=\"M0 0h{rows.Count}v{rows.Count}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
        );
    }
}
