"""The engine in processes of its own: what computes can be stopped, or die, without what draws."""
