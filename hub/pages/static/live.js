// Keeps what is marked data-live as it stands at the hub. Pages work without it; it only saves pressing "refresh".
"use strict";
const EVERY_MS = 15000;

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = document.querySelectorAll("[data-live]");
  const then = fresh.querySelectorAll("[data-live]");
  now.forEach((part, at) => {
    // Never under somebody's finger: what has the focus stays as it is.
    if (then[at] && !part.contains(document.activeElement) && part.innerHTML !== then[at].innerHTML) {
      part.replaceWith(then[at]);
    }
  });
}

if (document.querySelector("[data-live]")) setInterval(() => refresh().catch(() => {}), EVERY_MS);
