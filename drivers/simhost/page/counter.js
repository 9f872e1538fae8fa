// What people hold something to: the camera with what it sees, and the card reader with its cards.

import { foundCodes, hold, showing } from "./codes.js";
import { faultButtons, wrongWith } from "./faults.js";
import { button, changed, h, post, row, say, toggle } from "./parts.js";

const CARRIERS = [["phone", "휴대전화", "On a phone"], ["dark_phone", "어두운 화면", "On a phone, light on dark"], ["paper", "종이", "On paper"]];
const SECONDS = [5, 10, 30, 120];
const CODES_OFFERED = 12;
const KINDS = { issued: "발급된 카드", expired: "기한 지난 카드", forged: "위조 카드", unissued: "다른 기관이 낸 카드", other: "신분 카드가 아님" };

let typed = "";

export function camera({ name, address, before_lens, clients, faults }) {
  showing.camera ||= name;
  return {
    title: "카메라", en: "Camera", wrong: wrongWith("camera", faults),
    body: [
      h("p", { class: "soft" }, `${address} · 보고 있는 프로그램 ${clients}`),
      h("img", { class: "view", alt: "카메라가 지금 보는 것", "data-own": true, "data-view": `/devices/${name}/view.jpg` }),
      h("p", { class: "now one", title: before_lens }, before_lens === null ? "앞에 아무것도 없습니다" : `앞에 있는 코드: ${before_lens}`),
      field(name),
      row(
        CARRIERS.map(([on, ko, en]) => toggle(ko, en, showing.on === on, () => { showing.on = on; changed(); })),
        h("select", { "data-own": true, title: "For how long", onchange: event => { showing.seconds = Number(event.target.value); } },
          SECONDS.map(seconds => h("option", { value: seconds, selected: seconds === showing.seconds }, `${seconds}초 동안`))),
        button("치우기", "Take it away", () => post(`/devices/${name}/clear`), { disabled: before_lens === null }),
      ),
      offered(),
      row(faultButtons("camera", faults, `/devices/${name}/faults`)),
    ],
  };
}

function field(name) {
  const show = event => {
    event.preventDefault();
    if (typed) hold(typed);
    else say("보여 줄 글자를 적거나 붙여 넣어 주세요");
  };
  return h("form", { class: "row", "data-own": true, onsubmit: show },
    h("input", { id: `code-${name}`, type: "text", maxlength: 400, autocomplete: "off", "aria-label": "보여 줄 코드의 글자", placeholder: "코드의 글자를 적거나 붙여 넣기",
      oninput: event => { typed = event.target.value; } }),
    h("button", { title: "Show it to the camera", class: "main" }, "보여 주기"));
}

function offered() {
  const codes = foundCodes().slice(0, CODES_OFFERED);
  return row(codes.length > 0 && h("span", { class: "soft" }, "찾은 코드"),
    codes.map(({ label, text }) => button(label, `Show the code: ${text.slice(0, 40)}`, () => hold(text))));
}

export function cardReader({ name, address, lying, cards, faults }) {
  return {
    title: "카드 리더", en: "Card reader", wrong: wrongWith("card_reader", faults),
    body: [
      h("p", { class: "soft" }, address),
      h("div", { class: "cards" }, cards.map(one => card(name, one, one.name === lying))),
      row(faultButtons("card_reader", faults, `/devices/${name}/faults`)),
    ],
  };
}

function card(reader, { name, kind }, lies) {
  const act = lies ? () => post(`/devices/${reader}/take`) : () => post(`/devices/${reader}/lay`, { card: name });
  return h("div", { class: lies ? "card lies" : "card" }, h("b", {}, name), h("small", {}, KINDS[kind]),
    button(lies ? "치우기" : "올리기", lies ? "Take it away" : "Lay it on the reader", act, { class: lies ? "" : "main" }));
}
