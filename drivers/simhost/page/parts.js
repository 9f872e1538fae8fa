// What every panel is made of: elements, buttons, requests. Knows no device.

export const CHANGED = "rig-changed";
/** Tell page.js to look at the rig now and not in a second. */
export const changed = () => dispatchEvent(new Event(CHANGED));

/** An element; attributes that are false, null or undefined are left out, handlers begin with "on". */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element[name] = value;
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** A button in Korean with English beside it, for whoever points at it. */
export const button = (ko, en, onclick, attributes = {}) => h("button", { type: "button", title: en, onclick, ...attributes }, ko);

/** A button that is pressed while something is so. */
export const toggle = (ko, en, isOn, onclick, attributes = {}) => button(ko, en, onclick, { "aria-pressed": String(isOn), ...attributes });

/** A picture; it is fetched once it is on the page, not each time the page is thought of anew. */
export const picture = (address, alt, attributes = {}) => h("img", { "data-src": address, alt, ...attributes });

export const row = (...children) => h("div", { class: "row" }, ...children);

/** Send a hand's deed; what the rig refuses is said in the page's corner. */
export async function post(address, body = {}) {
  try {
    const answer = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    if (!answer.ok) say(`하지 못했습니다 (${answer.status}): ${await answer.text()}`);
  } catch {
    say("모의 장비에 닿지 않습니다");
  }
  changed();
}

let silent = 0;
export function say(words) {
  const said = document.getElementById("said");
  said.textContent = words;
  said.hidden = false;
  clearTimeout(silent);
  silent = setTimeout(() => { said.hidden = true; }, 6000);
}

/** Show a picture, or several, as large as the window. */
export function enlarge(title, ...addresses) {
  const dialog = document.getElementById("large");
  dialog.replaceChildren(
    h("form", { method: "dialog" }, h("b", {}, title), h("button", { title: "Close", autofocus: true }, "닫기")),
    ...addresses.map(src => h("img", { src, alt: title })),
  );
  dialog.onclick = event => { if (event.target === dialog) dialog.close(); };
  dialog.showModal();
}

const HANDLERS = ["onclick", "onchange", "onerror", "onsubmit"];

/**
 * Make parent's children look like fresh, and keep every node that can be kept: no flicker, no lost focus, and a button
 * that is being pressed stays the same button. Children with data-key are found again by it; one with data-own is left
 * alone once it is there.
 */
export function settle(parent, fresh) {
  const keyed = new Map([...parent.children].filter(node => node.dataset.key).map(node => [node.dataset.key, node]));
  let place = parent.firstChild;
  for (const wanted of [...fresh]) {
    const old = counterpart(wanted, place, keyed);
    if (!old) {
      parent.insertBefore(wanted, place);
      fetchPictures(parent.querySelectorAll("img[data-src]:not([src])"));
      continue;
    }
    if (old === place) place = place.nextSibling;
    else parent.insertBefore(old, place);
    adopt(old, wanted);
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

function fetchPictures(images) {
  for (const image of images) image.src = image.dataset.src;
}

function counterpart(wanted, place, keyed) {
  const key = wanted.dataset?.key;
  if (key) return keyed.get(key)?.nodeName === wanted.nodeName ? keyed.get(key) : null;
  return place && place.nodeName === wanted.nodeName && !place.dataset?.key ? place : null;
}

function adopt(old, wanted) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== wanted.data) old.data = wanted.data;
    return;
  }
  if (wanted.dataset.own !== undefined) return;
  for (const { name } of [...old.attributes]) {
    if (!wanted.hasAttribute(name) && name !== "src") old.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (old.getAttribute(name) === value) continue;
    old.setAttribute(name, value);
    if (name === "data-src") fetchPictures([old]);
  }
  for (const handler of HANDLERS) old[handler] = wanted[handler];
  settle(old, wanted.childNodes);
}
