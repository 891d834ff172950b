"""Things with a vendor behind them. Nothing here knows the domain."""
