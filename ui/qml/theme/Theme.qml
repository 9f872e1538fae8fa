pragma Singleton
import QtQuick

// Sizes in millimetres of the real panel, and the colours of the mode.
QtObject {
    // Set by Main from the panel's size.
    property real pxPerMm: 3.21
    property Colors color: Light {}

    readonly property string family: "Pretendard GOV"

    // Korean kiosk criteria: letters at least 12 mm high, controls at least 12 mm a side with 2.5 mm between them.
    // The ink of a Hangul syllable of this face is at least 0.82 of the em (measured), so 12 mm of ink is an em of 14.6 mm.
    readonly property real smallestInkMm: 12
    readonly property real inkOfEm: 0.82
    readonly property int body: Math.ceil(smallestInkMm / inkOfEm * pxPerMm)

    // The steps between sizes are those of KRDS.
    readonly property int large: Math.round(body * 1.12)
    readonly property int heading: Math.round(body * 1.41)
    readonly property int title: Math.round(body * 1.7)
    readonly property int display: Math.round(body * 2.59)

    readonly property int gap: mm(5)
    readonly property int space: mm(10)
    readonly property int margin: mm(15)
    readonly property int radius: mm(3)
    readonly property int button: mm(26)
    readonly property int line: Math.max(1, mm(0.6))
    readonly property int strongLine: Math.max(2, mm(1))

    function mm(millimetres: real): int {
        return Math.round(millimetres * pxPerMm);
    }
}
