using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Mobility.Rules.Files;

/// <summary>A node of a YAML file with its place.</summary>
internal abstract record YamlNode(int Line, int Column);

/// <summary>Text as written. Nothing is turned into a truth value or a number: <c>NO</c> stays "NO". Null for an empty value, ~ or null.</summary>
internal sealed record YamlText(string? Text, int Line, int Column) : YamlNode(Line, Column);

/// <summary>A list.</summary>
internal sealed record YamlList(IReadOnlyList<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column);

/// <summary>Keys and values in the order of the file, keys written twice included.</summary>
internal sealed record YamlMap(IReadOnlyList<(YamlText Key, YamlNode Value)> Entries, int Line, int Column)
    : YamlNode(Line, Column);

/// <summary>Reads one YAML document into nodes that remember where they stood.</summary>
internal static class YamlTree
{
    /// <summary>The root map of a file, or null after the problem has been noted.</summary>
    public static YamlMap? Read(string text, OpenFile file)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.Accept<DocumentStart>(out _))
            {
                file.Add(1, 1, "The file is empty.");
                return null;
            }

            parser.Consume<DocumentStart>();
            var root = ReadNode(parser, file);
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second))
            {
                file.Add(
                    (int)second.Start.Line,
                    (int)second.Start.Column,
                    "A file holds one document only; a second one starts here."
                );
            }

            if (root is YamlMap map)
            {
                return map;
            }

            file.Add(root.Line, root.Column, "The file must be keys and values at the top.");
            return null;
        }
        catch (YamlException error)
        {
            // Of a tab YamlDotNet names the beginning of the whole map.
            if (LineIndentedByTab(text) is { } line)
            {
                file.Add(line, 1, "A tab cannot indent a line; use spaces.");
            }
            else
            {
                file.Add(
                    (int)error.Start.Line,
                    (int)error.Start.Column,
                    $"This is not valid YAML: {error.Message.TrimEnd('.')}."
                );
            }

            return null;
        }
        catch (InvalidOperationException)
        {
            // The scanner of YamlDotNet 16 loses its footing on some wrong texts instead of naming the place.
            var at = parser.Current?.End ?? Mark.Empty;
            file.Add((int)at.Line, (int)at.Column, "This is not valid YAML; the mistake is here or further down.");
            return null;
        }
    }

    private static int? LineIndentedByTab(string text)
    {
        var index = Array.FindIndex(text.Split('\n'), line => line.TakeWhile(c => c is ' ' or '\t').Contains('\t'));
        return index < 0 ? null : index + 1;
    }

    private static YamlNode ReadNode(Parser parser, OpenFile file)
    {
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            Refuse(scalar, file);
            var isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" && scalar.IsPlainImplicit;
            return new YamlText(isNull ? null : scalar.Value, (int)scalar.Start.Line, (int)scalar.Start.Column);
        }

        if (parser.TryConsume<SequenceStart>(out var list))
        {
            Refuse(list, file);
            var items = new List<YamlNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(ReadNode(parser, file));
            }

            return new YamlList(items, (int)list.Start.Line, (int)list.Start.Column);
        }

        if (parser.TryConsume<MappingStart>(out var map))
        {
            Refuse(map, file);
            var entries = new List<(YamlText, YamlNode)>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = ReadNode(parser, file);
                var value = ReadNode(parser, file);
                if (key is YamlText { Text: not null } name)
                {
                    entries.Add((name, value));
                }
                else
                {
                    file.Add(key.Line, key.Column, "A key must be plain text.");
                }
            }

            return new YamlMap(entries, (int)map.Start.Line, (int)map.Start.Column);
        }

        var alias = parser.Consume<AnchorAlias>();
        file.Add(
            (int)alias.Start.Line,
            (int)alias.Start.Column,
            "Aliases (*name) are not used in rule files; write the value out."
        );
        return new YamlText(null, (int)alias.Start.Line, (int)alias.Start.Column);
    }

    private static void Refuse(NodeEvent node, OpenFile file)
    {
        if (!node.Anchor.IsEmpty || !node.Tag.IsEmpty)
        {
            file.Add(
                (int)node.Start.Line,
                (int)node.Start.Column,
                "Anchors (&name) and tags (!name) are not used in rule files."
            );
        }
    }
}
