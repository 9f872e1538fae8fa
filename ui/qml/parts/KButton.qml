import QtQuick
import QtQuick.Layouts
import "../theme"

// A button of words, with an icon where that helps. role: "primary" (the likely way on), "secondary", "quiet" (ways out).
Touchable {
    id: button

    required property string label
    property string icon: ""
    property string role: "secondary"
    property int size: Theme.large
    property int least: Theme.button

    readonly property bool primary: role === "primary"
    readonly property color ink: !enabled ? Theme.color.textDisabled : primary ? Theme.color.textOnPrimary : role === "quiet" ? Theme.color.text : Theme.color.textPrimary

    implicitHeight: Math.max(least, words.implicitHeight + Theme.mm(8))
    implicitWidth: row.implicitWidth + Theme.mm(14)
    Accessible.name: label

    color: {
        if (!enabled)
            return Theme.color.disabled;
        if (primary)
            return pressed ? Theme.color.primaryPressed : Theme.color.primary;
        return pressed ? Theme.color.primarySoft : Theme.color.surface;
    }
    border.width: enabled && primary ? 0 : Theme.line
    border.color: enabled && role === "secondary" ? Theme.color.primary : Theme.color.border

    RowLayout {
        id: row
        anchors.centerIn: parent
        width: Math.min(implicitWidth, button.width - Theme.mm(8))
        spacing: Theme.mm(3)

        Icon {
            visible: button.icon !== ""
            name: button.icon
            color: button.ink
            size: button.size
        }

        Sentence {
            id: words
            words: button.label
            size: button.size
            bold: true
            color: button.ink
            align: button.icon ? Text.AlignLeft : Text.AlignHCenter
            Layout.fillWidth: true
        }
    }
}
