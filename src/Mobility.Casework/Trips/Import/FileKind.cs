using System.Text;

namespace Mobility.Casework.Trips.Import;

/// <summary>Tells from its first bytes what a file is, whatever its name says.</summary>
internal static class FileKind
{
    /// <summary>The reason a file cannot hold rows or events at all, with the ending such files have; null when it may be text.</summary>
    public static (TravelProblemCode Code, string Ending)? NotText(ReadOnlySpan<byte> file) =>
        file switch
        {
            [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => Zipped(file),
            [0xD0, 0xCF, 0x11, 0xE0, ..] => (TravelProblemCode.SpreadsheetFile, ".xls"),
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => (TravelProblemCode.PdfFile, ".pdf"),
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => (TravelProblemCode.ImageFile, ".png"),
            [0xFF, 0xD8, 0xFF, ..] => (TravelProblemCode.ImageFile, ".jpg"),
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => (TravelProblemCode.ImageFile, ".gif"),
            [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => (TravelProblemCode.ImageFile, ".bmp"),
            [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => (TravelProblemCode.ImageFile, ".tif"),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => (
                TravelProblemCode.ImageFile,
                ".webp"
            ),
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => (TravelProblemCode.ImageFile, ".heic"),
            [0x1F, 0x8B, ..] => (TravelProblemCode.ArchiveFile, ".gz"),
            [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => (TravelProblemCode.ArchiveFile, ".7z"),
            [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => (TravelProblemCode.ArchiveFile, ".rar"),
            _ => null,
        };

    /// <summary>The reason a text is in some other format than rows or events; null when it is worth reading.</summary>
    public static (TravelProblemCode Code, string Ending)? OtherText(ReadOnlySpan<byte> utf8)
    {
        var start = Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 512)]).TrimStart();
        bool Starts(string with) => start.StartsWith(with, StringComparison.OrdinalIgnoreCase);
        return Starts("<!doctype html") || Starts("<html") || Starts("<table") || Starts("<meta") || Starts("<head")
                ? (TravelProblemCode.WebPageFile, ".html")
            : Starts("<?xml") ? (TravelProblemCode.OtherTextFormat, "XML")
            : Starts("{\\rtf") ? (TravelProblemCode.WordProcessorFile, ".rtf")
            : Starts("{") || Starts("[{") ? (TravelProblemCode.OtherTextFormat, "JSON")
            : Starts("BEGIN:VCARD") ? (TravelProblemCode.OtherTextFormat, "vCard")
            : utf8.Contains((byte)0) ? (TravelProblemCode.BinaryFile, "")
            : null;
    }

    /// <summary>Whether the text is a calendar: its first line that is not blank begins one.</summary>
    public static bool IsCalendar(ReadOnlySpan<byte> text)
    {
        var start = text.TrimStart(" \t\r\n"u8);
        var begin = "BEGIN:VCALENDAR"u8;
        return start.Length >= begin.Length && Ascii.EqualsIgnoreCase(start[..begin.Length], begin);
    }

    private static (TravelProblemCode Code, string Ending) Zipped(ReadOnlySpan<byte> file) =>
        file.IndexOf("xl/workbook"u8) >= 0 || file.IndexOf("xl/worksheets"u8) >= 0 ? (TravelProblemCode.SpreadsheetFile, ".xlsx")
        : file.IndexOf("opendocument.spreadsheet"u8) >= 0 ? (TravelProblemCode.SpreadsheetFile, ".ods")
        : file.IndexOf("Index/Document.iwa"u8) >= 0 || file.IndexOf("Index/Tables/"u8) >= 0
            ? (TravelProblemCode.SpreadsheetFile, ".numbers")
        : file.IndexOf("word/document"u8) >= 0 ? (TravelProblemCode.WordProcessorFile, ".docx")
        : file.IndexOf("opendocument.text"u8) >= 0 ? (TravelProblemCode.WordProcessorFile, ".odt")
        : (TravelProblemCode.ArchiveFile, ".zip");
}
