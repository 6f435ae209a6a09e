// Digits as keyboards for Arabic, Persian and Japanese write them.

/** The same text with digits from 0 to 9; all else stays as it is. */
export const latinDigits = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g, (digit) => String(digit.charCodeAt(0) & 15));
