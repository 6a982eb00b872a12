"""What make needs besides the product: a browser and an office for the tests."""
