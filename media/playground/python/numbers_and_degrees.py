def is_even(number):
    """Whether a whole number can be divided by two without a remainder."""
    raise NotImplementedError


def celsius_to_fahrenheit(celsius):
    """Degrees Fahrenheit for degrees Celsius: nine fifths of them, plus 32."""
    return celsius * 5 / 9 + 32


def fibonacci(n):
    """The Fibonacci number at position n.

    The sequence starts with 0 at position 0 and 1 at position 1; every other number is the sum of the two before it.
    """
    raise NotImplementedError
