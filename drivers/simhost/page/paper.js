// What prints: the document printer with the sheets in its tray, and the slip printer with its slips.

import { codesAt, holdButtons } from "./codes.js";
import { faultButtons, wrongWith } from "./faults.js";
import { button, enlarge, h, picture, post, row, toggle } from "./parts.js";

export const FULL_TRAY = 250;
const FEW_SHEETS = 5;
export const ROLL_ROWS = 640000;
const ROLL_ENDS_ROWS = 40000;
const ROWS_PER_M = 8000;
const SLIPS_SHOWN = 4;

const INCIDENTS = [
  ["jam", "용지 걸림", "Paper jam"], ["paper_out", "용지 떨어짐", "Paper runs out"], ["cover_open", "덮개 열림", "Cover opened"],
  ["toner_out", "토너 떨어짐", "Toner runs out"], ["tray_missing", "용지함 빠짐", "Paper tray pulled out"], ["abort", "작업 포기", "It gives the job up"],
  ["power_cut", "정전", "Power cut: it forgets its jobs"],
];

let atSheet = 1;

export function documentPrinter({ name, address, on, stopped, paper, impressions, job, tray, faults }) {
  return {
    title: "프린터", en: "Document printer",
    wrong: [!on && "전원 꺼짐", on && !paper && "용지 없음", ...wrongWith("document_printer", faults), ...incidentsAhead(faults)].filter(Boolean),
    body: [
      h("p", { class: "soft" }, `${address} · 용지 ${paper}장 · 지금까지 ${impressions}면`),
      h("p", { class: "now" }, printing(on, stopped, job)),
      h("div", { class: "tray", "data-key": "tray" }, tray.length ? tray.map(one => sheet(name, one)) : h("p", { class: "soft" }, "받침이 비어 있습니다")),
      row(
        button("종이 모두 가져가기", "Take every sheet from the tray", () => post(`/devices/${name}/take`), { disabled: !tray.length, class: tray.length ? "main" : "" }),
        button("용지 채우기", `Fill the paper tray: ${FULL_TRAY} sheets`, () => post(`/devices/${name}/paper/${FULL_TRAY}`)),
        button(`용지 ${FEW_SHEETS}장만`, "Leave 5 sheets: paper is low", () => post(`/devices/${name}/paper/${FEW_SHEETS}`)),
        button("다른 사람이 3장 복사", "Somebody else copies 3 pages", () => post(`/devices/${name}/copy/3`), { disabled: !on }),
      ),
      row(
        toggle("전원 끄기", "Switch it off; again: on", !on, () => post(`/devices/${name}/power/${!on}`), { class: "fault" }),
        toggle("용지 없애기", "Take all paper out; again: fill it", !paper, () => post(`/devices/${name}/paper/${paper ? 0 : FULL_TRAY}`), { class: "fault" }),
        faultButtons("document_printer", faults, `/devices/${name}/faults`),
      ),
      incidents(name, faults),
    ],
  };
}

const printing = (on, stopped, job) => {
  if (!on) return "꺼져 있습니다";
  if (!job) return stopped ? "멈춰 있습니다" : "쉬고 있습니다";
  return `${stopped ? "멈췄습니다" : "인쇄 중"}: ${job.name}, 남은 종이 ${job.sheets_left}장`;
};

function sheet(name, { number, job, pages }) {
  const sides = pages.map((_, side) => `/devices/${name}/sheet/${number}.png?side=${side + 1}`);
  const title = `${number}번째 종이 · ${job} · ${pages.join(", ")}쪽`;
  // Of what somebody copied there is no picture.
  const blank = event => {
    event.target.closest("figure").querySelector("a").remove();
    event.target.replaceWith(h("span", { class: "blank" }, "복사한 종이"));
  };
  return h("figure", { "data-key": `sheet-${number}`, "data-own": true },
    h("button", { type: "button", title: `${title} (click: large)`, onclick: () => enlarge(title, ...sides) }, picture(sides[0], title, { onerror: blank })),
    h("figcaption", {}, `${number}번째 · ${pages.join(", ")}쪽`,
      h("a", { href: `/devices/${name}/sheet/${number}.pdf`, download: `sheet-${number}.pdf`, title: "The document as it came to the printer" }, "문서")));
}

function incidents(name, faults) {
  const ahead = faults.incidents[atSheet];
  const plan = what => () => post(`/devices/${name}/faults`, { ...faults, incidents: { ...faults.incidents, [atSheet]: what } });
  const drop = () => post(`/devices/${name}/faults`, { ...faults, incidents: Object.fromEntries(Object.entries(faults.incidents).filter(([at]) => Number(at) !== atSheet)) });
  const choose = event => { atSheet = Number(event.target.value); };
  return h("div", { class: "row later" }, h("span", {}, "다음 인쇄에서"),
    h("select", { "data-own": true, title: "At which sheet of the next job", onchange: choose }, [1, 2, 3].map(at => h("option", { value: at }, `${at}번째 장`))),
    INCIDENTS.map(([what, ko, en]) => toggle(ko, `${en} at this sheet of the next job`, ahead === what, ahead === what ? drop : plan(what), { class: "fault" })));
}

const incidentsAhead = faults => Object.entries(faults.incidents).map(([at, what]) =>
  `다음 ${at}번째 장에서 ${INCIDENTS.find(([value]) => value === what)[1]}`);

export function slipPrinter({ name, address, faults, paper_rows, slips, hanging_rows, not_understood }) {
  const shown = slips.slice(-SLIPS_SHOWN).reverse();
  const roll = rows => () => post(`/devices/${name}/paper`, { rows });
  return {
    title: "전표 프린터", en: "Slip printer",
    wrong: [!paper_rows && "용지 없음", not_understood !== null && "모르는 명령을 받음", ...wrongWith("slip_printer", faults)].filter(Boolean),
    body: [
      h("p", { class: "soft" }, `${address} · 남은 종이 ${(paper_rows / ROWS_PER_M).toFixed(1)} m${hanging_rows ? " · 자르지 않은 전표가 걸려 있음" : ""}`),
      not_understood !== null && h("p", { class: "now" }, `알아듣지 못한 것: ${not_understood}. 전원을 껐다 켜야 합니다.`),
      h("div", { class: "slips", "data-key": "slips" }, shown.length ? shown.map(number => slip(name, number)) : h("p", { class: "soft" }, "나온 전표가 없습니다")),
      slips.length > shown.length && h("p", { class: "soft" }, `그 밖에 ${slips.length - shown.length}장`),
      row(
        button("전표 모두 가져가기", "Take every slip", () => post(`/devices/${name}/take`), { disabled: !slips.length, class: slips.length ? "main" : "" }),
        button("새 두루마리", "Put in a full roll", roll(ROLL_ROWS)),
        button("거의 끝난 두루마리", "A roll that is nearly at its end", roll(ROLL_ENDS_ROWS)),
      ),
      row(
        toggle("용지 없애기", "Take the roll out; again: a full roll", !paper_rows, roll(paper_rows ? 0 : ROLL_ROWS), { class: "fault" }),
        faultButtons("slip_printer", faults, `/devices/${name}/faults`),
      ),
    ],
  };
}

function slip(name, number) {
  const address = `/devices/${name}/slips/${number}.png`;
  const title = `전표 ${number}`;
  return h("figure", { "data-key": `slip-${number}` },
    h("button", { type: "button", title: `Slip ${number} (click: large)`, onclick: () => enlarge(title, address) }, picture(address, title)),
    h("figcaption", {}, title, holdButtons(codesAt(address, title))));
}
