pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import "../theme"

// Digits in the order of a telephone, and erase beside 0.
GridLayout {
    id: pad

    required property string eraseLabel
    required property bool canErase

    signal digitPressed(digit: string)
    signal erasePressed

    columns: 3
    columnSpacing: Theme.gap
    rowSpacing: Theme.gap
    uniformCellWidths: true
    uniformCellHeights: true

    component Digit: Touchable {
        id: key

        required property string digit

        objectName: "digit." + digit
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.minimumHeight: Theme.mm(20)
        implicitHeight: Theme.mm(44)
        color: pressed ? Theme.color.primarySoft : Theme.color.surface
        border.width: Theme.line
        border.color: pressed ? Theme.color.primary : Theme.color.border
        Accessible.name: digit
        onTapped: pad.digitPressed(digit)

        Sentence {
            anchors.centerIn: parent
            words: key.digit
            size: Math.min(Theme.display, key.height * 0.8)
            bold: true
        }
    }

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9"]

        Digit {
            required property string modelData
            digit: modelData
        }
    }

    Item {
        Layout.fillWidth: true
    }

    Digit {
        digit: "0"
    }

    KButton {
        objectName: "keypad.erase"
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.minimumHeight: Theme.mm(20)
        label: pad.eraseLabel
        icon: "erase"
        role: "quiet"
        enabled: pad.canErase
        onTapped: pad.erasePressed()
    }
}
