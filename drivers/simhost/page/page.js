// The page: looks at the rig about once a second, and puts each device into its panel.
// Knows which panel shows which device, and where it stands. Does not know what a device does.

import { doorWrong, lockBus } from "./cabinet.js";
import { camera, cardReader } from "./counter.js";
import { mailbox } from "./mail.js";
import { documentPrinter, FULL_TRAY, ROLL_ROWS, slipPrinter } from "./paper.js";
import { CHANGED, h, post, settle } from "./parts.js";

const LOOK_EVERY_MS = 1000;
const WIRE_LINES = 200;

// A device is known by what it shows; the column that its panel stands in.
const PANELS = [
  ["doors", lockBus, "cabinet"], ["tray", documentPrinter, "paper"], ["slips", slipPrinter, "paper"],
  ["before_lens", camera, "counter"], ["cards", cardReader, "counter"], ["messages", mailbox, "mail"],
];

let state = null;
const lastBursts = new Map();
let timer = 0;
let isLooking = false;
let lookAgain = false;

function show() {
  const columns = { cabinet: [], paper: [], counter: [], mail: [] };
  const wrong = [];
  for (const [name, device] of devices()) {
    const [, draw, column] = PANELS.find(([shows]) => shows in device) ?? [null, asText, "counter"];
    const { title, en, wrong: here, body } = draw({ name, ...device });
    wrong.push(...here.map(what => `${title}: ${what}`));
    columns[column].push(panel(name, title, en, here, body));
  }
  for (const [column, panels] of Object.entries(columns)) settle(document.getElementById(column), panels);
  showWrong(wrong);
}

// The camera first: other panels ask whether there is one.
const devices = () => Object.entries(state.devices).sort(([, a], [, b]) => ("before_lens" in b) - ("before_lens" in a));

/** A device that has no panel of its own yet. */
const asText = ({ name, ...device }) => ({ title: name, en: "No panel yet", wrong: [], body: [h("pre", {}, JSON.stringify(device, null, 2))] });

const panel = (key, title, en, wrong, body) => h("section", { "data-key": key, class: wrong.length ? "wrong" : "" },
  h("header", {}, h("h2", {}, title, h("small", { lang: "en" }, ` ${en}`)), h("span", { class: "badge" }, wrong.length ? wrong.join(" · ") : "정상")),
  ...body);

function showWrong(wrong) {
  document.getElementById("wrong").textContent = wrong.length ? wrong.join(" · ") : "잘못된 것이 없습니다";
  document.getElementById("top").className = wrong.length ? "wrong" : "";
  document.getElementById("mend").disabled = !wrong.length;
}

async function mendAll() {
  for (const [name, device] of Object.entries(state.devices)) {
    for (const { number, ...one } of device.doors ?? []) if (doorWrong(one).length) await post(`/devices/${name}/doors/${number}/free`);
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
    // Where the rig was started anew, numbers, pictures and bytes begin again.
    if (!document.getElementById("lost").hidden) location.reload();
    show();
    await Promise.all([showWire(), ...[...document.querySelectorAll("[data-view]")].map(showView)]);
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
  const passed = await Promise.all(devices().filter(([, device]) => "doors" in device).map(([name]) => bursts(name)));
  for (const { name, direction, at_s, hex } of passed.flat().sort((a, b) => a.at_s - b.at_s)) {
    wire.append(`${at_s.toFixed(3).padStart(12)}  ${name}  ${direction === "to_board" ? "보드로 →" : "← 보드에서"}  ${hex}\n`);
    wire.scrollTop = wire.scrollHeight;
  }
  while (wire.childNodes.length > WIRE_LINES) wire.firstChild.remove();
}

/** What has passed on a bus since the last look. */
async function bursts(name) {
  const fresh = await (await fetch(`/devices/${name}/wire?after=${lastBursts.get(name) ?? 0}`)).json();
  if (fresh.length) lastBursts.set(name, fresh.at(-1).number);
  return fresh.map(burst => ({ name, ...burst }));
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
