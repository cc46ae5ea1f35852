"""Reading: files of any usual kind as tables of text columns."""
