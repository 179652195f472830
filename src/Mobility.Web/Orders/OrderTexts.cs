namespace Mobility.Web.Orders;

/// <summary>Texts of the suppliers' page: OrderTexts.resx.</summary>
public sealed class OrderTexts;
