// The page: looks at the rig about once a second, and puts each device into its panel.
// Knows which panel shows which device, and where it stands. Does not know what a device does.

import { bus, cabinet, doorWrong } from "./cabinet.js";
import { camera, cardReader } from "./counter.js";
import { mailbox } from "./mail.js";
import { FULL_TRAY, printer, ROLL_ROWS, slipPrinter } from "./paper.js";
import { CHANGED, h, post, settle } from "./parts.js";

const LOOK_EVERY_MS = 1000;
const WIRE_LINES = 200;

// A device is known by what it shows; the column that its panel stands in.
const PANELS = [
  ["tray", printer, "paper"], ["slips", slipPrinter, "paper"], ["before_lens", camera, "counter"],
  ["cards", cardReader, "counter"], ["messages", mailbox, "mail"],
];

let state = null;
let lastBurst = 0;
let timer = 0;
let isLooking = false;
let lookAgain = false;

function show() {
  const columns = { cabinet: [], paper: [], counter: [], mail: [] };
  const wrong = [];
  const add = (column, key, { title, en, wrong: here, body }) => {
    wrong.push(...here.map(what => `${title}: ${what}`));
    columns[column].push(panel(key, title, en, here, body));
  };
  add("cabinet", "cabinet", cabinet(state.doors));
  for (const [name, device] of devices()) {
    const [, draw, column] = PANELS.find(([shows]) => shows in device) ?? [];
    if (draw) add(column, name, draw({ name, ...device }));
  }
  for (const one of state.buses) add("cabinet", one.name, bus(one));
  for (const [column, panels] of Object.entries(columns)) settle(document.getElementById(column), panels);
  showWrong(wrong);
}

// The camera first: other panels ask whether there is one.
const devices = () => Object.entries(state.devices).sort(([, a], [, b]) => ("before_lens" in b) - ("before_lens" in a));

const panel = (key, title, en, wrong, body) => h("section", { "data-key": key, class: wrong.length ? "wrong" : "" },
  h("header", {}, h("h2", {}, title, h("small", { lang: "en" }, ` ${en}`)), h("span", { class: "badge" }, wrong.length ? wrong.join(" · ") : "정상")),
  ...body);

function showWrong(wrong) {
  document.getElementById("wrong").textContent = wrong.length ? wrong.join(" · ") : "잘못된 것이 없습니다";
  document.getElementById("top").className = wrong.length ? "wrong" : "";
  document.getElementById("mend").disabled = !wrong.length;
}

async function mendAll() {
  for (const { number, ...one } of state.doors) if (doorWrong(one).length) await post(`/doors/${number}/free`);
  for (const { name } of state.buses) await post(`/buses/${name}/faults`);
  for (const [name, device] of Object.entries(state.devices)) {
    if (device.on === false) await post(`/devices/${name}/power/true`);
    if (device.paper === 0) await post(`/devices/${name}/paper/${FULL_TRAY}`);
    if (device.paper_rows === 0) await post(`/devices/${name}/paper`, { rows: ROLL_ROWS });
    if (device.faults) await post(`/devices/${name}/faults`);
  }
}

async function look() {
  if (isLooking) {
    lookAgain = true;
    return;
  }
  isLooking = true;
  clearTimeout(timer);
  try {
    state = await (await fetch("/state")).json();
    show();
    await Promise.all([showWire(), ...[...document.querySelectorAll("[data-view]")].map(showView)]);
    document.getElementById("lost").hidden = true;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    document.getElementById("lost").hidden = false;
  } finally {
    isLooking = false;
    timer = setTimeout(look, lookAgain ? 0 : LOOK_EVERY_MS);
    lookAgain = false;
  }
}

/** Fetched first and shown then: no moment without a picture. */
async function showView(image) {
  const picture = await (await fetch(image.dataset.view)).blob();
  URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(picture);
}

async function showWire() {
  if (!document.getElementById("log").open) return;
  const wire = document.getElementById("wire");
  for (const { number, bus: name, direction, at_s, hex } of await (await fetch(`/wire?after=${lastBurst}`)).json()) {
    lastBurst = number;
    wire.append(`${at_s.toFixed(3).padStart(12)}  ${name}  ${direction === "to_board" ? "보드로 →" : "← 보드에서"}  ${hex}\n`);
    wire.scrollTop = wire.scrollHeight;
  }
  while (wire.childNodes.length > WIRE_LINES) wire.firstChild.remove();
}

/** The page is told the hub's address by ?hub=; only a web address becomes a link. */
function linkHub() {
  const hub = new URLSearchParams(location.search).get("hub");
  if (!hub || !URL.canParse(hub) || !["http:", "https:"].includes(new URL(hub).protocol)) return;
  for (const link of document.querySelectorAll("a[data-hub]")) link.href = new URL(link.dataset.hub, hub).href;
}

linkHub();
document.getElementById("mend").onclick = mendAll;
document.getElementById("log").ontoggle = look;
addEventListener(CHANGED, look);
look();
