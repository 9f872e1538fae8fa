// The codes that were found in mails and on slips, and the hand that holds one before the camera.

import { button, changed, post } from "./parts.js";

/** How a code is shown; the camera's panel sets it. */
export const showing = { camera: "", on: "phone", seconds: 10 };

const found = new Map();

/** The texts of the codes in the picture at this address; none until the rig has looked. */
export function codesAt(address, label) {
  if (!found.has(address)) {
    found.set(address, { label, texts: [] });
    look(address);
  }
  return found.get(address).texts;
}

/** Everything found so far, the newest first. */
export const foundCodes = () => [...found.values()].reverse().flatMap(({ label, texts }) => texts.map(text => ({ label, text })));

export const hold = text => post(`/devices/${showing.camera}/show`, { text, seconds: showing.seconds, on: showing.on });

export const holdButtons = texts => showing.camera ? texts.map(text =>
  button("카메라에 대기", "Hold this code before the camera", () => hold(text), { class: "main" })) : [];

async function look(address) {
  try {
    const picture = await (await fetch(address)).blob();
    const answer = await fetch("/codes", { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: picture });
    if (answer.ok) found.get(address).texts = (await answer.json()).codes;
    changed();
  } catch {
    // It is asked for again when it is shown again; that the rig is gone, the page says.
    found.delete(address);
  }
}
