"""The parts that generate.py makes the sample data from."""
