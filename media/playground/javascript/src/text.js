/** The characters of a string from the last to the first. */
export function reverseString(text) {
  throw new Error('not implemented');
}

/** The text with its first letter in upper case and all others in lower case. */
export const capitalize = text => {
  return text.toUpperCase();
};

/** How many words a text has. Words are separated by white space, one or more characters of it. */
export function countWords(text) {
  return text.split(' ').length;
}
