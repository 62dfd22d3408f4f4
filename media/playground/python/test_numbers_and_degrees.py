import unittest

from numbers_and_degrees import celsius_to_fahrenheit, fibonacci, is_even


class IsEvenTest(unittest.TestCase):
    def test_even_numbers(self):
        self.assertTrue(is_even(4))
        self.assertTrue(is_even(0))

    def test_odd_numbers(self):
        self.assertFalse(is_even(7))

    def test_negative_numbers(self):
        self.assertTrue(is_even(-2))
        self.assertFalse(is_even(-3))


class CelsiusToFahrenheitTest(unittest.TestCase):
    def test_freezing_and_boiling_water(self):
        self.assertAlmostEqual(celsius_to_fahrenheit(0), 32)
        self.assertAlmostEqual(celsius_to_fahrenheit(100), 212)

    def test_the_point_where_both_scales_meet(self):
        self.assertAlmostEqual(celsius_to_fahrenheit(-40), -40)

    def test_body_temperature(self):
        self.assertAlmostEqual(celsius_to_fahrenheit(37), 98.6)


class FibonacciTest(unittest.TestCase):
    def test_the_start_of_the_sequence(self):
        self.assertEqual(fibonacci(0), 0)
        self.assertEqual(fibonacci(1), 1)

    def test_later_numbers(self):
        self.assertEqual(fibonacci(2), 1)
        self.assertEqual(fibonacci(7), 13)
        self.assertEqual(fibonacci(15), 610)


if __name__ == "__main__":
    unittest.main()
