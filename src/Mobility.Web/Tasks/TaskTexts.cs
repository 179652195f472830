namespace Mobility.Web.Tasks;

/// <summary>Texts of tasks: TaskTexts.resx.</summary>
public sealed class TaskTexts;
