namespace Mobility.Web.MyDay;

/// <summary>Texts of My day: MyDayTexts.resx.</summary>
public sealed class MyDayTexts;
