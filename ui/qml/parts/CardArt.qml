import QtQuick
import "../theme"

// Our own drawing: a card above the reader, going down to it ("lay") or away from it ("take").
Drawing {
    id: art

    required property string act

    // The reader
    Drawn {
        d: "M8 76 V83 L66 99 L112 80 V73 Z"
        fillColor: Theme.color.primaryDeep
        strokeColor: Theme.color.primaryDeep
        strokeWidth: 3
    }
    Drawn {
        d: "M8 76 L54 58 L112 73 L66 92 Z"
        fillColor: Theme.color.primary
        strokeColor: Theme.color.primary
        strokeWidth: 3
    }
    Drawn {
        d: "M24 76 L56 63.5 L97 74 L65 86.5 Z"
        fillColor: "transparent"
        strokeColor: Theme.color.primaryLine
        strokeWidth: 2
    }

    // The card
    Drawn {
        d: "M19 24 L59 8 L106 20 L66 36 Z"
        fillColor: Theme.color.paper
        strokeColor: Theme.color.primary
        strokeWidth: 2.4
    }
    Drawn {
        d: "M34 22.5 L45 18.2 L58 21.5 L47 26 Z"
        fillColor: Theme.color.primaryLine
    }
    Drawn {
        d: "M63 18 L84 23.4 M57 25 L74 29.4"
        fillColor: "transparent"
        strokeColor: Theme.color.primary
        strokeWidth: 2.4
    }

    // Which way
    Drawn {
        d: art.act === "lay" ? "M62 43 V57" : "M62 70 V54"
        fillColor: "transparent"
        strokeColor: Theme.color.border
        strokeWidth: 6
    }
    Drawn {
        d: art.act === "lay" ? "M51 56 H73 L62 69 Z" : "M51 55 H73 L62 42 Z"
        fillColor: Theme.color.border
        strokeColor: Theme.color.border
        strokeWidth: 1.5
    }
}
