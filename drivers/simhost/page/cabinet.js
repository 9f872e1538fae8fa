// A lock bus: its doors, the hands at one of them, and what can be wrong with the line and its boards.

import { faultButtons, wrongWith } from "./faults.js";
import { button, changed, h, post, row, toggle } from "./parts.js";

const INSIDE = new Map([[true, "물건 있음"], [false, "비어 있음"], [null, "안을 모름"]]);

/** Of each bus: the number of the door that hands go to, and those that were open at the last look. */
const chosen = new Map();
const wereOpen = new Map();

export function lockBus({ name, address, doors, faults }) {
  const open = doors.filter(one => one.open).map(one => one.number);
  // A door that has just opened is the one that hands go to.
  chosen.set(name, open.find(number => !wereOpen.get(name)?.has(number)) ?? chosen.get(name) ?? 1);
  wereOpen.set(name, new Set(open));
  const boards = new Set(doors.map(one => one.board));
  const push = number => post(`/devices/${name}/doors/${number}/push`);
  return {
    title: "보관함", en: "Cabinet",
    wrong: [...doors.flatMap(one => doorWrong(one).map(what => `${one.number}번 ${what}`)), ...wrongWith("lock_bus", faults)],
    body: [
      h("p", { class: "soft" }, address),
      hands(name, doors[chosen.get(name) - 1]),
      h("div", { class: "doors" }, doors.map(one => door(name, one, boards.size > 1))),
      open.length > 1 && row(button("열린 문 모두 닫기", "Push every open door shut", () => open.forEach(push))),
      h("h3", {}, "선과 보드", h("small", { lang: "en" }, " Line and boards")),
      row(faultButtons("lock_bus", faults, `/devices/${name}/faults`)),
    ],
  };
}

export const doorWrong = ({ stuck, bounces }) => [stuck && "문 걸림", bounces && "튕겨 닫힘"].filter(Boolean);

function door(bus, { number, open, stuck, bounces, contents, board, channel }, sayBoard) {
  const choose = () => { chosen.set(bus, number); changed(); };
  const wrong = doorWrong({ stuck, bounces }).join(" · ");
  return h("button", {
    type: "button", "data-key": `door-${number}`, class: `door${open ? " open" : ""}${contents ? " full" : ""}`,
    "aria-pressed": String(number === chosen.get(bus)), onclick: choose, title: `${board} ${channel}: ${open ? "open" : "closed"}`,
  }, h("b", {}, String(number)), h("span", {}, open ? "열림" : "닫힘"), h("small", {}, wrong || (contents ? "물건 있음" : sayBoard ? board : "")));
}

function hands(bus, { number, open, stuck, bounces, contents, openings, board, channel }) {
  const hand = verb => () => post(`/devices/${bus}/doors/${number}/${verb}`);
  const shut = { disabled: !open };
  return h("div", { class: "hands" },
    h("p", {}, h("b", {}, `${number}번 칸`), ` ${open ? "열려 있음" : "닫혀 있음"} · ${INSIDE.get(contents)} · 열린 횟수 ${openings} `,
      h("span", { class: "soft" }, `${board} ${channel}`)),
    row(
      button("물건 넣기", "Put something in", hand("fill"), { ...shut, class: open && !contents ? "main" : "" }),
      button("물건 꺼내기", "Take it out", hand("empty"), shut),
      button("밀어 닫기", "Push the door shut", hand("push"), { ...shut, class: open ? "main" : "" }),
    ),
    row(
      button("억지로 열기", "Force the door open", hand("pull"), { disabled: open, class: "fault" }),
      toggle("문 걸기", "It stays shut when its lock is released", stuck, hand(stuck ? "free" : "stick"), { class: "fault" }),
      toggle("튕겨 닫힘", "It opens and latches again at once", bounces, hand(bounces ? "free" : "bounce"), { class: "fault" }),
    ));
}
