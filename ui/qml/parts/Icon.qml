import QtQuick
import QtQuick.Shapes

// Line drawings of our own on a grid of 24; always beside words, never instead of them. A service without a drawing is a document.
Item {
    id: icon

    required property string name
    required property color color
    property real thickness: 2
    property real size: 24

    readonly property var paths: ({
            "back": "M15 5 L8 12 L15 19",
            "next": "M9 5 L16 12 L9 19",
            "more": "M5 9 L12 16 L19 9",
            "home": "M3.5 11.5 L12 4 L20.5 11.5 M6 9.5 V20 H18 V9.5 M10 20 V14.5 H14 V20",
            "phone": "M6 3.5 H9.5 L11 8 L8.8 9.8 A12 12 0 0 0 14.2 15.2 L16 13 L20.5 14.5 V18 A2.5 2.5 0 0 1 18 20.5 A15 15 0 0 1 3.5 6 A2.5 2.5 0 0 1 6 3.5 Z",
            "globe": "M12 3 A9 9 0 0 1 12 21 A9 9 0 0 1 12 3 Z M3 12 H21 M12 3 C8 7 8 17 12 21 M12 3 C16 7 16 17 12 21",
            "check": "M4.5 12.5 L10 18 L20 6.5",
            "information": "M12 10.5 V19 M12 5 V5.4",
            "problem": "M12 4 V14 M12 19 V19.4",
            "warning": "M12 3.5 L21.5 20 H2.5 Z M12 10 V14.2 M12 17.1 V17.3",
            "erase": "M8.5 5.5 H21 V18.5 H8.5 L3 12 Z M11.5 9.3 L17 14.7 M17 9.3 L11.5 14.7",
            "service.collect": "M3 6 H21 V18.5 H3 Z M3.5 6.5 L12 13 L20.5 6.5",
            "service.issue": "M3 6.5 H21 M6.5 6.5 V20.5 H17.5 V6.5 M9.5 11 H14.5 M9.5 15 H14.5",
            "service.deliver": "M7.5 3.5 H20 V11.5 H7.5 Z M8 4 L13.7 8.2 L19.5 4 M2.5 15 H5.5 L9 14.2 H13 A1.6 1.6 0 0 1 13 17.4 H10 M14 16.9 L19.6 14.4 A1.5 1.5 0 0 1 21 17.1 L13.4 21 H8 L5.5 19.8 H2.5",
            "service.deposit": "M4 13 V20.5 H20 V13 M12 3.5 V15 M7.5 10.8 L12 15.3 L16.5 10.8",
            "document": "M6 3.5 H14.5 L18.5 7.5 V20.5 H6 Z M14.5 3.5 V7.5 H18.5 M9 12 H15.5 M9 16 H15.5",
            "lock": "M5.5 11 H18.5 V20.5 H5.5 Z M8.5 11 V8 A3.5 3.5 0 0 1 15.5 8 V11 M12 14.8 V16.8"
        })

    implicitWidth: size
    implicitHeight: size

    Shape {
        width: 24
        height: 24
        scale: icon.width / 24
        transformOrigin: Item.TopLeft

        ShapePath {
            strokeColor: icon.color
            strokeWidth: icon.thickness
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin

            PathSvg {
                path: icon.paths[icon.name] ?? icon.paths["document"]
            }
        }
    }
}
