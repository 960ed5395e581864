// The first question, asked while the rest of the page still loads. main.js takes the answer.
"use strict";

const sgdrStart = JSON.parse(document.getElementById("start").textContent);
const sgdrFirst = fetch(`/api/view?columns=${Math.max(160, Math.round(innerWidth / 3))}`, {
  method: "POST", body: location.hash.slice(1) || String(new URLSearchParams(sgdrStart.flags)),
});
