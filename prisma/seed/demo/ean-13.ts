const digits_before_check = 12;

/** The barcode of an article: twelve digits and the check digit that makes 1·d₁ + 3·d₂ + 1·d₃ … a multiple of ten. */
export function ean13(twelve: string): string {
  if (!/^\d{12}$/.test(twelve)) throw new Error(`An EAN-13 is made of twelve digits, not of ${twelve}.`);
  return `${twelve}${checkDigit(twelve)}`;
}

export function isEan13(code: string): boolean {
  return /^\d{13}$/.test(code) && code.endsWith(String(checkDigit(code.slice(0, digits_before_check))));
}

function checkDigit(twelve: string): number {
  const sum = [...twelve].reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3),
    0,
  );
  return (10 - (sum % 10)) % 10;
}
