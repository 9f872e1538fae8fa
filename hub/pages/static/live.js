// Keeps what is marked data-live as it stands at the hub. Pages work without it; it only saves loading them again.
"use strict";
const EVERY_MS = 15000;
const parts = (page) => [...page.querySelectorAll("[data-live]")];
let seen = parts(document).map((part) => part.innerHTML);

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const fresh = parts(new DOMParser().parseFromString(await answer.text(), "text/html"));
  parts(document).forEach((part, at) => {
    // Never under somebody's finger: what has the focus stays as it is until the focus is elsewhere.
    if (!fresh[at] || fresh[at].innerHTML === seen[at] || part.contains(document.activeElement)) return;
    seen[at] = fresh[at].innerHTML;
    part.innerHTML = seen[at];
  });
}

// The next try comes anyway: a hub that does not answer now is nothing to tell a reader of this page.
if (seen.length) setInterval(() => refresh().catch(() => {}), EVERY_MS);
