import QtQuick
import QtQuick.Shapes
import "../theme"

// Our own drawing, on a grid of 320 x 150: the kiosk, and the cabinet beside it with one compartment open.
Item {
    id: art

    // x, y and height of each closed compartment; all are 44 wide.
    readonly property var doors: [[100, 26, 34], [100, 64, 34], [100, 102, 38], [148, 26, 22], [148, 52, 22], [148, 78, 62], [196, 26, 34], [196, 102, 38], [244, 26, 22], [244, 52, 40], [244, 96, 44]]

    function box(x: real, y: real, width: real, height: real, radius: real): string {
        const arc = `a${radius} ${radius} 0 0 1`;
        return `M${x + radius} ${y} h${width - 2 * radius} ${arc} ${radius} ${radius} v${height - 2 * radius} ${arc} ${-radius} ${radius} h${2 * radius - width} ${arc} ${-radius} ${-radius} v${2 * radius - height} ${arc} ${radius} ${-radius} Z`;
    }

    Shape {
        width: 320
        height: 150
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        scale: Math.min(art.width / width, art.height / height)
        transformOrigin: Item.Bottom

        // The cabinet
        Drawn {
            d: art.box(92, 18, 204, 130, 5)
            fillColor: Theme.color.primaryLine
        }
        Drawn {
            d: art.doors.map(door => art.box(door[0], door[1], 44, door[2], 2)).join(" ")
            fillColor: Theme.color.surface
        }
        Drawn {
            d: art.doors.map(door => `M${door[0] + 37} ${door[1] + door[2] / 2 - 3} v6`).join(" ")
            fillColor: "transparent"
            strokeColor: Theme.color.primaryLine
            strokeWidth: 2.5
        }

        // Its open compartment, with an envelope
        Drawn {
            d: "M196 64 H240 V98 H196 Z"
            fillColor: Theme.color.primaryDeep
        }
        Drawn {
            d: "M205 77 H233 V96 H205 Z"
            fillColor: Theme.color.paper
        }
        Drawn {
            d: "M205.5 78 L219 87.5 L232.5 78"
            fillColor: "transparent"
            strokeColor: Theme.color.primary
            strokeWidth: 1.6
        }
        Drawn {
            d: "M196 64 L176 59 V103 L196 98 Z"
            fillColor: Theme.color.primary
        }

        // The kiosk
        Drawn {
            d: "M32 34 H62 A5 5 0 0 1 67 39 V146 H27 V39 A5 5 0 0 1 32 34 Z"
            fillColor: Theme.color.primary
        }
        Drawn {
            d: art.box(33, 41, 28, 44, 1.5)
            fillColor: Theme.color.surface
        }
        Drawn {
            d: "M38 49 H56 M38 56 H50"
            fillColor: "transparent"
            strokeColor: Theme.color.primaryLine
            strokeWidth: 3
        }
        Drawn {
            d: art.box(38, 67, 18, 10, 1)
            fillColor: Theme.color.primary
        }
        Drawn {
            d: "M37 99 H57"
            fillColor: "transparent"
            strokeColor: Theme.color.primaryDeep
            strokeWidth: 3.5
        }
        Drawn {
            d: "M21 144 H73 V148 H21 Z"
            fillColor: Theme.color.primaryPressed
        }

        // The floor
        Drawn {
            d: "M2 149 H318"
            fillColor: "transparent"
            strokeColor: Theme.color.divider
            strokeWidth: 2
        }
    }
}
