import QtQuick
import QtQuick.Shapes
import "../theme"

// Our own drawing, on a grid of 120 x 100: a compartment with its door shut, open with an envelope inside, or open with
// an arrow that pushes it shut.
Item {
    id: art

    required property string phase

    readonly property bool open: phase !== "opening"

    readonly property real unit: Math.min(width / 120, height / 100)

    Item {
        width: 120
        height: 100
        anchors.centerIn: parent
        scale: art.unit

        Shape {
            anchors.fill: parent
            visible: art.open

            Drawn {
                d: "M40 8 H112 A4 4 0 0 1 116 12 V88 A4 4 0 0 1 112 92 H40 Z"
                fillColor: Theme.color.primaryLine
            }
            Drawn {
                d: "M44 14 H110 V86 H44 Z"
                fillColor: Theme.color.primaryDeep
            }
            Drawn {
                d: "M44 86 L56 76 H98 L110 86 Z"
                fillColor: Theme.color.primaryPressed
            }
            Drawn {
                d: "M44 14 L10 4 A3 3 0 0 0 6 7 V93 A3 3 0 0 0 10 96 L44 86 Z"
                fillColor: Theme.color.primary
            }
            Drawn {
                d: "M15 44 V58"
                fillColor: "transparent"
                strokeColor: Theme.color.textOnPrimary
                strokeWidth: 4
            }
        }

        Shape {
            anchors.fill: parent
            visible: art.phase === "open"

            Drawn {
                d: "M54 44 H100 V76 H54 Z"
                fillColor: Theme.color.paper
            }
            Drawn {
                d: "M54 45 L77 62 L100 45"
                fillColor: "transparent"
                strokeColor: Theme.color.primary
                strokeWidth: 2.4
            }
        }

        Shape {
            anchors.fill: parent
            visible: art.phase === "close"

            Drawn {
                d: "M28 34 C40 22 66 22 80 44"
                fillColor: "transparent"
                strokeColor: Theme.color.paper
                strokeWidth: 6
            }
            Drawn {
                d: "M67 42 L92 35 L86 60 Z"
                fillColor: Theme.color.paper
            }
        }

        Shape {
            anchors.fill: parent
            visible: !art.open

            Drawn {
                d: "M16 8 H104 A4 4 0 0 1 108 12 V88 A4 4 0 0 1 104 92 H16 A4 4 0 0 1 12 88 V12 A4 4 0 0 1 16 8 Z"
                fillColor: Theme.color.primaryLine
            }
            Drawn {
                d: "M18 14 H102 V86 H18 Z"
                fillColor: Theme.color.primary
            }
            Drawn {
                d: "M92 42 V58"
                fillColor: "transparent"
                strokeColor: Theme.color.textOnPrimary
                strokeWidth: 4
            }
        }
    }
}
