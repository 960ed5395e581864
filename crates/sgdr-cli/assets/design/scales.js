// The values that a slider steps through, as texts. Each is a number that people choose: one or two digits.

const digits = (mantissa, exponent) => String(Number(`${mantissa}e${exponent}`));

// 1.0, 1.1, ... 9.9 times each power of ten.
export const decades = (from, to) => {
  const values = [];
  for (let exponent = from; exponent < to; exponent++) {
    for (let mantissa = 10; mantissa < 100; mantissa++) values.push(digits(mantissa, exponent - 1));
  }
  return [...values, digits(1, to)];
};

// 1, 2, ... 99, 100, 110, ... up to a power of ten.
export const wholes = (to) => [...new Set([..."123456789", ...decades(1, to)])];

export const steps = (from, to, places) => {
  const unit = 10 ** places;
  return Array.from({ length: Math.round((to - from) * unit) + 1 }, (_, index) => String((Math.round(from * unit) + index) / unit));
};

// The place of the value nearest to a text, by ratio where that tells more. Not a number: the first one.
export const nearest = (values, text) => {
  const value = Number(text.replaceAll("_", ""));
  if (!(value > 0)) return 0;
  const numbers = values.map(Number);
  const after = numbers.findIndex((number) => number >= value);
  if (after < 0) return values.length - 1;
  if (after === 0 || numbers[after] === value) return after;
  return value - numbers[after - 1] < numbers[after] - value ? after - 1 : after;
};
