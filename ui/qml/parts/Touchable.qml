import QtQuick
import "../theme"

// What every control shares: a press that starts and ends inside it, keys without repeats, and a ring while it has the focus.
Rectangle {
    id: control

    // Its answer is on its way: it looks pressed until the next page.
    property bool held: false

    signal tapped

    readonly property bool pressed: held || (area.pressed && area.containsMouse)

    radius: Theme.radius
    activeFocusOnTab: enabled
    Accessible.role: Accessible.Button
    Accessible.onPressAction: control.tapped()

    Keys.onPressed: event => {
        if ([Qt.Key_Return, Qt.Key_Enter, Qt.Key_Space].includes(event.key)) {
            event.accepted = true;
            if (!event.isAutoRepeat)
                control.tapped();
        }
    }

    MouseArea {
        id: area
        anchors.fill: parent
        onClicked: control.tapped()
    }

    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.mm(1.5)
        visible: control.activeFocus
        color: "transparent"
        radius: control.radius + Theme.mm(1.5)
        border.width: Theme.strongLine
        border.color: Theme.color.textPrimary
    }
}
