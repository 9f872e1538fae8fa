// The mailbox: what the hub's notices said, and the codes that came with them.

import { codesAt, holdButtons } from "./codes.js";
import { button, enlarge, h, picture, post, row } from "./parts.js";

const SHOWN = 20;

export function mailbox({ name, address, messages }) {
  const shown = messages.slice(-SHOWN).reverse();
  return {
    title: "편지함", en: "Mailbox", wrong: [],
    body: [
      h("p", { class: "soft" }, `${address} · ${messages.length}통${messages.length > SHOWN ? ` 가운데 새 것 ${SHOWN}통` : ""}`),
      h("div", { class: "mails", "data-key": "mails" }, shown.length ? shown.map(one => message(name, one)) : h("p", { class: "soft" }, "온 편지가 없습니다")),
      row(button("편지함 비우기", "Throw every message away", () => post(`/devices/${name}/clear`), { disabled: !messages.length })),
    ],
  };
}

function message(box, { number, at, to, subject, text, attachments }) {
  return h("article", { "data-key": `mail-${number}` },
    h("h3", {}, subject || "(제목 없음)"),
    h("p", { class: "soft" }, `${new Date(at).toTimeString().slice(0, 8)} · 받는 사람 ${to || "(없음)"} · `,
      h("a", { href: `/devices/${box}/messages/${number}.eml`, title: "The message as it came" }, "원문")),
    text.trim() && h("p", { class: "text" }, text.trim()),
    attachments.map(one => attachment(`/devices/${box}/messages/${number}/attachments/${one.place}`, subject, number, one)));
}

function attachment(address, subject, number, { place, name, bytes, is_picture }) {
  const title = name || `첨부 ${place}`;
  if (!is_picture) return h("p", {}, h("a", { href: address, title: "Save the attachment" }, `${title} (${bytes} B)`));
  const label = `편지 ${number} ${subject}`.slice(0, 24);
  return h("figure", {},
    h("button", { type: "button", title: `${title} (click: large)`, onclick: () => enlarge(title, address) }, picture(address, title)),
    h("figcaption", {}, title, holdButtons(codesAt(address, label))));
}
