// How the chart writes steps and rates, and where things are in its lists. Steps above 2^53 are strings, for a number
// would not be exact.
"use strict";

const sgdrNumbers = (() => {
  const UNITS = [[1e18, "E"], [1e15, "P"], [1e12, "T"], [1e9, "G"], [1e6, "M"]];

  // Groups of three digits, also of numbers that are strings.
  const grouped = (step) => String(step).replace(/\B(?=(\d{3})+$)/g, ",");

  const shortStep = (step, span) => {
    const [size, unit] = UNITS.find(([size]) => span >= size) ?? [1, ""];
    return unit && step ? `${Number((step / size).toPrecision(12))} ${unit}` : grouped(Math.round(step));
  };

  // All digits, with an exponent from where the command line has one.
  const fullRate = (rate) => (rate !== 0 && Math.abs(rate) < 1e-4 ? rate.toExponential() : String(rate));

  const shortRate = (rate) => {
    const rounded = Number(rate.toPrecision(6));
    return rate !== 0 && Math.abs(rate) < 1e-3 ? rounded.toExponential() : String(rounded);
  };

  // The place of the first number in a sorted list that is not below a value.
  const firstAtLeast = (list, value) => {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(list[middle]) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  // The place of the last [row, number] in a sorted list that is not after a row.
  const pieceAt = (pieces, row) => {
    let [low, high] = [0, pieces.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (pieces[middle][0] <= row) low = middle;
      else high = middle;
    }
    return low;
  };

  // Powers of ten, all or some of them; with 2 and 5 times them where there are few.
  const decades = (min, max, most) => {
    const [from, to] = [Math.floor(Math.log10(min)), Math.floor(Math.log10(max))];
    const stride = Math.ceil((to - from + 1) / most);
    const factors = to - from < 2 ? [1, 2, 5] : [1];
    const exponents = Array.from({ length: to - from + 1 }, (_, index) => from + index).filter((exponent) => (to - exponent) % stride === 0);
    return exponents.flatMap((exponent) => factors.map((factor) => Number(`${factor}e${exponent}`))).filter((rate) => rate >= min && rate <= max);
  };

  return { grouped, shortStep, fullRate, shortRate, firstAtLeast, pieceAt, decades };
})();
