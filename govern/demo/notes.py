"""Where the demonstration writes down what a visitor needs."""

NOTES = "demo.json"
