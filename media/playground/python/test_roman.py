import unittest

from roman import roman_to_int


class RomanToIntTest(unittest.TestCase):
    def test_letters_that_are_added(self):
        self.assertEqual(roman_to_int("XI"), 11)
        self.assertEqual(roman_to_int("MDCLXVI"), 1666)

    def test_letters_that_are_subtracted(self):
        self.assertEqual(roman_to_int("IX"), 9)
        self.assertEqual(roman_to_int("MCMXCIV"), 1994)

    def test_lower_case(self):
        self.assertEqual(roman_to_int("xiv"), 14)

    def test_text_that_is_no_numeral(self):
        with self.assertRaises(ValueError):
            roman_to_int("")
        with self.assertRaises(ValueError):
            roman_to_int("XQ")


if __name__ == "__main__":
    unittest.main()
