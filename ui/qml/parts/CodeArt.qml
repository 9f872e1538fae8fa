import QtQuick
import "../theme"

// Our own drawing: the kiosk from its side, and a telephone with a slip behind it, upright before the lit window of the camera.
Drawing {
    id: art

    // The face of the telephone, turned to the window and a little to us: its left edge is the nearer one.
    function onFace(u: real, v: real): string {
        const top = 17 - 7 * u;
        const bottom = 83 + 7 * u;
        return `${76 + 25 * u} ${top + (bottom - top) * v}`;
    }

    function box(u: real, v: real, width: real, height: real): string {
        return `M${onFace(u, v)} L${onFace(u + width, v)} L${onFace(u + width, v + height)} L${onFace(u, v + height)} Z`;
    }

    // A cell of a code of 9 x 9, whose corner and size are in cells.
    function cell(column: real, row: real, size: real): string {
        return box(0.14 + column * 0.08, 0.28 + row * 0.048, 0.08 * size, 0.048 * size);
    }

    // The kiosk, its sloping screen and the window
    Drawn {
        d: "M2 99 V12 A4 4 0 0 1 4 9 L16 2 A5 5 0 0 1 22 3 L33 32 V99 Z"
        fillColor: Theme.color.primary
    }
    Drawn {
        d: "M23.5 7 L32 29.5"
        fillColor: "transparent"
        strokeColor: Theme.color.primaryLine
        strokeWidth: 3
    }
    Drawn {
        d: "M41 50 L76 17 V83 Z"
        fillColor: Theme.color.primaryLine
    }
    Drawn {
        d: "M33 39 H38 A4 4 0 0 1 42 43 V57 A4 4 0 0 1 38 61 H33 Z"
        fillColor: Theme.color.primaryDeep
    }
    Drawn {
        d: "M41.5 45 V55"
        fillColor: "transparent"
        strokeColor: Theme.color.paper
        strokeWidth: 2.5
    }

    // How far: from window to code
    Drawn {
        d: "M45 93 H73 M50 88.5 L45 93 L50 97.5 M68 88.5 L73 93 L68 97.5"
        fillColor: "transparent"
        strokeColor: Theme.color.primary
        strokeWidth: 2.6
    }

    // The slip behind, the telephone, its code
    Drawn {
        d: "M92 20 L115 8 V76 L92 78 Z"
        fillColor: Theme.color.paper
        strokeColor: Theme.color.border
        strokeWidth: 1
    }
    Drawn {
        d: "M105 22 L111 19.5 M105 31 L111 29 M105 40 L111 38.5"
        fillColor: "transparent"
        strokeColor: Theme.color.border
        strokeWidth: 1.6
    }
    Drawn {
        d: art.box(0, 0, 1, 1)
        fillColor: Theme.color.primaryDeep
        strokeColor: Theme.color.primaryDeep
        strokeWidth: 3
    }
    Drawn {
        d: art.box(0.06, 0.07, 0.88, 0.86)
        fillColor: Theme.color.paper
    }
    Drawn {
        d: [[0, 0, 3], [6, 0, 3], [0, 6, 3]].map(corner => art.cell(...corner)).join(" ")
        fillColor: Theme.color.primaryDeep
    }
    Drawn {
        d: [[1, 1, 1], [7, 1, 1], [1, 7, 1]].map(corner => art.cell(...corner)).join(" ")
        fillColor: Theme.color.paper
    }
    Drawn {
        d: [[4, 0, 1], [4, 2, 1], [0, 4, 1], [2, 4, 1], [4, 4, 1], [5, 3, 1], [6, 5, 1], [8, 4, 1], [4, 6, 1], [5, 8, 1], [7, 7, 1], [8, 8, 1], [6, 8, 1], [8, 6, 1]].map(dot => art.cell(...dot)).join(" ")
        fillColor: Theme.color.primaryDeep
    }
}
