// Every fault as a button: where it stands in the device's faults, and its values with and without it.
// A member stands in a list. The table below is JSON: tests/drivers/simhost/ presses each of them.

import { post, toggle } from "./parts.js";

export const FAULTS = {
  "lock_bus": [
    { "ko": "선 뽑기", "en": "Pull the plug", "path": ["connected"], "on": false, "off": true },
    { "ko": "바이트 잃기 5%", "en": "Loses 5 % of the bytes", "path": ["wire", "loss"], "on": 0.05, "off": 0 },
    { "ko": "바이트 바뀜 5%", "en": "Changes 5 % of the bytes", "path": ["wire", "corruption"], "on": 0.05, "off": 0 },
    { "ko": "잡음", "en": "Noise before every other message", "path": ["wire", "noise"], "on": 0.5, "off": 0 },
    { "ko": "답 1초 늦음", "en": "Replies come 1 s late", "path": ["wire", "delay_s"], "on": 1, "off": 0 },
    { "ko": "한 바이트씩", "en": "Bytes come one by one", "path": ["wire", "split"], "on": true, "off": false },
    { "ko": "남은 바이트", "en": "A stale byte after each reply", "path": ["wire", "stale"], "on": true, "off": false },
    { "ko": "답 사라짐", "en": "Replies get lost", "path": ["wire", "drop_replies"], "on": true, "off": false },
    { "ko": "제 말 되돌아옴", "en": "The adapter hears itself", "path": ["wire", "echo"], "on": true, "off": false },
    { "ko": "보드 침묵", "en": "The board is without power", "path": ["board", "silent"], "on": true, "off": false },
    { "ko": "열었다면서 안 엶", "en": "The board says open and fires no lock", "path": ["board", "ack_but_stays_shut"], "on": true, "off": false },
    { "ko": "못 열었다면서 엶", "en": "The board says shut and fires the lock", "path": ["board", "refuse_but_opens"], "on": true, "off": false }
  ],
  "document_printer": [
    { "ko": "용지 걸림", "en": "Paper jam", "path": ["troubles"], "member": "jam" },
    { "ko": "덮개 열림", "en": "Cover open", "path": ["troubles"], "member": "cover_open" },
    { "ko": "토너 없음", "en": "Toner out", "path": ["troubles"], "member": "toner_out" },
    { "ko": "용지함 빠짐", "en": "Paper tray missing", "path": ["troubles"], "member": "tray_missing" },
    { "ko": "토너 부족", "en": "Toner low", "path": ["toner_low"], "on": true, "off": false },
    { "ko": "새 작업 거절", "en": "Busy: refuses new jobs", "path": ["busy"], "on": true, "off": false },
    { "ko": "답 10초 늦음", "en": "Answers come 10 s late", "path": ["reply_after_s"], "on": 10, "off": 0 },
    { "ko": "망 선 뽑기", "en": "Pull the network cable", "path": ["connected"], "on": false, "off": true }
  ],
  "slip_printer": [
    { "ko": "덮개 열림", "en": "Cover open", "path": ["printer", "cover_open"], "on": true, "off": false },
    { "ko": "칼날 막힘", "en": "The cutter is blocked", "path": ["printer", "cutter_blocked"], "on": true, "off": false },
    { "ko": "과열", "en": "Overheated", "path": ["printer", "overheated"], "on": true, "off": false },
    { "ko": "전원 꺼짐", "en": "Without power", "path": ["printer", "silent"], "on": true, "off": false },
    { "ko": "답 사라짐", "en": "Its answers get lost", "path": ["drop_replies"], "on": true, "off": false },
    { "ko": "선 뽑기", "en": "Pull the plug", "path": ["connected"], "on": false, "off": true }
  ],
  "camera": [
    { "ko": "어두움", "en": "Darkness", "path": ["lens", "light"], "on": 0.05, "off": 1 },
    { "ko": "흐림", "en": "Out of focus", "path": ["lens", "blur_px"], "on": 4, "off": 0.6 },
    { "ko": "빛 반사", "en": "Glare", "path": ["lens", "glare"], "on": 0.8, "off": 0 },
    { "ko": "화면 멈춤", "en": "The stream stalls", "path": ["stream"], "on": "stalls", "off": "flows" },
    { "ko": "영상 끊김", "en": "The stream ends", "path": ["stream"], "on": "ends", "off": "flows" },
    { "ko": "영상 깨짐", "en": "The pictures are no pictures", "path": ["stream"], "on": "corrupt", "off": "flows" },
    { "ko": "선 뽑기", "en": "Pull the plug", "path": ["connected"], "on": false, "off": true }
  ],
  "card_reader": [
    { "ko": "카드 무응답", "en": "The card answers no command", "path": ["mute"], "on": true, "off": false },
    { "ko": "읽다가 치워짐", "en": "The card is pulled away at the second command", "path": ["tear_at"], "on": 2, "off": null },
    { "ko": "답 3초 늦음", "en": "The card answers 3 s late", "path": ["delay_s"], "on": 3, "off": 0 },
    { "ko": "서비스 죽음", "en": "pcscd is killed", "path": ["pcscd"], "on": "killed", "off": "running" },
    { "ko": "서비스 멎음", "en": "pcscd is frozen", "path": ["pcscd"], "on": "frozen", "off": "running" }
  ]
};

/** The buttons of a kind of device; each sends all of its faults to address, with that one the other way round. */
export const faultButtons = (kind, faults, address) => FAULTS[kind].map(fault =>
  toggle(fault.ko, fault.en, isOn(fault, faults), () => post(address, flipped(fault, faults)), { class: "fault" }));

/** What is wrong with it, in Korean. */
export const wrongWith = (kind, faults) => FAULTS[kind].filter(fault => isOn(fault, faults)).map(fault => fault.ko);

function isOn(fault, faults) {
  const value = fault.path.reduce((part, name) => part[name], faults);
  if (fault.member) return value.includes(fault.member);
  // Somebody may have set another amount of it by hand.
  return typeof fault.on === "number" ? value !== fault.off : value === fault.on;
}

function flipped(fault, faults) {
  const next = structuredClone(faults);
  const last = fault.path.at(-1);
  const owner = fault.path.slice(0, -1).reduce((part, name) => part[name], next);
  if (!fault.member) owner[last] = isOn(fault, faults) ? fault.off : fault.on;
  else owner[last] = isOn(fault, faults) ? owner[last].filter(one => one !== fault.member) : [...owner[last], fault.member];
  return next;
}
