import QtQuick
import "../theme"

// Our own drawing: the kiosk's front with the slot below its screen, and paper that is on its way out, or lies in the tray to be taken.
Drawing {
    id: art

    required property bool ready
    // The narrow paper of the slip printer.
    property bool slip: false

    // The front, with the lower edge of its screen, and the tray
    Drawn {
        d: "M14 0 H106 V78 H14 Z"
        fillColor: Theme.color.primary
    }
    Drawn {
        d: "M24 0 H96 V18 A2 2 0 0 1 94 20 H26 A2 2 0 0 1 24 18 Z"
        fillColor: Theme.color.paper
    }
    Drawn {
        d: "M33 11 H63"
        fillColor: "transparent"
        strokeColor: Theme.color.primaryLine
        strokeWidth: 4
    }
    Drawn {
        d: "M14 70 H106 L116 88 V93 H4 V88 Z"
        fillColor: Theme.color.primaryDeep
    }
    Drawn {
        d: "M4 88 H116 V94 H4 Z"
        fillColor: Theme.color.primaryPressed
    }
    Drawn {
        d: art.slip ? "M42 36 H78" : "M28 36 H92"
        fillColor: "transparent"
        strokeColor: Theme.color.primaryDeep
        strokeWidth: 7
    }

    // The paper
    Drawn {
        d: art.slip ? "M48 37 H72 L74 63 H46 Z" : art.ready ? "M36 40 H84 L90 78 H30 Z" : "M36 37 H84 L88 63 H32 Z"
        fillColor: Theme.color.paper
        strokeColor: Theme.color.border
        strokeWidth: 1
    }
    Drawn {
        d: art.slip ? "M53 44 H64 M52 51 H68" : art.ready ? "M44 48 H64 M42.5 56 H77 M41.5 64 H50 M70 64 H79" : "M44 44 H64 M42.5 51 H77"
        fillColor: "transparent"
        strokeColor: Theme.color.primaryLine
        strokeWidth: 2.6
    }

    // Which way to take it
    Drawn {
        d: art.ready ? "M60 64 V84" : ""
        fillColor: "transparent"
        strokeColor: Theme.color.paper
        strokeWidth: 11
    }
    Drawn {
        d: art.ready ? "M49 84 H71 L60 97 Z" : ""
        fillColor: Theme.color.paper
        strokeColor: Theme.color.paper
        strokeWidth: 6
    }
    Drawn {
        d: art.ready ? "M60 64 V84" : ""
        fillColor: "transparent"
        strokeColor: Theme.color.border
        strokeWidth: 6
    }
    Drawn {
        d: art.ready ? "M49 84 H71 L60 97 Z" : ""
        fillColor: Theme.color.border
        strokeColor: Theme.color.border
        strokeWidth: 1.5
    }
}
