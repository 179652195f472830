using Mobility.Casework.Keys;

namespace Mobility.Testing;

/// <summary>The master key of tests.</summary>
public static class TestKeys
{
    /// <summary>As a setting.</summary>
    public const string Master = "VGhlIG1hc3RlciBrZXkgb2YgdGVzdHMsIDMyIGJ5dGU=";

    /// <summary>Ready to use.</summary>
    public static MasterKeys Keys { get; } = new(MasterKey.Read(Master)!);
}
