import QtQuick

// The least that shows one of two pages and swaps them at a tap.
Window {
    id: root

    property bool second: false

    width: 1080
    height: 1920
    visible: true

    MouseArea {
        anchors.fill: parent
        onClicked: root.second = !root.second
    }

    Loader {
        anchors.centerIn: parent
        sourceComponent: root.second ? two : one
    }

    Component {
        id: one

        Text {
            text: "1"
        }
    }

    Component {
        id: two

        Text {
            text: "2"
        }
    }
}
