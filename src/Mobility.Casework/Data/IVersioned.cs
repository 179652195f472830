namespace Mobility.Casework.Data;

/// <summary>
/// A row two people may change at once. The context raises <see cref="Version"/> with every save and refuses a save that started from
/// an older one. <c>ExecuteUpdate</c> goes past the context: it must raise the version by hand.
/// </summary>
public interface IVersioned
{
    long Version { get; set; }
}
