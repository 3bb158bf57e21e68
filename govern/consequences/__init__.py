"""What a deed in one room means in the others: one module for each cause."""
