// All tests, in one browser.
//
//   SGDR=.../sgdr MODULES=FOLDER node --test-reporter=spec all.mjs
//
// FOLDER is where `npm ci` has put what package-lock.json names. scripts/test-web does both.

import "./design.mjs";
import "./access.mjs";
import "./export.mjs";
